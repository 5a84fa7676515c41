import { expect, test } from 'vitest'
import { retryDelayMs } from './retry-schedule.ts'

const policy = { retries: 3, firstMs: 30_000 }
const waits = (share: number, retryAfterMs?: number): (number | null)[] =>
  [1, 2, 3, 4].map((tries) => retryDelayMs(tries, retryAfterMs, share, policy))

test('three tries more, over 36 minutes and a half (FR-W3)', () => {
  expect(waits(0.5)).toEqual([30_000, 240_000, 1_920_000, null])
})

test('what failed together is spread by a fifth', () => {
  expect([waits(0), waits(1)]).toEqual([
    [24_000, 192_000, 1_536_000, null],
    [36_000, 288_000, 2_304_000, null],
  ])
})

test('an endpoint that asks for more patience gets it, an hour at the most, and never for less', () => {
  expect(waits(0.5, 60_000)).toEqual([60_000, 240_000, 1_920_000, null])
  expect(waits(0.5, 1)).toEqual(waits(0.5))
  expect(waits(0.5, 1e12)).toEqual([3_600_000, 3_600_000, 3_600_000, null])
})

test('without retries the first failure is the last, and no wait is longer than eight hours', () => {
  expect(retryDelayMs(1, undefined, 0.5, { retries: 0, firstMs: 30_000 })).toBeNull()
  expect(retryDelayMs(20, undefined, 0.5, { retries: 20, firstMs: 3_600_000 })).toBe(8 * 3_600_000)
})
