import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { IdempotentRun, Store } from '#runtime/ports/store.ts'
import { ids } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

const NOON = Date.parse('2026-02-03T12:00:00.000Z')
const iso = (ms: number): string => new Date(ms).toISOString()

/** A run at noon, leased for a minute, kept for a day. */
const runAt = (ms: number, more: Partial<IdempotentRun> = {}): IdempotentRun => ({
  scope: randomBytes(32),
  fingerprint: randomBytes(32),
  run: ids.next('request'),
  at: iso(ms),
  leasedUntil: iso(ms + 60_000),
  expiresAt: iso(ms + 86_400_000),
  ...more,
})
const again = (run: IdempotentRun, ms: number, more: Partial<IdempotentRun> = {}): IdempotentRun =>
  runAt(ms, { scope: run.scope, fingerprint: run.fingerprint, ...more })

export function describeIdempotency(store: () => Store): void {
  describe('idempotent requests', () => {
    const begin = (tenantId: string, run: IdempotentRun) => store().idempotency.begin(tenantId, run)

    test('begin once, run, and then have their answer', async () => {
      const tenantId = await newTenant(store())
      const run = runAt(NOON)
      expect(await begin(tenantId, run)).toBe('begun')
      expect(await begin(tenantId, again(run, NOON + 1))).toBe('runs')
      await store().idempotency.keep(tenantId, run, Buffer.from('answer'))
      expect(await begin(tenantId, again(run, NOON + 86_399_999))).toEqual({ sealed: Buffer.from('answer') })
    })

    test('of many at once one begins', async () => {
      const tenantId = await newTenant(store())
      const run = runAt(NOON)
      const told = await Promise.all(Array.from({ length: 12 }, () => begin(tenantId, again(run, NOON))))
      expect(told.sort()).toEqual(['begun', ...Array(11).fill('runs')])
    })

    test('another request under the same key is told so, while the first runs and after it', async () => {
      const tenantId = await newTenant(store())
      const run = runAt(NOON)
      const other = { fingerprint: randomBytes(32) }
      await begin(tenantId, run)
      expect(await begin(tenantId, again(run, NOON, other))).toBe('other')
      await store().idempotency.keep(tenantId, run, Buffer.from('answer'))
      expect(await begin(tenantId, again(run, NOON, other))).toBe('other')
    })

    test('a run that died is followed by another when its lease is over, and may not say its answer then', async () => {
      const tenantId = await newTenant(store())
      const dead = runAt(NOON)
      await begin(tenantId, dead)
      expect(await begin(tenantId, again(dead, NOON + 59_999))).toBe('runs')
      const next = again(dead, NOON + 60_000)
      expect(await begin(tenantId, next)).toBe('begun')
      await store().idempotency.keep(tenantId, dead, Buffer.from('late'))
      await store().idempotency.release(tenantId, dead)
      expect(await begin(tenantId, again(dead, NOON + 60_001))).toBe('runs')
      await store().idempotency.keep(tenantId, next, Buffer.from('answer'))
      expect(await begin(tenantId, again(dead, NOON + 60_002))).toEqual({ sealed: Buffer.from('answer') })
    })

    test('of many that follow a dead run at once one begins', async () => {
      const tenantId = await newTenant(store())
      const dead = runAt(NOON)
      await begin(tenantId, dead)
      const told = await Promise.all(Array.from({ length: 12 }, () => begin(tenantId, again(dead, NOON + 60_000))))
      expect(told.sort()).toEqual(['begun', ...Array(11).fill('runs')])
    })

    test('a released one begins anew, also with something else', async () => {
      const tenantId = await newTenant(store())
      const run = runAt(NOON)
      await begin(tenantId, run)
      await store().idempotency.release(tenantId, run)
      expect(await begin(tenantId, again(run, NOON, { fingerprint: randomBytes(32) }))).toBe('begun')
    })

    test('an answer is not released', async () => {
      const tenantId = await newTenant(store())
      const run = runAt(NOON)
      await begin(tenantId, run)
      await store().idempotency.keep(tenantId, run, Buffer.from('answer'))
      await store().idempotency.release(tenantId, run)
      expect(await begin(tenantId, again(run, NOON))).toEqual({ sealed: Buffer.from('answer') })
    })

    test('an expired one is as if it had never been, swept or not', async () => {
      const tenantId = await newTenant(store())
      const run = runAt(NOON)
      await begin(tenantId, run)
      await store().idempotency.keep(tenantId, run, Buffer.from('answer'))
      const other = { fingerprint: randomBytes(32) }
      expect(await begin(tenantId, again(run, NOON + 86_400_000, other))).toBe('begun')
      expect(await begin(tenantId, again(run, NOON + 86_400_000, other))).toBe('runs')
    })

    test('tenants do not meet under one key', async () => {
      const [one, other] = [await newTenant(store()), await newTenant(store())]
      const run = runAt(NOON)
      await begin(one, run)
      await store().idempotency.keep(one, run, Buffer.from('of one'))
      expect(await begin(other, again(run, NOON))).toBe('begun')
      await store().idempotency.keep(other, run, Buffer.from('not mine'))
      await store().idempotency.release(other, run)
      expect(await begin(one, again(run, NOON))).toEqual({ sealed: Buffer.from('of one') })
      expect(await begin(other, again(run, NOON))).toBe('runs')
    })

    test('a sweep removes what has expired, of every tenant, so many at a time, and nothing else', async () => {
      const past = Date.parse('2020-01-01T00:00:00.000Z')
      const kept = { tenantId: await newTenant(store()), run: runAt(past + 5) }
      await begin(kept.tenantId, kept.run)
      for (let i = 0; i < 5; i++) await begin(await newTenant(store()), runAt(past))
      const at = iso(past + 86_400_001)
      expect(await store().idempotency.sweep(at, 3)).toBe(3)
      expect(await store().idempotency.sweep(at, 3)).toBe(2)
      expect(await store().idempotency.sweep(at, 3)).toBe(0)
      expect(await begin(kept.tenantId, again(kept.run, past + 6))).toBe('runs')
    })
  })
}
