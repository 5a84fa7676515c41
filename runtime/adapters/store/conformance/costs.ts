import { describe, expect, test } from 'vitest'
import type { KeptLine } from '#runtime/core/kept-line.ts'
import type { Store } from '#runtime/ports/store.ts'
import { ids, newAgent, sampleCall } from '../../testing/samples.ts'
import { newCall, newTenant } from './new-tenant.ts'

const at = '2026-02-03T04:06:00.000Z'
const line = (differences: Partial<KeptLine> = {}): KeptLine => ({
  ...{ type: 'llm', provider: 'openai', model: 'gpt-4o-mini', unit: 'tokens_in', quantityMilli: 420_000n },
  ...{ estimated: false, priced: true, microInr: 5_481n },
  ...differences,
})
const timezone = 'Asia/Kolkata'

export function describeCosts(store: () => Store): void {
  describe('costs', () => {
    test('a call has none until they are kept; then its lines are those, in their order', async () => {
      const { tenantId, call } = await newCall(store())
      expect(await store().costs.ofCall(tenantId, call.id)).toBeNull()
      const lines = [
        line(),
        line({ type: 'stt', provider: 'deepgram', unit: 'seconds', quantityMilli: 62_125n, estimated: true }),
        line({ type: 'transport', provider: 'browser', model: null, unit: 'seconds', priced: false, microInr: 0n }),
        line({ quantityMilli: 9_999_999_999_000n, microInr: 100_000_000_000_000n }),
      ]
      await store().costs.keep(tenantId, call.id, { lines, totalMicroInr: 100_000_000_010_962n, at })
      expect(await store().costs.ofCall(tenantId, call.id)).toEqual(lines)
    })

    test('a call that cost nothing has no lines, and that is known', async () => {
      const { tenantId, call } = await newCall(store())
      await store().costs.keep(tenantId, call.id, { lines: [], totalMicroInr: 0n, at })
      expect(await store().costs.ofCall(tenantId, call.id)).toEqual([])
    })

    test('what is kept once is not changed by keeping it again', async () => {
      const { tenantId, call } = await newCall(store())
      await store().costs.keep(tenantId, call.id, { lines: [line()], totalMicroInr: 5_481n, at })
      const dearer = [line({ microInr: 9n })]
      await store().costs.keep(tenantId, call.id, { lines: dearer, totalMicroInr: 9n, at })
      expect(await store().costs.ofCall(tenantId, call.id)).toEqual([line()])
    })

    test('of another tenant are not seen', async () => {
      const { tenantId, call } = await newCall(store())
      await store().costs.keep(tenantId, call.id, { lines: [line()], totalMicroInr: 5_481n, at })
      const stranger = await newTenant(store())
      expect(await store().costs.ofCall(stranger, call.id)).toBeNull()
      expect(await store().costs.byDay(stranger, { from: '2020-01-01Z', to: '2030-01-01Z', timezone })).toEqual([])
    })

    test('are summed by the day in the time zone, half past six in the evening of UTC being the next day', async () => {
      const { tenantId, agent } = await newCall(store(), { createdAt: '2026-02-03T18:29:59.999Z', durationSec: 61.5 })
      const late = sampleCall(agent, { createdAt: '2026-02-03T18:30:00.000Z', durationSec: 30.001 })
      const live = sampleCall(agent, { createdAt: '2026-02-04T10:00:00.000Z' })
      for (const call of [late, live]) await store().calls.create(tenantId, call)
      await store().costs.keep(tenantId, late.id, { lines: [line()], totalMicroInr: 1_630_001n, at })
      const span = { from: '2026-02-02T18:30:00.000Z', to: '2026-02-04T18:30:00.000Z', timezone }
      expect(await store().costs.byDay(tenantId, span)).toEqual([
        { day: '2026-02-03', calls: 1, durationMs: 61_500, microInr: 0n },
        { day: '2026-02-04', calls: 2, durationMs: 30_001, microInr: 1_630_001n },
      ])
      expect(await store().costs.byDay(tenantId, { ...span, to: span.from })).toEqual([])
    })

    test('a call that there is not cannot cost', async () => {
      const tenantId = await newTenant(store())
      const call = sampleCall(newAgent(), { id: ids.next('call') })
      const cost = { lines: [line()], totalMicroInr: 1n, at }
      await expect(store().costs.keep(tenantId, call.id, cost)).rejects.toThrow()
    })
  })
}
