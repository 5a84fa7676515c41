import { expect, test } from 'vitest'
import { bytesOf, msOf } from './audio.ts'

test.each([
  [20, 8000, 320],
  [20, 16_000, 640],
  [0.1, 8000, 0],
  [0.13, 8000, 2],
  [0, 16_000, 0],
])('%d ms at %d Hz are %d bytes, whole samples', (ms, rate, bytes) => {
  expect(bytesOf(ms, rate)).toBe(bytes)
  expect(msOf(bytes, rate)).toBeLessThanOrEqual(ms)
})
