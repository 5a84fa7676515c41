import { expect, test, vi } from 'vitest'
import type { Caller } from '#runtime/core/operation.ts'
import { StreamSeats } from './stream-seats.ts'

const callerOf = (keyId: string): Caller => ({
  ...{ tenantId: 't_1', keyId, role: 'dev', via: 'key', signedBy: null },
  limits: { restPerMinute: null, socketsPerSecond: null },
})

/** Two seats a key; `revoke` makes a key's credential work no longer. */
function seats() {
  const watched = new Map<() => void, string>()
  const watch = ({ keyId }: Caller, lost: () => void) => {
    watched.set(lost, keyId)
    return () => void watched.delete(lost)
  }
  const revoke = (key: string): void => {
    for (const [lost, keyId] of [...watched]) if (keyId === key) lost()
  }
  return { seats: new StreamSeats(watch, 2), watched, revoke }
}

test('a key has so many streams, and one more when one of them has ended', () => {
  const { seats: taken } = seats()
  const first = taken.enter(callerOf('key_1'))
  taken.enter(callerOf('key_1'))
  expect(() => taken.enter(callerOf('key_1'))).toThrow(expect.objectContaining({ code: 'quota_exceeded' }))
  taken.enter(callerOf('key_2'))
  first.leave()
  first.leave()
  taken.enter(callerOf('key_1'))
  expect(() => taken.enter(callerOf('key_1'))).toThrow('2 streams open')
})

test('a credential that works no longer ends its streams and no others, and is watched only while they are open', () => {
  const { seats: taken, watched, revoke } = seats()
  const [mine, other] = [taken.enter(callerOf('key_1')), taken.enter(callerOf('key_2'))]
  revoke('key_1')
  expect([mine.signal.reason, other.signal.aborted]).toEqual(['credential_revoked', false])
  mine.leave()
  other.leave()
  expect(watched.size).toBe(0)
})

test('a process that drains ends all streams and begins none', () => {
  const { seats: taken } = seats()
  const open = taken.enter(callerOf('key_1'))
  const told = vi.fn()
  open.signal.addEventListener('abort', told)
  taken.drain()
  expect([open.signal.reason, told.mock.calls.length]).toEqual(['going_away', 1])
  expect(() => taken.enter(callerOf('key_2'))).toThrow(expect.objectContaining({ code: 'going_away' }))
})
