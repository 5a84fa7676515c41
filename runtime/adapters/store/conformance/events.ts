import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent, EventOf } from '#generated/events.gen.ts'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import { type LogBatch, NotOwner, type Store } from '#runtime/ports/store.ts'
import { ids, sampleCall, sampleEvent, sampleEvents } from '../../testing/samples.ts'
import { newCall } from './new-tenant.ts'

export function describeEvents(store: () => Store): void {
  describe('events', () => {
    let tenantId: string
    let agent: Agent
    let call: Call
    beforeEach(async () => {
      ;({ tenantId, agent, call } = await newCall(store()))
    })
    const append = (batch: Partial<LogBatch>): Promise<void> =>
      store().events.append(tenantId, { sessionId: call.id, events: [], content: [], ...batch })
    const read = (after = 0, limit = 1_000, session = call.id): Promise<StoredEvent[]> =>
      store().events.read(tenantId, session, { after, limit })
    const anotherCall = async (): Promise<string> => {
      const another = sampleCall(agent)
      await store().calls.create(tenantId, another)
      return another.id
    }
    const bare = (events: readonly CallEvent[]): StoredEvent[] => events.map((event) => ({ event, sealed: null }))

    test('a log is read as it was written, in order, in pages', async () => {
      await append({ events: sampleEvents(call.id, 1, 30) })
      expect(await read()).toEqual(bare(sampleEvents(call.id, 1, 30)))
      expect(await read(10, 5)).toEqual(bare(sampleEvents(call.id, 11, 15)))
      expect(await read(30)).toEqual([])
    })

    test('sealed content stands beside its event', async () => {
      const sealed = randomBytes(5_000)
      await append({ events: sampleEvents(call.id, 1, 3), content: [{ seq: 2, sealed }] })
      expect((await read()).map((row) => row.sealed)).toEqual([null, sealed, null])
    })

    test('content that is still in an event is not written', async () => {
      const spoken: EventOf<'stt.partial'> = {
        ...sampleEvent(call.id, 1),
        ...{ event_type: 'stt.partial', data: { transcript_length: 6 }, content: { text: 'secret' } },
      }
      await append({ events: [spoken] })
      const { content: _, ...envelope } = spoken
      expect(await read()).toEqual([{ event: envelope, sealed: null }])
    })

    test('a batch may come again, alone or with more, and the first of a number stays', async () => {
      const sealed = randomBytes(40)
      const batch = { events: sampleEvents(call.id, 1, 4), content: [{ seq: 1, sealed }] }
      await append(batch)
      await append(batch)
      const other = { ...sampleEvent(call.id, 4), correlation_id: 'another' }
      await append({ events: [other, sampleEvent(call.id, 5)], content: [{ seq: 1, sealed: randomBytes(40) }] })
      const log = await read()
      expect(log.map((row) => row.event)).toEqual(sampleEvents(call.id, 1, 5))
      expect(log[0]?.sealed).toEqual(sealed)
    })

    test('the same batch at once is written once', async () => {
      const events = sampleEvents(call.id, 1, 50)
      await Promise.all(Array.from({ length: 6 }, () => append({ events })))
      expect(await read()).toEqual(bare(events))
    })

    test('the call changes with its log, and no more once it has ended', async () => {
      const get = () => store().calls.get(tenantId, call.id)
      const answeredAt = '2026-02-03T04:05:08.000Z'
      await append({ events: [sampleEvent(call.id, 1)], call: { status: 'in_progress', answeredAt } })
      const live = { ...call, status: 'in_progress', answeredAt }
      expect(await get()).toEqual(live)
      await append({ events: [sampleEvent(call.id, 2)], call: {} })
      expect(await get()).toEqual(live)
      const end = { status: 'ended', endReason: 'caller_hangup', endedAt: '2026-02-03T04:06:08.250Z' } as const
      await append({ events: [sampleEvent(call.id, 3)], call: { ...end, durationSec: 60.25 } })
      const ended = { ...live, ...end, durationSec: 60.25 }
      expect(await get()).toEqual(ended)
      await append({ events: [sampleEvent(call.id, 1)], call: { status: 'in_progress', endReason: null } })
      expect(await get()).toEqual(ended)
    })

    test('when a part fails nothing is written', async () => {
      const bad = { status: 'no such status' } as unknown as LogBatch['call'] & object
      await expect(append({ events: [sampleEvent(call.id, 1)], call: bad })).rejects.toThrow()
      expect(await read()).toEqual([])
    })

    test('of batches that come at once each is written or refused by itself', async () => {
      const others = await Promise.all([anotherCall(), anotherCall(), anotherCall()])
      const nobody = ids.next('call')
      const owner = { processId: ids.next('process'), epoch: 1 }
      const bad = { status: 'no such status' } as unknown as LogBatch['call'] & object
      const batchOf = (sessionId: string): Partial<LogBatch> => ({ sessionId, events: sampleEvents(sessionId, 1, 3) })
      const sealed = randomBytes(30)
      const outcomes = await Promise.allSettled([
        append(batchOf(others[0]!)),
        append({ ...batchOf(others[1]!), content: [{ seq: 2, sealed }] }),
        append({ ...batchOf(call.id), owner }),
        append(batchOf(nobody)),
        append({ ...batchOf(others[2]!), call: bad }),
        append(batchOf(tenantId)),
      ])
      const why = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'written' : outcome.reason))
      expect(why).toMatchObject(['written', 'written', expect.any(NotOwner), { code: 'not_found' }, {}, 'written'])
      const logs = await Promise.all([...others, call.id, nobody, tenantId].map((session) => read(0, 10, session)))
      expect(logs.map((log) => log.length)).toEqual([3, 3, 0, 0, 0, 3])
      expect(logs[1]?.map((row) => row.sealed)).toEqual([null, sealed, null])
    })

    test('more than one transaction takes is written whole', async () => {
      const calls = await Promise.all(Array.from({ length: 12 }, anotherCall))
      await Promise.all(calls.map((id) => append({ sessionId: id, events: sampleEvents(id, 1, 300) })))
      const logs = await Promise.all(calls.map((id) => read(0, 1_000, id)))
      expect(logs.map((log) => log.at(-1)?.event.seq)).toEqual(calls.map(() => 300))
    })

    test('a tenant has a log of its own', async () => {
      const events = sampleEvents(tenantId, 1, 2)
      await append({ sessionId: tenantId, events })
      expect(await read(0, 10, tenantId)).toEqual(bare(events))
    })

    test.each(['call', 'tenant', 'process'] as const)('there is no log of an unknown %s', async (kind) => {
      const sessionId = ids.next(kind)
      await expect(append({ sessionId, events: sampleEvents(sessionId, 1, 1) })).rejects.toMatchObject({
        code: 'not_found',
      })
      expect(await read(0, 10, sessionId)).toEqual([])
    })

    test('the number of the last event is known, 0 where there is none', async () => {
      expect(await store().events.lastSeq(tenantId, call.id)).toBe(0)
      await append({ events: sampleEvents(call.id, 1, 12) })
      expect(await store().events.lastSeq(tenantId, call.id)).toBe(12)
    })

    test('changes of one call that come at once are made in their order', async () => {
      const live = { status: 'in_progress', answeredAt: '2026-02-03T04:05:08.000Z' } as const
      const end = { status: 'ended', endReason: 'caller_hangup', endedAt: '2026-02-03T04:06:08.250Z' } as const
      await Promise.all([
        append({ events: sampleEvents(call.id, 1, 1) }),
        append({ events: sampleEvents(call.id, 2, 2), call: live }),
        append({ events: sampleEvents(call.id, 3, 3), call: end }),
      ])
      expect(await store().calls.get(tenantId, call.id)).toMatchObject({ ...live, ...end })
    })

    test('a batch of two sessions is an error', async () => {
      await expect(append({ events: [sampleEvent(ids.next('call'), 1)] })).rejects.toThrow(TypeError)
    })

    test('a word that PostgreSQL cannot hold does not stop a log', async () => {
      const odd = { ...sampleEvent(call.id, 1), correlation_id: 'nul \0 and \ud800' }
      await append({ events: [odd] })
      expect((await read())[0]?.event.correlation_id).toBe('nul \ufffd and \ufffd')
    })
  })
}
