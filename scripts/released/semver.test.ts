import { expect, test } from 'vitest'
import { atLeast, newestFirst, worst } from './semver.ts'

test('the worst of several changes counts, and none is none', () => {
  expect(worst(['patch', 'major', 'minor'])).toBe('major')
  expect(worst([])).toBe('none')
  expect([atLeast('minor', 'minor'), atLeast('patch', 'minor')]).toEqual([true, false])
})

test('versions are ordered by number', () => {
  expect(newestFirst(['1.4.0', '1.10.0', '1.4.12', '0.9.9'])).toEqual(['1.10.0', '1.4.12', '1.4.0', '0.9.9'])
})
