import { beforeEach, describe, expect, test } from 'vitest'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import { NotOwner, type OwnedCall, type Store } from '#runtime/ports/store.ts'
import { ids, newAgent, sampleCall, sampleEvents } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

/** Long enough that no test outlasts it. */
const LEASE_MS = 60_000
/** As good as none. */
const NO_LEASE_MS = 1

export function describeOwners(store: () => Store): void {
  describe('owners', () => {
    let tenantId: string
    let agent: Agent
    let one: string
    let other: string
    beforeEach(async () => {
      tenantId = await newTenant(store())
      agent = newAgent()
      await store().agents.create(tenantId, agent, 1_000)
      one = ids.next('process')
      other = ids.next('process')
      await store().owners.renew(other, LEASE_MS)
    })
    const callOf = async (processId: string): Promise<OwnedCall & { call: Call }> => {
      const call = sampleCall(agent)
      expect(await store().calls.create(tenantId, call, { processId, epoch: 1 })).toBe('created')
      return { tenantId, callId: call.id, processId, epoch: 1, call }
    }
    const write = ({ callId, processId, epoch }: OwnedCall, from: number, to = from): Promise<void> =>
      store().events.append(tenantId, {
        ...{ sessionId: callId, events: sampleEvents(callId, from, to), content: [] },
        owner: { processId, epoch },
      })
    /** Of the calls of this test, those that were taken over. */
    const takenOver = async (by: string): Promise<OwnedCall[]> => {
      const taken = await store().owners.takeOver(by, 100)
      return taken.filter((call) => call.tenantId === tenantId)
    }
    const expired = async (processId: string): Promise<void> => {
      await store().owners.renew(processId, NO_LEASE_MS)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }

    test('a lease is renewed until it runs out', async () => {
      expect(await store().owners.renew(one, LEASE_MS)).toBe(false)
      expect(await store().owners.renew(one, LEASE_MS)).toBe(true)
      await expired(one)
      expect(await store().owners.renew(one, LEASE_MS)).toBe(false)
      await store().owners.leave(one)
      expect(await store().owners.renew(one, LEASE_MS)).toBe(false)
    })

    test('calls of the living are left alone; those of the dead have another owner, once', async () => {
      await store().owners.renew(one, LEASE_MS)
      const { call: _, ...owned } = await callOf(one)
      expect(await takenOver(other)).toEqual([])
      await expired(one)
      expect(await takenOver(other)).toEqual([{ ...owned, processId: other, epoch: 2 }])
      expect(await takenOver(other)).toEqual([])
      expect(await store().owners.owned(one)).toEqual([])
      expect(await store().owners.owned(other)).toContainEqual({ ...owned, processId: other, epoch: 2 })
    })

    test('of two that take over at once, each call has one', async () => {
      const calls = await Promise.all(Array.from({ length: 12 }, () => callOf(ids.next('process'))))
      const third = ids.next('process')
      await store().owners.renew(third, LEASE_MS)
      const taken = (await Promise.all([other, third, other, third].map(takenOver))).flat()
      // Rows that another one is just looking at are left to the next time.
      taken.push(...(await takenOver(other)))
      expect(taken.map(({ callId }) => callId).toSorted()).toEqual(calls.map(({ callId }) => callId).toSorted())
    })

    test('the owner alone writes: one that was replaced writes nothing, whatever it still holds', async () => {
      const mine = await callOf(one)
      await write(mine, 1, 2)
      const [theirs] = await takenOver(other)
      await store().owners.renew(one, LEASE_MS)
      await expect(write(mine, 3)).rejects.toThrow(NotOwner)
      await expect(write({ ...mine, processId: other }, 3)).rejects.toThrow(NotOwner)
      await write(theirs!, 3, 4)
      const ended = { status: 'ended', endReason: 'caller_hangup' } as const
      const batch = { sessionId: mine.callId, events: sampleEvents(mine.callId, 5, 5), content: [], call: ended }
      await expect(store().events.append(tenantId, { ...batch, owner: mine })).rejects.toThrow(NotOwner)
      expect((await store().calls.get(tenantId, mine.callId))?.status).toBe('queued')
      const log = await store().events.read(tenantId, mine.callId, { after: 0, limit: 10 })
      expect(log.map(({ event }) => event.seq)).toEqual([1, 2, 3, 4])
    })

    test('writes and a take-over at once: what was written is a beginning of the log, and nothing follows it', async () => {
      const mine = await callOf(one)
      const written: number[] = []
      const writing = (async () => {
        for (let seq = 1; seq <= 200; seq++) {
          await write(mine, seq)
          written.push(seq)
        }
      })()
      writing.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 30))
      let theirs: OwnedCall | undefined
      while (theirs === undefined) [theirs] = await takenOver(other)
      const before = await store().events.read(tenantId, mine.callId, { after: 0, limit: 500 })
      await expect(writing).rejects.toThrow(NotOwner)
      const after = await store().events.read(tenantId, mine.callId, { after: 0, limit: 500 })
      expect(after).toEqual(before)
      expect(after.map(({ event }) => event.seq)).toEqual(written)
    })

    test('a call that needs no owner has none, and is nobody’s to take', async () => {
      const mine = await callOf(one)
      await store().owners.release(tenantId, mine.callId, { ...mine, epoch: 2 })
      expect(await store().owners.owned(one)).toHaveLength(1)
      await store().owners.release(tenantId, mine.callId, mine)
      expect(await store().owners.owned(one)).toEqual([])
      expect(await takenOver(other)).toEqual([])
      await expect(write(mine, 1)).rejects.toThrow(NotOwner)
    })

    test('that it writes is found out without its lease becoming longer, whether it has one or not', async () => {
      expect(await store().owners.writes(one)).toBe(true)
      const brief = ids.next('process')
      await expired(brief)
      expect(await store().owners.writes(brief)).toBe(true)
      expect(await store().owners.renew(brief, LEASE_MS)).toBe(false)
    })

    test('a tenant does not release what another one has', async () => {
      const mine = await callOf(one)
      await store().owners.release(await newTenant(store()), mine.callId, mine)
      expect(await store().owners.owned(one)).toHaveLength(1)
    })

    test('a call whose name is taken gets no owner', async () => {
      const first = sampleCall(agent, { externalId: 'twice' })
      await store().calls.create(tenantId, first)
      const second = sampleCall(agent, { externalId: 'twice' })
      const owner = { processId: one, epoch: 1 }
      expect(await store().calls.create(tenantId, second, owner)).toBe('external_id_taken')
      expect(await store().owners.owned(one)).toEqual([])
    })
  })
}
