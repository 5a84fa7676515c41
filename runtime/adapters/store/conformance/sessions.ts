import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import type { EventFilter, SessionFilter } from '#runtime/ports/session-store.ts'
import type { Store } from '#runtime/ports/store.ts'
import { sampleCall, sampleEvent, sampleEvents } from '../../testing/samples.ts'
import { newCall, newTenant } from './new-tenant.ts'

export function describeSessions(store: () => Store): void {
  describe('sessions', () => {
    let tenantId: string
    let agent: Agent
    let call: Call
    beforeEach(async () => {
      ;({ tenantId, agent, call } = await newCall(store(), { externalId: 'call-1' }))
    })
    const append = (events: readonly CallEvent[], more = {}, sessionId = call.id): Promise<void> =>
      store().events.append(tenantId, { sessionId, events, content: [], ...more })
    const get = (session = call.id, tenant = tenantId) => store().sessions.get(tenant, session)
    const listed = async (filter: Partial<SessionFilter> = {}): Promise<string[]> =>
      (await store().sessions.list(tenantId, { limit: 100, ...filter })).map(({ id }) => id)
    const seqs = async (filter: Partial<EventFilter> = {}): Promise<number[]> => {
      const page = { after: 0, limit: 100, content: false, ...filter }
      return (await store().sessions.events(tenantId, call.id, page)).map(({ event }) => event.seq)
    }
    const moved = (seq: number, to: 'live' | 'ended'): CallEvent =>
      ({
        ...sampleEvent(call.id, seq),
        event_type: 'session.state_changed',
        data: { from: 'created', to },
      }) as CallEvent

    test('a call that has said nothing yet', async () => {
      const session = {
        ...{ id: call.id, kind: 'call', live: true, state: 'created', startedAt: call.createdAt, endedAt: null },
        ...{ lastSeq: 0, debug: false, contentVisible: false },
      }
      expect(await get()).toEqual({ session, complete: false })
      expect(await get('call-1')).toEqual(await get())
      expect(await store().sessions.list(tenantId, { limit: 1 })).toEqual([session])
    })

    test('what the log says of the session is shown: its length, its state and its end', async () => {
      await append([...sampleEvents(call.id, 1, 4), moved(5, 'live'), sampleEvent(call.id, 6)])
      expect((await get())?.session).toMatchObject({ lastSeq: 6, state: 'live', live: true })
      const endedAt = '2026-02-03T04:06:08.250Z'
      await append([moved(7, 'ended')], { call: { status: 'ended', endReason: 'caller_hangup', endedAt } })
      expect(await get()).toMatchObject({ session: { state: 'ended', live: false, endedAt }, complete: false })
      await store().finishing.finished({ tenantId, callId: call.id, attempt: 0, last: false }, endedAt)
      expect((await get())?.complete).toBe(true)
    })

    test('whether words may be seen is what the agent said when the call began', async () => {
      const { agentConfigAtCallStart } = sampleCall(agent)
      const open = sampleCall(agent, {
        agentConfigAtCallStart: { ...agentConfigAtCallStart, events: { content: true } },
      })
      await store().calls.create(tenantId, open)
      expect((await get(open.id))?.session.contentVisible).toBe(true)
    })

    test('the tenant has a session of its own, and no tenant sees the sessions of another', async () => {
      await append(sampleEvents(tenantId, 1, 3), {}, tenantId)
      expect((await get(tenantId))?.session).toMatchObject({ kind: 'tenant', live: true, state: null, lastSeq: 3 })
      const stranger = await newTenant(store())
      expect([await get(call.id, stranger), await get('call-1', stranger), await get(tenantId, stranger)]).toEqual([
        null,
        null,
        null,
      ])
      expect(await store().sessions.events(stranger, call.id, { after: 0, limit: 9, content: false })).toEqual([])
      expect((await store().sessions.list(stranger, { limit: 9 })).map(({ id }) => id)).toEqual([stranger])
    })

    test('the list is newest first, the log of the tenant among them, and goes on before an id', async () => {
      const other = sampleCall(agent)
      await store().calls.create(tenantId, other)
      expect(await listed()).toEqual([other.id, call.id, tenantId])
      expect(await listed({ limit: 2 })).toEqual([other.id, call.id])
      expect(await listed({ before: call.id })).toEqual([tenantId])
      expect(await listed({ kind: 'call' })).toEqual([other.id, call.id])
      expect(await listed({ kind: 'tenant' })).toEqual([tenantId])
      expect(await listed({ kind: 'peer_call' })).toEqual([])
      await append([moved(1, 'ended')], { call: { status: 'ended', endReason: 'caller_hangup' } })
      expect(await listed({ live: true })).toEqual([other.id, tenantId])
      expect(await listed({ live: false })).toEqual([call.id])
      expect(await listed({ startedAfter: '2027-01-01T00:00:00Z' })).toEqual([])
      expect(await listed({ startedBefore: '2027-01-01T00:00:00Z', kind: 'call' })).toEqual([other.id, call.id])
    })

    test('events are filtered by type, component, time and number, and all of it together', async () => {
      const [first] = sampleEvents(call.id, 1, 1)
      await append([...sampleEvents(call.id, 1, 3), moved(4, 'live'), ...sampleEvents(call.id, 5, 9)])
      const at = (seq: number): string => sampleEvent(call.id, seq).ts
      expect(await seqs()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(await seqs({ after: 6, limit: 2 })).toEqual([7, 8])
      expect(await seqs({ types: ['session.state_changed', 'call.ended'] })).toEqual([4])
      expect(await seqs({ component: 'adapter' })).toEqual([])
      expect(await seqs({ component: 'voice_pipeline', since: at(7) })).toEqual([7, 8, 9])
      expect(await seqs({ until: at(3) })).toEqual([1, 2])
      expect(await seqs({ since: at(2), until: at(6), types: [first!.event_type], after: 2 })).toEqual([3, 5])
      expect(await seqs({ since: at(3), until: at(3) })).toEqual([])
    })

    test('what is sealed is read where it is asked for alone', async () => {
      const sealed = randomBytes(40)
      await append(sampleEvents(call.id, 1, 2), { content: [{ seq: 2, sealed }] })
      const read = async (content: boolean) =>
        (await store().sessions.events(tenantId, call.id, { after: 0, limit: 9, content })).map((row) => row.sealed)
      expect(await read(true)).toEqual([null, sealed])
      expect(await read(false)).toEqual([null, null])
    })
  })
}
