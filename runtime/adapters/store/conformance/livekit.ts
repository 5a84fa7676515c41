import { hash, randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { LeasedEvent, WaitingEvent } from '#runtime/ports/livekit.ts'
import type { Store } from '#runtime/ports/store.ts'
import { ids, newAgent, sampleCall } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

const AT = '2026-02-03T04:05:06.789Z'
const SOON = '2026-02-03T04:05:07.000Z'
const LATER = '2026-02-03T04:05:08.000Z'
const LEASE_MS = 60_000
const keyOfTest = (): string => `API${randomUUID().replaceAll('-', '')}`

export function describeLiveKit(store: () => Store): void {
  describe('LiveKit projects', () => {
    test('a project is found by its tenant and by its key, and by nobody else', async () => {
      const [tenantId, other] = [await newTenant(store()), await newTenant(store())]
      const apiKey = keyOfTest()
      const project = { tenantId, url: 'wss://x.example', apiKey, sealed: Buffer.from('sealed'), updatedAt: AT }
      const kept = { ...project, lastEventAt: null }
      expect(await store().livekit.set(project)).toEqual(kept)
      expect(await store().livekit.get(tenantId)).toEqual(kept)
      expect(await store().livekit.byKey(apiKey)).toEqual(kept)
      expect(await store().livekit.get(other)).toBeNull()
      expect(await store().livekit.byKey(keyOfTest())).toBeNull()
      expect(await store().livekit.set({ ...project, tenantId: other })).toBe('key_taken')
      expect(await store().livekit.remove(other)).toBe(false)
      const next = { ...project, apiKey: keyOfTest(), sealed: Buffer.from('other'), updatedAt: LATER }
      expect(await store().livekit.set(next)).toEqual({ ...next, lastEventAt: null })
      expect(await store().livekit.byKey(apiKey)).toBeNull()
      expect(await store().livekit.remove(tenantId)).toBe(true)
      expect(await store().livekit.get(tenantId)).toBeNull()
    })

    test('when an event came last is known to a second', async () => {
      const tenantId = await newTenant(store())
      const project = { tenantId, url: 'wss://x.example', apiKey: keyOfTest(), sealed: Buffer.from('s'), updatedAt: AT }
      await store().livekit.set(project)
      for (const at of [AT, SOON, LATER]) {
        await store().livekit.noticed(tenantId, at)
        expect(await store().livekit.get(tenantId)).toMatchObject({ lastEventAt: at === SOON ? AT : at })
      }
      expect(await store().livekit.set(project)).toMatchObject({ lastEventAt: LATER })
    })
  })

  describe('events of rooms', () => {
    const bounds = { now: AT, expiresAt: '2100-01-01T00:00:00.000Z', most: 3 }
    let tenantId: string
    let one: string
    let other: string
    beforeEach(async () => {
      tenantId = await newTenant(store())
      one = ids.next('process')
      other = ids.next('process')
    })
    const callOf = async (processId: string): Promise<string> => {
      const agent = newAgent()
      await store().agents.create(tenantId, agent, 1_000)
      const call = sampleCall(agent)
      await store().calls.create(tenantId, call, { processId, epoch: 1 })
      return call.id
    }
    const eventOf = (callId: string, id: string = randomUUID()): WaitingEvent => ({
      ...{ tenantId, callId, hash: hash('sha256', id, 'buffer'), sealed: Buffer.from(`sealed ${id}`) },
    })
    const leased = async (processId: string, ms = LEASE_MS): Promise<LeasedEvent[]> =>
      (await store().livekit.lease(processId, ms, 1_000)).filter((event) => event.tenantId === tenantId)

    test('each is kept once, and a call has so many at the most', async () => {
      const callId = await callOf(one)
      const event = eventOf(callId)
      expect(await store().livekit.take(event, bounds)).toBe('taken')
      expect(await store().livekit.take(event, bounds)).toBe('repeated')
      const race = eventOf(callId)
      const outcomes = await Promise.all([1, 2, 3, 4].map(() => store().livekit.take(race, bounds)))
      expect(outcomes.sort()).toEqual(['repeated', 'repeated', 'repeated', 'taken'])
      expect(await store().livekit.take(eventOf(callId), bounds)).toBe('taken')
      expect(await store().livekit.take(eventOf(callId), bounds)).toBe('too_many')
      expect(await store().livekit.take(event, bounds)).toBe('repeated')
    })

    test('they wait in order for the process that owns the call, and for one process at a time', async () => {
      const callId = await callOf(one)
      const events = [eventOf(callId), eventOf(callId), eventOf(callId)]
      for (const event of events) await store().livekit.take(event, bounds)
      expect(await leased(other)).toEqual([])
      expect(await leased(one)).toEqual(events.map((event) => ({ ...event, tries: 1 })))
      expect(await leased(one)).toEqual([])
      const [first, second, third] = events as [WaitingEvent, WaitingEvent, WaitingEvent]
      await store().livekit.logged(first)
      await store().livekit.putBack(second, 0)
      await store().livekit.putBack(third, LEASE_MS)
      expect(await leased(one)).toEqual([{ ...second, tries: 2 }])
      expect(await store().livekit.take(first, bounds)).toBe('repeated')
    })

    test('of a call that nobody works on any more one process has them', async () => {
      const callId = await callOf(one)
      await store().owners.release(tenantId, callId, { processId: one, epoch: 1 })
      const event = eventOf(callId)
      await store().livekit.take(event, bounds)
      const [of, by] = await Promise.all([leased(one), leased(other)])
      expect([...of, ...by]).toEqual([{ ...event, tries: 1 }])
    })

    test('a lease that has run out is another’s to take, and what is too old is forgotten', async () => {
      const callId = await callOf(one)
      const event = eventOf(callId)
      await store().livekit.take(event, { ...bounds, expiresAt: SOON })
      expect(await leased(one, 0)).toEqual([])
      const fresh = eventOf(callId)
      await store().livekit.take(fresh, { ...bounds, now: LATER })
      expect((await leased(one, 0)).map(({ hash: of }) => of)).toEqual([fresh.hash])
      expect(await leased(one, 0)).toEqual([{ ...fresh, tries: 2 }])
      expect(await store().livekit.take(event, bounds)).toBe('taken')
    })

    test('what is known no longer is forgotten, so much at once, of one tenant', async () => {
      const callId = await callOf(one)
      const events = [eventOf(callId), eventOf(callId), eventOf(callId)] as const
      for (const event of events) await store().livekit.take(event, { ...bounds, expiresAt: SOON })
      const stranger = await newTenant(store())
      expect(await store().livekit.forget(tenantId, AT, 2)).toBe(0)
      expect(await store().livekit.forget(stranger, LATER, 2)).toBe(0)
      expect(await store().livekit.forget(tenantId, LATER, 2)).toBe(2)
      expect(await store().livekit.forget(tenantId, LATER, 2)).toBe(1)
      expect(await leased(one)).toEqual([])
    })

    test('what another tenant keeps is not known', async () => {
      const event = eventOf(await callOf(one))
      await store().livekit.take(event, bounds)
      const stranger = await newTenant(store())
      await store().livekit.logged({ tenantId: stranger, hash: event.hash })
      expect((await leased(one)).length).toBe(1)
    })
  })
}
