import { describe, expect, test } from 'vitest'
import type { Store } from '#runtime/ports/store.ts'
import { newCall, newTenant } from './new-tenant.ts'

const at = '2026-02-03T04:06:00.000Z'
const LONG_MS = 60_000

export function describeFinishing(store: () => Store): void {
  describe('finishing', () => {
    const ended = { status: 'ended', endReason: 'caller_hangup', endedAt: at } as const
    const waits = async (callId: string): Promise<boolean> =>
      (await store().finishing.waiting(1_000)).some((call) => call.callId === callId)

    test('a call waits from its end until it is finished, whosever it is', async () => {
      const { tenantId, call } = await newCall(store(), ended)
      const live = await newCall(store(), { status: 'in_progress' })
      expect([await waits(call.id), await waits(live.call.id)]).toEqual([true, false])
      expect(await store().finishing.waiting(1_000)).toContainEqual({ tenantId, callId: call.id })
      await store().finishing.finished(tenantId, call.id, at)
      expect(await waits(call.id)).toBe(false)
    })

    test('one of many who want it has it, until the claim lapses', async () => {
      const { tenantId, call } = await newCall(store(), ended)
      const claim = (ms: number) => store().finishing.claim(tenantId, call.id, ms)
      const won = await Promise.all(Array.from({ length: 6 }, () => claim(LONG_MS)))
      expect(won.filter(Boolean)).toHaveLength(1)
      expect([await waits(call.id), await claim(LONG_MS)]).toEqual([false, false])
      const other = await newCall(store(), ended)
      expect(await store().finishing.claim(other.tenantId, other.call.id, 1)).toBe(true)
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(await waits(other.call.id)).toBe(true)
      expect(await store().finishing.claim(other.tenantId, other.call.id, LONG_MS)).toBe(true)
    })

    test('neither a live call, nor a finished one, nor one of another tenant can be claimed', async () => {
      const live = await newCall(store(), { status: 'in_progress' })
      expect(await store().finishing.claim(live.tenantId, live.call.id, LONG_MS)).toBe(false)
      const { tenantId, call } = await newCall(store(), ended)
      expect(await store().finishing.claim(await newTenant(store()), call.id, LONG_MS)).toBe(false)
      await store().finishing.finished(tenantId, call.id, at)
      expect(await store().finishing.claim(tenantId, call.id, LONG_MS)).toBe(false)
    })
  })
}
