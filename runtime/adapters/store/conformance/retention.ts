import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { artifactKinds, type Store } from '#runtime/ports/store.ts'
import { sampleCall, sampleEvents } from '../../testing/samples.ts'
import { newCall, newTenant } from './new-tenant.ts'

const LONG_MS = 60_000
const at = '2026-02-03T04:06:00.000Z'

export function describeRetention(store: () => Store): void {
  describe('retention', () => {
    const { claim, callsAfter, done, eraseContent } = {
      claim: (tenantId: string, ms = LONG_MS) => store().retention.claim(tenantId, ms),
      callsAfter: (tenantId: string, id: string, limit = 10) => store().retention.callsAfter(tenantId, id, limit),
      done: (tenantId: string, id: string, ms = LONG_MS) => store().retention.done(tenantId, 'recording', id, ms),
      eraseContent: (tenantId: string, id: string) => store().retention.eraseContent(tenantId, id, at),
    }
    const lapse = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5))

    test('of many who want the kinds of a tenant each kind has one, until its claim lapses', async () => {
      const tenantId = await newTenant(store())
      const won = (await Promise.all(Array.from({ length: 6 }, () => claim(tenantId)))).flat()
      expect(won.map(({ kind }) => kind).sort()).toEqual([...artifactKinds].sort())
      expect(await claim(tenantId)).toEqual([])
      expect(await claim(await newTenant(store()), 1)).toHaveLength(artifactKinds.length)
      await done(tenantId, won[0]!.upTo, 1)
      await lapse()
      expect((await claim(tenantId)).map(({ kind }) => kind)).toEqual(['recording'])
    })

    test('calls come oldest first, after what is done, which never goes back', async () => {
      const { tenantId, agent, call } = await newCall(store(), { createdAt: at })
      const later = sampleCall(agent, { status: 'ended' })
      await store().calls.create(tenantId, later)
      await store().finishing.finished({ tenantId, callId: later.id, attempt: 0, last: false }, at)
      const { upTo } = (await claim(tenantId))[0]!
      const calls = await callsAfter(tenantId, upTo)
      expect(calls.map(({ callId, finished }) => [callId, finished])).toEqual([
        [call.id, false],
        [later.id, true],
      ])
      expect(calls[0]!.createdAt).toBe(at)
      expect(await callsAfter(tenantId, upTo, 1)).toHaveLength(1)
      expect((await callsAfter(tenantId, call.id)).map(({ callId }) => callId)).toEqual([later.id])
      await done(tenantId, later.id)
      await done(tenantId, call.id, 1)
      await lapse()
      expect(await claim(tenantId)).toEqual([{ kind: 'recording', upTo: later.id }])
      expect(await callsAfter(await newTenant(store()), upTo)).toEqual([])
    })

    test('content that is erased is gone, its events stay, and the call counts as finished', async () => {
      const { tenantId, call } = await newCall(store(), { status: 'ended' })
      const events = sampleEvents(call.id, 1, 3)
      await store().events.append(tenantId, {
        sessionId: call.id,
        events,
        content: [{ seq: 2, sealed: randomBytes(9) }],
      })
      const read = () => store().events.read(tenantId, call.id, { after: 0, limit: 10 })
      const isFinished = () => store().finishing.isFinished(tenantId, call.id)
      const told = { tenantId, callId: call.id, hash: randomBytes(32), sealed: Buffer.from('told of its room') }
      const bounds = { now: at, expiresAt: new Date(Date.now() + LONG_MS).toISOString(), most: 1 }
      expect(await store().livekit.take(told, bounds)).toBe('taken')
      await eraseContent(await newTenant(store()), call.id)
      expect(await store().livekit.take(told, bounds)).toBe('repeated')
      expect([(await read()).filter(({ sealed }) => sealed !== null).length, await isFinished()]).toEqual([1, false])
      await eraseContent(tenantId, call.id)
      await eraseContent(tenantId, call.id)
      expect(await read()).toEqual(events.map((event) => ({ event, sealed: null })))
      expect(await store().livekit.take(told, bounds)).toBe('taken')
      expect(await isFinished()).toBe(true)
      expect(await store().finishing.isFinished(await newTenant(store()), call.id)).toBe(false)
    })
  })
}
