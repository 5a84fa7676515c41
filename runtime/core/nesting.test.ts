import { expect, test } from 'vitest'
import { nestsDeeper } from './nesting.ts'

const nested = (depth: number, open: string, close: string): unknown =>
  JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`)

test.each([
  ['[', ']'],
  ['{"a":', '}'],
])('%s nests as deep as it may, and no deeper', (open, close) => {
  expect(nestsDeeper(nested(64, open, close))).toBe(false)
  expect(nestsDeeper(nested(65, open, close))).toBe(true)
  expect(nestsDeeper(nested(400_000, open, close))).toBe(true)
})

test('what is no object or array does not nest', () => {
  expect([null, 1, 'text', true, undefined].map((value) => nestsDeeper(value, 0))).toEqual(Array(5).fill(false))
})
