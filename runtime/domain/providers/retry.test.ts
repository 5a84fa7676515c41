import { expect, test } from 'vitest'
import { backoffMs, type Failed } from './retry.ts'

const policy = { tries: 4, firstMs: 100, longestMs: 300, patienceMs: 2000 }
const wait = (failed: Partial<Failed>, attempt = 1, share = 1) =>
  backoffMs({ failure: 'disconnected', retryAfterMs: undefined, ...failed }, attempt, share, policy)

test('waits grow, are bounded, and end', () => {
  expect([1, 2, 3, 4].map((attempt) => wait({}, attempt))).toEqual([100, 200, 300, null])
})

test('calls that failed together do not come back together', () => {
  expect([0, 0.5, 1].map((share) => wait({}, 1, share))).toEqual([50, 75, 100])
})

test.each<[Partial<Failed>, number | null]>([
  [{ failure: 'rate_limited' }, 100],
  [{ failure: 'rate_limited', retryAfterMs: 10 }, 100],
  [{ failure: 'rate_limited', retryAfterMs: 2000 }, 2000],
  [{ failure: 'rate_limited', retryAfterMs: 2001 }, null],
  [{ failure: 'unauthorized' }, null],
  [{ failure: 'rejected' }, null],
  [{ failure: 'circuit_open', retryAfterMs: 5000 }, null],
  [{ failure: 'malformed' }, 100],
])('%j: %s', (failed, expected) => {
  expect(wait(failed)).toBe(expected)
})
