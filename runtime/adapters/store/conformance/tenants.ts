import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import type { Store } from '#runtime/ports/store.ts'
import { newAgent, sampleCall, sampleEvent } from '../../testing/samples.ts'
import { newCall, newTenant } from './new-tenant.ts'

export function describeTenants(store: () => Store): void {
  describe('what one tenant has another', () => {
    let owner: string
    let stranger: string
    let agent: Agent
    let call: Call
    beforeAll(async () => {
      ;({ tenantId: owner, agent, call } = await newCall(store(), { externalId: 'call-123' }))
      stranger = await newTenant(store())
      const events = [sampleEvent(call.id, 1)]
      await store().events.append(owner, { sessionId: call.id, events, content: [{ seq: 1, sealed: randomBytes(9) }] })
    })

    test('does not get', async () => {
      expect(await store().agents.get(stranger, agent.id)).toBeNull()
      expect(await store().calls.get(stranger, call.id)).toBeNull()
      expect(await store().calls.get(stranger, 'call-123')).toBeNull()
    })

    test('does not list', async () => {
      expect(await store().agents.list(stranger, { limit: 100 })).toEqual([])
      expect(await store().calls.list(stranger, { limit: 100 })).toEqual([])
      expect(await store().calls.list(stranger, { limit: 100, agentId: agent.id })).toEqual([])
    })

    test('does not read', async () => {
      expect(await store().events.read(stranger, call.id, { after: 0, limit: 100 })).toEqual([])
      expect(await store().events.read(stranger, owner, { after: 0, limit: 100 })).toEqual([])
    })

    test('does not change or remove', async () => {
      const spoil = (was: Agent): Agent => ({ ...was, prompt: 'spoiled' })
      expect(await store().agents.update(stranger, agent.id, spoil)).toBe('not_found')
      expect(await store().agents.remove(stranger, agent.id, call.createdAt)).toBe(false)
      expect(await store().agents.get(owner, agent.id)).toEqual(agent)
    })

    test('does not append to, nor take the numbers of', async () => {
      for (const sessionId of [call.id, owner]) {
        const batch = {
          sessionId,
          events: [sampleEvent(sessionId, 2)],
          content: [],
          call: { status: 'ended' } as const,
        }
        await expect(store().events.append(stranger, batch)).rejects.toMatchObject({ code: 'not_found' })
      }
      await store().events.append(owner, { sessionId: call.id, events: [sampleEvent(call.id, 2)], content: [] })
      const log = await store().events.read(owner, call.id, { after: 0, limit: 100 })
      expect(log.map(({ event }) => event.seq)).toEqual([1, 2])
      expect(await store().calls.get(owner, call.id)).toEqual(call)
    })

    test('does not call with', async () => {
      await expect(store().calls.create(stranger, sampleCall(agent))).rejects.toThrow()
    })

    test('does not block: names and external ids are free to both', async () => {
      const same = newAgent({ name: agent.name })
      expect(await store().agents.create(stranger, same, 1_000)).toBe('created')
      expect(await store().calls.create(stranger, sampleCall(same, { externalId: 'call-123' }))).toBe('created')
    })

    test('does not enter without a tenant', async () => {
      for (const nobody of ['', agent.id, "t_' or true --", '00000000-0000-0000-0000-000000000000']) {
        await expect(store().agents.list(nobody, { limit: 1 })).rejects.toThrow(TypeError)
        await expect(store().events.read(nobody, call.id, { after: 0, limit: 1 })).rejects.toThrow()
      }
    })
  })
}
