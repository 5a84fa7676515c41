import { expect, test } from 'vitest'
import { Allowance } from './allowance.ts'

test('a burst is allowed, then only what time gives back', () => {
  const allowance = new Allowance(10, 20, 0)
  expect(allowance.take(20, 0)).toBe(true)
  expect(allowance.take(1, 50)).toBe(false)
  expect(allowance.take(1, 100)).toBe(true)
  expect(allowance.take(20, 1_900)).toBe(false)
  expect(allowance.take(20, 60_000)).toBe(true)
  expect(allowance.take(1, 60_000)).toBe(false)
})
