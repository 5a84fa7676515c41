import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RatePolicy } from '#runtime/core/gcra.ts'
import type { Limiter } from '#runtime/ports/limiter.ts'

/** Two doors to the same limits: the same object where they live in one process. */
export interface LimiterPair {
  readonly one: Limiter
  readonly other: Limiter
  /** Lets time go by. */
  readonly pass: (ms: number) => Promise<void>
}

const policy: RatePolicy = { name: 'test', count: 5, perMs: 1_000 }

/** What every `Limiter` does. */
export function describeLimiter(name: string, make: () => Promise<LimiterPair>): void {
  describe(name, () => {
    let pair: LimiterPair
    let key: string
    beforeEach(async () => {
      pair = await make()
      key = randomUUID()
    })
    afterEach(async () => {
      await Promise.all([pair.one.close(), pair.other.close()])
    })
    const takeAll = async (count: number, of = policy): Promise<boolean[]> => {
      const asked = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? pair.one : pair.other).take(key, of))
      return (await Promise.all(asked)).map(({ allowed }) => allowed)
    }

    test('a burst passes, and no more, whichever door it comes through', async () => {
      const passed = await takeAll(40)
      expect(passed.filter(Boolean).length).toBeGreaterThanOrEqual(5)
      // What is gained while it is asked.
      expect(passed.filter(Boolean).length).toBeLessThanOrEqual(6)
    })

    test('it tells what is left, and when there is more', async () => {
      const first = await pair.one.take(key, policy)
      expect(first).toMatchObject({ allowed: true, remaining: 4, retryAfterMs: 0 })
      expect(first.resetMs).toBeGreaterThan(150)
      expect(first.resetMs).toBeLessThanOrEqual(200)
      await takeAll(10)
      const refused = await pair.one.take(key, policy)
      expect(refused).toMatchObject({ allowed: false, remaining: 0 })
      expect(refused.retryAfterMs).toBeGreaterThan(0)
      expect(refused.retryAfterMs).toBeLessThanOrEqual(200)
    })

    test('who waits as long as it says passes', async () => {
      await takeAll(10)
      const { allowed, retryAfterMs } = await pair.one.take(key, policy)
      expect(allowed).toBe(false)
      await pair.pass(retryAfterMs + 1)
      expect((await pair.other.take(key, policy)).allowed).toBe(true)
    })

    test('all of it is there again after the time of the policy', async () => {
      await takeAll(10)
      await pair.pass(1_001)
      expect(await pair.one.take(key, policy)).toMatchObject({ allowed: true, remaining: 4 })
    })

    test('keys and policies do not touch each other', async () => {
      await takeAll(10)
      expect((await pair.one.take(randomUUID(), policy)).allowed).toBe(true)
      expect((await pair.one.take(key, { ...policy, name: 'other' })).allowed).toBe(true)
    })
  })
}
