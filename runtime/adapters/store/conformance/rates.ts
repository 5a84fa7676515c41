import { beforeEach, describe, expect, test } from 'vitest'
import type { Rate } from '#runtime/core/rate.ts'
import type { Store } from '#runtime/ports/store.ts'
import { ids } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

const NOON = '2026-02-03T12:00:00.000Z'
export const rate = (differences: Partial<Rate> = {}): Rate => ({
  ...{ id: ids.next('rate'), owner: 'tenant', service: 'llm', provider: 'openai', model: 'gpt-4o-mini' },
  ...{ unit: 'tokens_in', per: 1_000_000, priceMicros: 11_500_000, currency: 'INR' },
  ...{ effectiveFrom: NOON, source: 'Our contract', createdAt: NOON },
  ...differences,
})

export function describeRates(store: () => Store): void {
  describe('rates', () => {
    let tenantId: string
    beforeEach(async () => {
      tenantId = await newTenant(store())
    })
    const own = (rates: Rate[]): Rate[] => rates.filter(({ owner }) => owner === 'tenant')
    const inForce = async (at: string): Promise<string[]> =>
      own(await store().rates.inForce(tenantId, at)).map(({ id }) => id)

    test('the defaults are there for everybody, and say where they come from', async () => {
      const defaults = await store().rates.inForce(tenantId, NOON)
      expect(defaults.map((one) => [one.service, one.provider, one.unit, one.priceMicros, one.per]).sort()).toEqual([
        ['asr', 'deepgram', 'seconds', 670_000, 60],
        ['llm', 'openai', 'tokens_in', 13_050_000, 1_000_000],
        ['llm', 'openai', 'tokens_out', 52_200_000, 1_000_000],
        ['platform', 'invorto', 'seconds', 0, 60],
        ['transport', 'browser', 'seconds', 0, 60],
        ['tts', 'deepgram', 'characters', 2_610_000, 1000],
      ])
      for (const { owner, source, currency } of defaults) {
        expect([owner, currency, source.length > 10]).toEqual(['platform', 'INR', true])
      }
    })

    test('a rate comes back as it was, newest first, before the defaults', async () => {
      const all = [rate({ model: null, currency: 'USD' }), rate({ priceMicros: 10_000_000_000, per: 1 })]
      for (const one of all) await store().rates.add(tenantId, one, 100)
      const listed = await store().rates.list(tenantId, { limit: 100 })
      expect(listed.slice(0, 2)).toEqual(all.toReversed())
      expect(own(listed)).toHaveLength(2)
      expect(await store().rates.list(tenantId, { limit: 1, before: all[1]!.id })).toEqual([all[0]])
    })

    test('of each kind the newest is in force, from its instant on, and of two of one instant the later one', async () => {
      const [first, next, again] = [rate(), rate({ effectiveFrom: '2026-02-04T00:00:00.000Z' }), rate()]
      const other = rate({ unit: 'tokens_out' })
      for (const one of [first, next, again, other]) await store().rates.add(tenantId, one, 100)
      expect(await inForce('2026-02-03T11:59:59.999Z')).toEqual([])
      expect((await inForce(NOON)).sort()).toEqual([again.id, other.id].sort())
      expect((await inForce('2026-02-05T00:00:00.000Z')).sort()).toEqual([next.id, other.id].sort())
    })

    test('of another tenant are not seen, and no tenant can make a default', async () => {
      const stranger = await newTenant(store())
      await store().rates.add(tenantId, rate(), 100)
      expect(own(await store().rates.list(stranger, { limit: 100 }))).toEqual([])
      expect(own(await store().rates.inForce(stranger, '2027-01-01T00:00:00.000Z'))).toEqual([])
      await store().rates.add(tenantId, rate({ owner: 'platform' }), 100)
      expect(own(await store().rates.list(tenantId, { limit: 100 }))).toHaveLength(2)
    })

    test('the exchange rate is that of the instant; before the first it is the first; the same again is not noted', async () => {
      const fx = (usdMicroInr: number, effectiveFrom: string) => ({ usdMicroInr, effectiveFrom, source: 'a test' })
      const [first, second] = [fx(87_000_000, '2026-01-01T00:00:00.000Z'), fx(88_500_000, NOON)]
      await store().rates.noteFx(first)
      await store().rates.noteFx(fx(87_000_000, '2026-01-15T00:00:00.000Z'))
      await store().rates.noteFx(second)
      expect(await store().rates.fx('2025-01-01T00:00:00.000Z')).toEqual(first)
      expect(await store().rates.fx('2026-02-03T11:00:00.000Z')).toEqual(first)
      expect(await store().rates.fx(NOON)).toEqual(second)
    })
  })
}
