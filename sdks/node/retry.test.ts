import { expect, test } from 'vitest'
import { type FailedTry, retryAfterMs } from './retry.ts'

const NOW = Date.UTC(2026, 0, 1)
const wait = (failed: FailedTry, { tries = 0, chance = 0, safe = true } = {}) =>
  retryAfterMs(failed, tries, chance, safe, NOW)
const asked = (value: string): FailedTry => ({ status: 429, headers: new Headers({ 'Retry-After': value }) })

test('what may pass is tried again, what cannot is not', () => {
  const again = [408, 409, 429, 500, 502, 503, 504]
  expect(again.map((status) => wait({ status }))).toEqual(again.map(() => 500))
  expect(wait({})).toBe(500)
  for (const status of [301, 400, 401, 403, 404, 412, 422]) expect(wait({ status })).toBeNull()
  expect(wait({ status: 409, retryable: false })).toBeNull()
  expect(wait({ status: 409, retryable: true })).toBe(500)
})

test('each wait is twice the last one up to a bound, and by chance up to a quarter less', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((tries) => wait({}, { tries }))).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000])
  expect(wait({}, { chance: 1 })).toBe(375)
})

test('the API says itself when to come back, in seconds or as a date; too late is not at all', () => {
  expect(wait(asked('2'))).toBe(2_000)
  expect(wait(asked(new Date(NOW + 5_000).toUTCString()))).toBe(5_000)
  expect(wait(asked(new Date(NOW - 5_000).toUTCString()))).toBe(0)
  expect(wait(asked('61'))).toBeNull()
  expect(wait(asked('soon'))).toBe(500)
})

test('what must not be done twice is tried again only where it was not done', () => {
  expect(wait({}, { safe: false })).toBeNull()
  expect(wait({ status: 500 }, { safe: false })).toBeNull()
  expect(wait({ status: 429 }, { safe: false })).toBe(500)
  expect(wait({ status: 503 }, { safe: false })).toBe(500)
})
