import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gcra, type RatePolicy } from './gcra.ts'
import { VirtualClock } from './testing/virtual-clock.ts'

const policy: RatePolicy = { name: 'test', count: 60, perMs: 60_000 }

/** A key of its own: asks at the instant of its clock. */
function asker(of: RatePolicy, clock = new VirtualClock()) {
  let tat: number | undefined
  const ask = () => {
    const answer = gcra(tat, clock.now(), of)
    tat = answer.tat
    return answer.decision
  }
  return { ask, clock }
}

test('all of it may be asked at once, then one a step', async () => {
  const { ask, clock } = asker(policy)
  for (let left = 59; left >= 0; left--)
    expect(ask()).toMatchObject({ allowed: true, remaining: left, retryAfterMs: 0 })
  expect(ask()).toEqual({ allowed: false, remaining: 0, resetMs: 60_000, retryAfterMs: 1_000 })
  await clock.advance(999)
  expect(ask()).toMatchObject({ allowed: false, retryAfterMs: 1 })
  await clock.advance(1)
  expect(ask()).toMatchObject({ allowed: true, remaining: 0 })
})

test('what is refused costs nothing', async () => {
  const { ask, clock } = asker(policy)
  for (let i = 0; i < 10_000; i++) ask()
  await clock.advance(60_000)
  expect(ask()).toMatchObject({ allowed: true, remaining: 59, resetMs: 1_000 })
})

test('a clock that was set back holds nobody for longer than the policy', () => {
  const { tat } = gcra(undefined, 1e12, policy)
  expect(gcra(tat, 0, policy).decision.retryAfterMs).toBeLessThanOrEqual(policy.perMs / policy.count)
})

/** Never more than the burst and the rate together, in any stretch of time; and the wait that is told is the right one. */
test('property: no stretch of time has more than burst + rate', async () => {
  const policies = fc.record({ count: fc.integer({ min: 1, max: 100 }), perMs: fc.integer({ min: 1, max: 100_000 }) })
  const pauses = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5_000, noNaN: true })), { maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(policies, pauses, async (given, waits) => {
      const { ask, clock } = asker({ name: 'any', ...given })
      const passed: number[] = []
      let promised = Number.NEGATIVE_INFINITY
      for (const wait of waits) {
        await clock.advance(wait)
        const { allowed, retryAfterMs } = ask()
        if (clock.now() >= promised) expect(allowed).toBe(true)
        if (allowed) passed.push(clock.now())
        promised = allowed ? Number.POSITIVE_INFINITY : clock.now() + retryAfterMs
      }
      for (const [from, start] of passed.entries()) {
        for (let to = from; to < passed.length; to++) {
          const gained = ((passed[to]! - start + 0.1) * given.count) / given.perMs
          expect(to - from + 1).toBeLessThanOrEqual(given.count + gained + 1e-6)
        }
      }
    }),
  )
})
