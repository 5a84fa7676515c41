import { beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent, EventOf } from '#generated/events.gen.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { KeptEndpoint, SettledTry, TakenDelivery, Taking } from '#runtime/ports/webhooks.ts'
import { ids, sampleCall, sampleEvent } from '../../testing/samples.ts'
import { newCall, newTenant } from './new-tenant.ts'

const AT = '2026-02-03T04:05:06.789Z'
const sealed = Buffer.from('sealed')

export const newEndpoint = (differences: Partial<KeptEndpoint> = {}): KeptEndpoint => ({
  ...{ id: ids.next('webhookEndpoint'), url: 'https://example.com/', eventTypes: null, description: null },
  ...{ state: 'enabled', stateSince: AT, consecutiveFailures: 0, lastSuccessAt: null, createdAt: AT },
  secrets: { current: sealed, next: null },
  ...differences,
})

const ended = (sessionId: string, seq: number): EventOf<'call.ended'> => ({
  ...sampleEvent(sessionId, seq),
  ...{ event_type: 'call.ended', component: 'control_plane' },
  data: { reason: 'caller_hangup', duration_ms: 1_000 },
})
const told = (tenantId: string): CallEvent => ({ ...sampleEvent(tenantId, 1), component: 'action_runner' })
const tried = (delivery: TakenDelivery, differences: Partial<SettledTry> = {}): SettledTry => ({
  ...{ delivery, at: AT, latencyMs: 7.4, httpStatus: 200, failure: null, sealed, state: 'delivered', delayMs: null },
  events: [told(delivery.tenantId)],
  ...differences,
})

