import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Problem } from '#runtime/core/problem.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { sequentialIds } from '#runtime/core/testing/sequential-ids.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { IdempotencyStore, IdempotentRun } from '#runtime/ports/store.ts'
import { type Answer, Idempotency, type KeyedRequest } from './idempotency.ts'

/** As much of the store as one test needs: what it does under many at once, its conformance suite says. */
function memory(): IdempotencyStore & { kept: Buffer[]; broken: boolean } {
  const rows = new Map<string, IdempotentRun & { sealed?: Buffer }>()
  const own = (tenantId: string, { scope }: { scope: Buffer }): string => tenantId + scope.toString('hex')
  return {
    kept: [],
    broken: false,
    async begin(tenantId, run) {
      const row = rows.get(own(tenantId, run))
      if (row && row.expiresAt > run.at) {
        if (!row.fingerprint.equals(run.fingerprint)) return 'other'
        if (row.sealed) return { sealed: row.sealed }
        if (row.leasedUntil > run.at) return 'runs'
      }
      rows.set(own(tenantId, run), run)
      return 'begun'
    },
    async keep(tenantId, run, sealed) {
      if (this.broken) throw new Error('the database is away')
      this.kept.push(sealed)
      const row = rows.get(own(tenantId, run))
      if (row?.run === run.run) rows.set(own(tenantId, run), { ...row, sealed })
    },
    async release(tenantId, run) {
      if (this.broken) throw new Error('the database is away')
      if (rows.get(own(tenantId, run))?.run === run.run) rows.delete(own(tenantId, run))
    },
    sweep: async () => 0,
  }
}

function desk() {
  const clock = new VirtualClock()
  const store = memory()
  const sealer = aesSealer(randomBytes(32), randomBytes)
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const idempotency = new Idempotency({ store, sealer, clock, ids: sequentialIds(), digest })
  const faults: unknown[] = []
  let effects = 0
  const made = async (): Promise<Answer> => ({ status: 201, body: { id: `a_${++effects}`, secret: 'sk-hidden' } })
  const ask = (more: Partial<KeyedRequest> = {}, handle: () => Promise<Answer> = made) =>
    idempotency
      .once(request(more), handle, { keeps: () => true, onFault: (error) => faults.push(error) })
      .catch((error: Problem) => ({ code: error.code, retryable: error.retryable, replayed: error.replayed }))
  return { clock, store, faults, ask, effects: () => effects }
}

const caller = sampleCaller()
const request = (more: Partial<KeyedRequest>): KeyedRequest => ({
  ...{
    key: 'k',
    caller,
    operationId: 'createAgent',
    path: {},
    query: {},
    ifMatch: undefined,
    body: { name: 'x', prompt: 'p' },
  },
  ...more,
})
const another = { code: 'idempotency_conflict', retryable: false, replayed: false }
const underWay = { code: 'idempotency_conflict', retryable: true, replayed: false }

describe('the same key', () => {
  test('and the same request have the first answer, for 24 hours', async () => {
    const { ask, clock, effects } = desk()
    const first = await ask()
    expect(first).toMatchObject({ status: 201, replayed: false })
    await clock.advance(86_399_999)
    expect(await ask({ body: { prompt: 'p', name: 'x' } })).toEqual({ ...first, replayed: true })
    expect(effects()).toBe(1)
    await clock.advance(1)
    expect(await ask()).toMatchObject({ replayed: false })
  })

  test('and another body, query or If-Match are a conflict', async () => {
    const { ask, effects } = desk()
    await ask()
    expect(await ask({ body: { name: 'y', prompt: 'p' } })).toEqual(another)
    expect(await ask({ body: undefined })).toEqual(another)
    expect(await ask({ query: { dryRun: true } })).toEqual(another)
    expect(await ask({ ifMatch: '"as-it-was"' })).toEqual(another)
    expect(effects()).toBe(1)
  })

  test('of another key owner, tenant, operation or path is another request', async () => {
    const { ask, effects } = desk()
    for (const more of [
      {},
      { caller: { ...caller, keyId: 'key_2' } },
      { caller: { ...caller, via: 'token' as const } },
      { caller: { ...caller, role: 'admin' as const } },
      { caller: { ...caller, tenantId: 't_2' } },
      { operationId: 'createCall' },
      { path: { agentId: 'a_1' } },
      { key: 'K' },
    ])
      expect(await ask(more)).toMatchObject({ replayed: false, status: 201 })
    expect(effects()).toBe(8)
  })
})

test('while the first runs, the second is told to ask again', async () => {
  const { ask } = desk()
  const first = Promise.withResolvers<Answer>()
  const running = ask({}, () => first.promise)
  expect(await ask()).toEqual(underWay)
  expect(await ask({ body: {} })).toEqual(another)
  first.resolve({ status: 204 })
  expect(await running).toEqual({ status: 204, replayed: false })
  expect(await ask()).toEqual({ status: 204, replayed: true })
})

describe('what is kept', () => {
  test('a refusal that would come again', async () => {
    const { ask, effects } = desk()
    await ask({}, () => Promise.reject(new Problem('conflict', 'Taken.')))
    expect(await ask()).toEqual({ code: 'conflict', retryable: false, replayed: true })
    expect(effects()).toBe(0)
  })

  test.each([
    ['what broke', new Error('broken')],
    ['a problem of ours', new Problem('internal', 'Broken.')],
    ['a provider that is away', new Problem('provider_unavailable', 'Away.')],
    ['a limit that passes', new Problem('quota_exceeded', 'Full.', { limit: 'concurrency' })],
  ])('not %s', async (_what, error) => {
    const { ask, effects } = desk()
    await ask({}, () => Promise.reject(error))
    expect(await ask()).toMatchObject({ status: 201, replayed: false })
    expect(effects()).toBe(1)
  })

  test('a cap, which no second try lifts', async () => {
    const { ask } = desk()
    await ask({}, () => Promise.reject(new Problem('quota_exceeded', 'Spent.', { limit: 'cap' })))
    expect(await ask()).toMatchObject({ code: 'quota_exceeded', retryable: false, replayed: true })
  })

  test('not an answer of 5xx', async () => {
    const { ask } = desk()
    await ask({}, async () => ({ status: 503, body: {} }))
    expect(await ask()).toMatchObject({ status: 201, replayed: false })
  })

  test('nothing that can be read', async () => {
    const { ask, store } = desk()
    await ask()
    expect(store.kept).toHaveLength(1)
    expect(store.kept[0]!.toString('latin1')).not.toMatch(/hidden|a_1|createAgent/)
  })
})

test('a run that died leaves the key free within a minute', async () => {
  const { ask, clock, effects } = desk()
  void ask({}, () => new Promise(() => {}))
  await clock.advance(59_999)
  expect(await ask()).toEqual(underWay)
  await clock.advance(1)
  expect(await ask()).toMatchObject({ status: 201, replayed: false })
  expect(effects()).toBe(1)
})

test('an answer that cannot be kept is given all the same, and the log is told', async () => {
  const { ask, store, faults } = desk()
  store.broken = true
  expect(await ask()).toMatchObject({ status: 201, replayed: false })
  expect(faults).toEqual([new Error('the database is away')])
})
