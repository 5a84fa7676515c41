import { beforeEach, describe, expect, test } from 'vitest'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import type { CallFilter, Store } from '#runtime/ports/store.ts'
import { ids, newAgent, sampleCall } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

export function describeCalls(store: () => Store): void {
  describe('calls', () => {
    let tenantId: string
    let agent: Agent
    beforeEach(async () => {
      tenantId = await newTenant(store())
      agent = newAgent()
      await store().agents.create(tenantId, agent, 1_000)
    })
    const create = async (differences: Partial<Call> = {}, of = agent): Promise<Call> => {
      const call = sampleCall(of, differences)
      expect(await store().calls.create(tenantId, call)).toBe('created')
      return call
    }
    const listed = async (filter: Partial<CallFilter>): Promise<string[]> =>
      (await store().calls.list(tenantId, { limit: 100, ...filter })).map(({ id }) => id)

    test('a call comes back as it was, by its id and by its name', async () => {
      const call = await create({
        externalId: 'call-123',
        metadata: { customer: 'C-1042', visits: 3, returning: true },
      })
      expect(await store().calls.get(tenantId, call.id)).toEqual(call)
      expect(await store().calls.get(tenantId, 'call-123')).toEqual(call)
      const ended = await create({
        ...{ direction: 'outbound', status: 'ended', endReason: 'caller_hangup', durationSec: 62.125 },
        ...{ answeredAt: '2026-02-03T04:05:07.001Z', endedAt: '2026-02-03T04:06:09.126Z' },
      })
      expect(await store().calls.get(tenantId, ended.id)).toEqual(ended)
    })

    test('a name is taken once', async () => {
      await create({ externalId: 'call-123' })
      expect(await store().calls.create(tenantId, sampleCall(agent, { externalId: 'call-123' }))).toBe(
        'external_id_taken',
      )
    })

    test('a call without an agent of its tenant is an error', async () => {
      await expect(store().calls.create(tenantId, sampleCall(newAgent()))).rejects.toThrow()
    })

    test('a removed agent keeps its calls', async () => {
      const call = await create()
      await store().agents.remove(tenantId, agent.id, '2026-02-04T00:00:00.000Z')
      expect(await store().calls.get(tenantId, call.id)).toEqual(call)
    })

    test('the list is newest first and goes on before an id', async () => {
      const made: string[] = []
      for (let i = 0; i < 5; i++) made.unshift((await create()).id)
      expect(await listed({ limit: 3 })).toEqual(made.slice(0, 3))
      expect(await listed({ limit: 3, before: made[2]! })).toEqual(made.slice(3))
    })

    test('the list is narrowed by agent, status and time', async () => {
      const other = newAgent()
      await store().agents.create(tenantId, other, 1_000)
      const monday = await create({ createdAt: '2026-02-02T10:00:00.000Z' })
      const live = await create({ createdAt: '2026-02-03T10:00:00.000Z', status: 'in_progress' })
      const others = await create({ createdAt: '2026-02-04T10:00:00.000Z' }, other)
      expect(await listed({ agentId: other.id })).toEqual([others.id])
      expect(await listed({ agentId: ids.next('agent') })).toEqual([])
      expect(await listed({ status: 'in_progress' })).toEqual([live.id])
      expect(await listed({ startedAfter: live.createdAt })).toEqual([others.id, live.id])
      expect(await listed({ startedBefore: live.createdAt })).toEqual([monday.id])
      expect(await listed({ startedAfter: '2026-02-03T15:30:00+05:30', startedBefore: others.createdAt })).toEqual([
        live.id,
      ])
      expect(await listed({ agentId: agent.id, status: 'queued', before: live.id })).toEqual([monday.id])
    })

    test.each(["c' or '1'='1", "'; drop table calls; --", '\0'])(
      'a name that looks like SQL finds nothing: %j',
      async (odd) => {
        await create()
        expect(await store().calls.get(tenantId, odd)).toBeNull()
      },
    )
  })
}
