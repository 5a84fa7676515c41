import { expect, test } from 'vitest'
import { lineDiff } from './line-diff.ts'

const told = (before: string[], after: string[]) =>
  lineDiff(before, after).map(({ mark, text }) => (mark === 'gap' ? '…' : `${mark}${text}`))

test('shows what changed with a line around it, and always the first line', () => {
  expect(told(['head', 'a', 'b', 'c', 'd', 'end'], ['head', 'a', 'b', 'x', 'd', 'end'])).toEqual([
    ' head',
    '…',
    ' b',
    '-c',
    '+x',
    ' d',
    '…',
  ])
})

test('what is new or gone has one side only', () => {
  expect(told([], ['a', 'b'])).toEqual(['+a', '+b'])
  expect(told(['a', 'b'], [])).toEqual(['-a', '-b'])
  expect(told(['a', 'c'], ['a', 'b', 'c'])).toEqual([' a', '+b', ' c'])
})