export function describeWebhooks(store: () => Store): void {
  describe('webhooks', () => {
    let tenantId: string
    let callId: string
    beforeEach(async () => {
      const made = await newCall(store())
      ;[tenantId, callId] = [made.tenantId, made.call.id]
    })
    const create = async (differences: Partial<KeptEndpoint> = {}, tenant = tenantId): Promise<KeptEndpoint> => {
      const endpoint = newEndpoint(differences)
      expect(await store().webhookEndpoints.create(tenant, endpoint, 1_000)).toBe('created')
      return endpoint
    }
    const append = (events: CallEvent[], tenant = tenantId): Promise<void> =>
      store().events.append(tenant, { sessionId: events[0]!.session_id, events, content: [] })
    const list = async ({ id }: KeptEndpoint, filter: object = {}) =>
      (await store().webhookDeliveries.list(tenantId, id, { limit: 100, ...filter }))!
    const take = (differences: Partial<Taking> = {}): Promise<TakenDelivery[]> =>
      store().webhookWork.take({
        ...{ limit: 1_000, leaseMs: 60_000, perEndpoint: 1_000, held: new Map(), full: [], after: null },
        ...differences,
      })
    /** Those of these endpoints: other tests leave some behind. */
    const takeOf = async (endpoints: readonly KeptEndpoint[], differences: Partial<Taking> = {}) =>
      (await take(differences)).filter(({ endpointId }) => endpoints.some(({ id }) => id === endpointId))

    test('an endpoint comes back as it was, to its tenant alone', async () => {
      const next = { secret: Buffer.from('next'), startedAt: AT, graceEndsAt: AT }
      const endpoint = await create({ eventTypes: ['call.ended'], secrets: { current: sealed, next } })
      const other = await newTenant(store())
      const { webhookEndpoints: endpoints } = store()
      expect(await endpoints.get(tenantId, endpoint.id)).toEqual(endpoint)
      expect(await endpoints.withIds(tenantId, [endpoint.id, ids.next('webhookEndpoint')])).toEqual([endpoint])
      expect(await endpoints.list(tenantId, { limit: 2 })).toEqual([endpoint])
      expect(await endpoints.list(tenantId, { limit: 2, state: 'gone' })).toEqual([])
      expect(await endpoints.get(other, endpoint.id)).toBeNull()
      expect(await endpoints.withIds(other, [endpoint.id])).toEqual([])
      expect(await endpoints.update(other, endpoint.id, (was) => was)).toBeNull()
      expect(await endpoints.remove(other, endpoint.id)).toBe(false)
      expect(await store().webhookDeliveries.list(other, endpoint.id, { limit: 1 })).toBeNull()
      expect(await endpoints.get(tenantId, 'a name')).toBeNull()
      const changed = await endpoints.update(tenantId, endpoint.id, (was) => ({ ...was, description: 'CRM' }))
      expect(changed).toEqual({ ...endpoint, description: 'CRM' })
    })

    test('a delivery is written with its event, once, for each endpoint that wants it', async () => {
      const [all, ends, starts] = [
        await create(),
        await create({ eventTypes: ['call.ended'] }),
        await create({ eventTypes: ['call.started'] }),
      ]
      let rung = 0
      const deaf = store().webhookWork.listen(() => {
        rung += 1
      })
      await append([sampleEvent(callId, 1)])
      expect(rung).toBe(0)
      for (let i = 0; i < 2; i++) await append([sampleEvent(callId, 1), ended(callId, 2)])
      expect(rung).toBe(1)
      deaf()
      for (const endpoint of [all, ends]) {
        const [delivery, ...none] = await list(endpoint)
        expect(none).toEqual([])
        const createdAt = ended(callId, 2).ts
        expect(delivery).toMatchObject({ sessionId: callId, seq: 2, type: 'call.ended', state: 'pending', createdAt })
        expect(delivery!.id).toMatch(/^wd_/)
      }
      expect(await list(starts)).toEqual([])
      const stored = await store().webhookWork.told(tenantId, [
        { sessionId: callId, seq: 2 },
        { sessionId: callId, seq: 9 },
      ])
      expect(stored).toEqual([{ event: ended(callId, 2), sealed: null }, null])
    })

    test('a delivery is taken once, and again when its lease is over; who had it then has no say', async () => {
      const endpoint = await create()
      await append([ended(callId, 1)])
      expect(await store().webhookWork.waiting()).toMatchObject({
        due: expect.any(Number),
        oldestMs: expect.any(Number),
      })
      expect((await store().webhookWork.waiting()).due).toBeGreaterThan(0)
      const [first] = await takeOf([endpoint], { leaseMs: 1 })
      expect(first).toMatchObject({ sessionId: callId, seq: 1, attempts: 0, tries: 0, trigger: 'schedule', tenantId })
      await new Promise((resolve) => setTimeout(resolve, 20))
      const [second] = await takeOf([endpoint])
      expect(await takeOf([endpoint])).toEqual([])
      expect(second!.lease).toBe(first!.lease + 1)
      await store().webhookWork.settle(tenantId, [tried(first!)], [])
      expect((await list(endpoint))[0]).toMatchObject({ state: 'pending', attempts: 0 })
      await store().webhookWork.settle(tenantId, [tried(second!)], [])
      await store().webhookWork.settle(tenantId, [tried(second!)], [])
      const [delivery] = await list(endpoint)
      expect(delivery).toMatchObject({ state: 'delivered', attempts: 1, nextAttemptAt: null })
      expect(await store().webhookDeliveries.attempts(tenantId, delivery!.id)).toEqual([delivery!.lastAttempt])
      expect(await store().events.lastSeq(tenantId, tenantId)).toBe(1)
    })

    test('many take at once, and nobody gets what another has', async () => {
      const endpoint = await create()
      await append(Array.from({ length: 60 }, (_, i) => ended(callId, i + 1)))
      const taken = (await Promise.all(Array.from({ length: 6 }, () => takeOf([endpoint], { limit: 20 })))).flat()
      expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length)
    })

    test('however much waits for one endpoint, the others have their turn', async () => {
      const [busy, quiet, failing] = [await create(), await create({ eventTypes: ['call.ended'] }), await create()]
      await append(Array.from({ length: 30 }, (_, i) => ended(callId, i + 1)))
      const all = [busy, quiet, failing]
      const few = await takeOf(all, { perEndpoint: 5, held: new Map([[busy.id, 3]]) })
      const count = ({ id }: KeptEndpoint, of = few): number => of.filter(({ endpointId }) => endpointId === id).length
      expect(all.map((endpoint) => count(endpoint))).toEqual([2, 5, 5])
      await store().webhookWork.settle(tenantId, [], [{ endpointId: failing.id, lastSuccessAt: null, failures: 3 }])
      const next = await takeOf(all, { perEndpoint: 5 })
      expect(all.map((endpoint) => count(endpoint, next))).toEqual([5, 5, 1])
      expect(await takeOf(all, { full: [tenantId] })).toEqual([])
      const behind = await takeOf(all, { after: busy.id, perEndpoint: 5 })
      expect(all.map((endpoint) => count(endpoint, behind))).toEqual([0, 5, 1])
      await store().webhookWork.giveBack(tenantId, behind)
      expect((await takeOf(all, { after: busy.id, perEndpoint: 5 })).length).toBe(6)
    })

    test('a failure is due again, a dead letter is not; the endpoint counts both', async () => {
      const endpoint = await create()
      await append([ended(callId, 1), ended(callId, 2), ended(callId, 3)])
      const [one, two, three] = await takeOf([endpoint])
      const failed = { httpStatus: null, failure: 'timeout', sealed: null } as const
      const tries = [
        tried(one!, { ...failed, state: 'retrying', delayMs: 3_600_000 }),
        tried(two!, { ...failed, state: 'retrying', delayMs: 0 }),
        tried(three!, { ...failed, state: 'dead', events: [told(tenantId), told(tenantId)] }),
      ]
      const health = await store().webhookWork.settle(tenantId, tries, [
        { endpointId: endpoint.id, lastSuccessAt: null, failures: 3 },
      ])
      expect(health).toMatchObject([{ id: endpoint.id, state: 'enabled', consecutiveFailures: 3, lastSuccessAt: null }])
      expect((await takeOf([endpoint])).map(({ id, attempts }) => [id, attempts])).toEqual([[two!.id, 1]])
      const good = [{ endpointId: endpoint.id, lastSuccessAt: AT, failures: 1 }]
      expect(await store().webhookWork.settle(tenantId, [], good)).toMatchObject([
        { consecutiveFailures: 1, lastSuccessAt: AT },
      ])
      expect((await list(endpoint, { state: 'dead' })).map(({ id }) => id)).toEqual([three!.id])
      const log = await store().events.read(tenantId, tenantId, { after: 0, limit: 10 })
      expect(log.map(({ event }) => event.seq)).toEqual([1, 2, 3, 4])
    })

    test('the log of the tenant has no gap, whoever writes there', async () => {
      const endpoint = await create()
      await append(Array.from({ length: 40 }, (_, i) => ended(callId, i + 1)))
      const taken = await takeOf([endpoint])
      await Promise.all(taken.map((delivery) => store().webhookWork.settle(tenantId, [tried(delivery)], [])))
      const log = await store().events.read(tenantId, tenantId, { after: 0, limit: 100 })
      expect(log.map(({ event }) => event.seq)).toEqual(taken.map((_, i) => i + 1))
    })

    test('what happens while an endpoint is not enabled is kept, and recovered in its order', async () => {
      const endpoint = await create()
      await append([ended(callId, 1)])
      const event = told(tenantId)
      const disable = () => store().webhookWork.disable(tenantId, endpoint.id, { state: 'gone', at: AT, event })
      expect([await disable(), await disable()]).toEqual([true, false])
      await append([ended(callId, 2), ended(callId, 3)])
      expect(await takeOf([endpoint])).toEqual([])
      expect((await list(endpoint)).map(({ seq, state }) => [seq, state])).toEqual([
        [3, 'dead'],
        [2, 'dead'],
        [1, 'dead'],
      ])
      const { webhookDeliveries: deliveries } = store()
      const span = { since: AT, until: '2026-02-04T00:00:00Z', limit: 2 }
      const [newest] = await list(endpoint)
      expect(await deliveries.recover(tenantId, endpoint.id, span)).toBe('not_enabled')
      expect(await deliveries.replay(tenantId, newest!.id)).toBe('not_enabled')
      await store().webhookEndpoints.update(tenantId, endpoint.id, (was) => ({ ...was, state: 'enabled' }))
      const first = await deliveries.recover(tenantId, endpoint.id, span)
      expect(first).toMatchObject({ recovered: 2, next: expect.stringMatching(/^wd_/) })
      expect((await takeOf([endpoint])).map(({ seq, trigger }) => [seq, trigger])).toEqual([
        [1, 'recovery'],
        [2, 'recovery'],
      ])
      const after = typeof first === 'string' ? '' : first.next!
      expect(await deliveries.recover(tenantId, endpoint.id, { ...span, after })).toEqual({ recovered: 1, next: null })
      expect(await deliveries.recover(tenantId, endpoint.id, span)).toEqual({ recovered: 0, next: null })
      expect(await deliveries.recover(tenantId, ids.next('webhookEndpoint'), span)).toBe('not_found')
      expect(await deliveries.replay(tenantId, newest!.id)).toBe('open')
      const early = { ...span, since: '2026-02-03T00:00:00Z', until: AT }
      expect(await deliveries.recover(tenantId, endpoint.id, early)).toEqual({ recovered: 0, next: null })
    })

    test('a delivery is listed by what one looks for', async () => {
      const endpoint = await create()
      const { agent, call } = await newCall(store())
      const other = sampleCall(agent)
      expect([call.id, other.id]).not.toContain(callId)
      await append([ended(callId, 1), ended(callId, 2)])
      const [two, one] = await list(endpoint)
      expect((await list(endpoint, { limit: 1, before: two!.id })).map(({ id }) => id)).toEqual([one!.id])
      expect(await list(endpoint, { callId: other.id })).toEqual([])
      expect(await list(endpoint, { callId })).toHaveLength(2)
      expect((await list(endpoint, { createdAfter: two!.createdAt })).map(({ id }) => id)).toEqual([two!.id])
      expect((await list(endpoint, { createdBefore: two!.createdAt })).map(({ id }) => id)).toEqual([one!.id])
      expect(await list(endpoint, { type: 'call.started' })).toEqual([])
      expect(await store().webhookDeliveries.get(tenantId, one!.id)).toEqual(one)
      expect(await store().webhookDeliveries.get(await newTenant(store()), one!.id)).toBeNull()
    })

    test('what is old and closed is swept, and what belongs to an endpoint that is gone', async () => {
      const [kept, gone] = [await create(), await create()]
      await append([ended(callId, 1), ended(callId, 2)])
      const [first] = await takeOf([kept], { perEndpoint: 1 })
      await store().webhookWork.settle(tenantId, [tried(first!)], [])
      const open = await list(gone)
      expect(await store().webhookEndpoints.remove(tenantId, gone.id)).toBe(true)
      expect(await store().webhookDeliveries.get(tenantId, open[0]!.id)).toBeNull()
      while ((await store().webhookWork.sweep(AT, 1_000)) > 0);
      expect(await list(kept)).toHaveLength(2)
      while ((await store().webhookWork.sweep('2026-02-04T00:00:00Z', 1_000)) > 0);
      expect((await list(kept)).map(({ seq }) => seq)).toEqual([2])
      expect(await store().webhookDeliveries.attempts(tenantId, first!.id)).toEqual([])
    })

    test('with the words of a call goes what servers answered to them', async () => {
      const endpoint = await create()
      await append([ended(callId, 1)])
      await store().webhookWork.settle(tenantId, [tried((await takeOf([endpoint]))[0]!)], [])
      const answer = async () => (await list(endpoint))[0]?.lastAttempt?.sealed
      expect(await answer()).toEqual(sealed)
      await store().retention.eraseContent(tenantId, callId, AT)
      expect(await answer()).toBeNull()
    })

    test('what can never be posted is a dead letter without a try', async () => {
      const endpoint = await create()
      await append([ended(callId, 1)])
      await store().webhookWork.abandon(tenantId, await takeOf([endpoint]))
      expect(await list(endpoint)).toMatchObject([{ state: 'dead', attempts: 0, nextAttemptAt: null }])
    })
  })
}
