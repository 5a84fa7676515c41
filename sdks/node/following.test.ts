import { expect, test } from 'vitest'
import { ApiError, ConnectionError } from './api-error.ts'
import { Following, type FollowingLimits } from './following.ts'

const usual: FollowingLimits = { maxRetries: 2, reconnectForMs: 120_000 }
const broken = new TypeError('fetch failed')
const refused = (status: number, body: object = {}, headers = {}): ApiError =>
  new ApiError({ status, headers: new Headers(headers), body })

/** The waits from `now` on until it gives up; each connection fails at once. */
function waits(following: Following, now: number, fault: unknown = broken): number[] {
  const all: number[] = []
  try {
    for (let at = now; all.length < 1_000; at += all.at(-1)!) all.push(following.waitMs(fault, 0, at))
  } catch {}
  return all
}

test('what has not begun is tried as often as any request', () => {
  expect(waits(new Following(usual), 0)).toEqual([500, 1_000])
  expect(waits(new Following({ ...usual, maxRetries: 0 }), 0)).toEqual([])
})

test('what had begun is followed for its time, with waits that grow to 8 s', () => {
  const following = new Following(usual)
  following.connected(0)
  const all = waits(following, 1_000)
  expect(all.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000])
  expect(all.reduce((sum, one) => sum + one)).toBe(7_500 + 14 * 8_000)
  const never = new Following({ ...usual, reconnectForMs: 0 })
  never.connected(0)
  expect(waits(never, 0)).toEqual([])
})

test('the time begins anew with an event, and with a connection that stood; not with one that was taken and dropped', () => {
  const following = new Following({ ...usual, reconnectForMs: 2_000 })
  following.connected(0)
  following.got()
  expect(waits(following, 500_000)).toEqual([500, 1_000])
  following.connected(600_000)
  expect(waits(following, 601_000)).toEqual([])
  following.connected(700_000)
  expect(waits(following, 715_000)).toEqual([500, 1_000])
})

test('what another try would not change ends it at once, with what was said', () => {
  for (const fault of [refused(401), refused(404), refused(503, { retryable: false })]) {
    const following = new Following(usual)
    following.connected(0)
    expect(() => following.waitMs(fault, 0, 1)).toThrow(fault)
  }
  const following = new Following({ ...usual, reconnectForMs: 0 })
  following.connected(0)
  expect(() => following.waitMs(broken, 0, 1)).toThrow(ConnectionError)
})

test('a wait that was asked for is kept to', () => {
  const following = new Following(usual)
  following.connected(0)
  expect(following.waitMs(refused(503, {}, { 'retry-after': '30' }), 0, 1)).toBe(30_000)
})
