import { beforeEach, describe, expect, test } from 'vitest'
import { checkEvent, type EventOf } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { KeptLine } from '#runtime/core/kept-line.ts'
import { inr } from '#runtime/core/money.ts'
import { usageUpdated } from '#runtime/domain/billing/usage-updated.ts'
import { callUsage } from '#runtime/domain/costs/call-usage.ts'
import type { Store } from '#runtime/ports/store.ts'
import { ids, newAgent, sampleCall, sampleLine } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'
import { newEndpoint } from './webhooks.ts'

const TS = '2026-02-04T18:40:00.000Z'
const of = (differences: Partial<KeptLine>): KeptLine => ({ ...sampleLine, ...differences })
const lines = [
  sampleLine,
  of({ type: 'tts', unit: 'characters', quantityMilli: 360_000n, microInr: 939_600n }),
  of({ type: 'llm', provider: 'openai', unit: 'tokens_in', quantityMilli: 420_000n, microInr: 5_481n }),
  of({ type: 'llm', provider: 'openai', unit: 'tokens_out', quantityMilli: 150_000n, microInr: 7_830n }),
  of({ type: 'transport', provider: 'browser', model: null, quantityMilli: 62_125n, priced: false, microInr: 0n }),
  of({ type: 'platform', provider: 'invorto', model: null, quantityMilli: 62_125n, microInr: 1n }),
]

export function describeBilling(store: () => Store): void {
  describe('billing', () => {
    let tenantId: string
    let agent: Agent
    beforeEach(async () => {
      tenantId = await newTenant(store())
      agent = newAgent()
      await store().agents.create(tenantId, agent, 1_000)
    })

    /** A call of this instant; without lines its cost is not known yet. */
    async function call(createdAt: string, kept?: readonly KeptLine[]): Promise<string> {
      const { id } = await begun(createdAt)
      if (kept !== undefined) await finish(id, kept)
      return id
    }
    async function begun(createdAt: string) {
      const made = sampleCall(agent, { id: ids.next('call'), createdAt })
      await store().calls.create(tenantId, made)
      return made
    }
    const finish = (callId: string, kept: readonly KeptLine[] = lines): Promise<void> => {
      const totalMicroInr = kept.reduce((sum, { microInr }) => sum + microInr, 0n)
      return store().costs.keep(tenantId, callId, { lines: kept, totalMicroInr, at: TS })
    }
    const tell = (day: string) => store().billing.tell(tenantId, day, (usage) => usageUpdated(tenantId, usage, TS))
    const months = async (day: string): Promise<string[]> =>
      (await tell(day)).map(({ periodStart, calls }) => `${periodStart.slice(0, 7)}: ${calls}`)
    const log = async () =>
      (await store().events.read(tenantId, tenantId, { after: 0, limit: 100 })).map(({ event }) => {
        expect(checkEvent(event)).toBeNull()
        return event as EventOf<'billing.usage_updated'>
      })

    test('a day is told with the sums of the calls that were begun in the month until its end, in India', async () => {
      await call('2026-01-31T18:29:59.999Z', lines)
      await call('2026-01-31T18:30:00.000Z', lines)
      await call('2026-02-03T10:00:00.000Z', [sampleLine, of({ microInr: 9_007_199_254_740n, quantityMilli: 1n })])
      await call('2026-02-04T18:29:59.999Z', lines)
      await call('2026-02-04T18:30:00.000Z', lines)
      await call('2026-02-04T10:00:00.000Z')
      const [january, february, ...none] = await tell('2026-02-04')
      expect(none).toEqual([])
      expect(january).toMatchObject({
        periodStart: '2026-01-01',
        periodEnd: '2026-01-31',
        through: '2026-01-31',
        calls: 1,
      })
      const all = [...lines, sampleLine, of({ microInr: 9_007_199_254_740n, quantityMilli: 1n }), ...lines]
      const { asrMin, ttsChars, llmIn, llmOut, costInr } = callUsage(all)
      expect(february).toEqual({
        ...{ periodStart: '2026-02-01', periodEnd: '2026-02-28', through: '2026-02-04', calls: 3 },
        ...{ asrMs: 3 * 62_125 + 1, ttsChars, llmTokensIn: llmIn, llmTokensOut: llmOut },
        microInr: all.reduce((sum, { microInr }) => sum + microInr, 0n),
      })
      expect([Math.round((february!.asrMs / 60_000) * 1e6) / 1e6, inr(february!.microInr)]).toEqual([asrMin, costInr])
      expect((await log()).map(({ seq, data }) => [seq, data.through, data.total_micro_inr])).toEqual([
        [1, '2026-01-31', 1_646_641],
        [2, '2026-02-04', Number(february!.microInr)],
      ])
    })

    test('a tenant without usage is told nothing, and neither is one whose calls are not finished', async () => {
      expect(await tell('2026-02-04')).toEqual([])
      await call('2026-02-04T10:00:00.000Z')
      expect(await tell('2026-02-05')).toEqual([])
      expect(await log()).toEqual([])
    })

    test('a day is told once, however many tell it at once; a quiet day is told too, and no day before', async () => {
      await call('2026-02-03T10:00:00.000Z', lines)
      const told = await Promise.all(Array.from({ length: 6 }, () => months('2026-02-03')))
      expect(told.flat()).toEqual(['2026-02: 1'])
      await call('2026-02-03T11:00:00.000Z', lines)
      expect(await months('2026-02-03')).toEqual([])
      expect(await months('2026-02-02')).toEqual([])
      expect(await months('2026-02-04')).toEqual(['2026-02: 2'])
      expect(await months('2026-02-05')).toEqual(['2026-02: 2'])
      expect((await log()).map(({ seq, data }) => [seq, data.through])).toEqual([
        [1, '2026-02-03'],
        [2, '2026-02-04'],
        [3, '2026-02-05'],
      ])
    })

    test('what is finished after the end of a month is told of that month, once more, and never less', async () => {
      const late = await begun('2026-01-31T18:20:00.000Z')
      await call('2026-01-15T10:00:00.000Z', lines)
      expect(await months('2026-01-31')).toEqual(['2026-01: 1'])
      await finish(late.id)
      await call('2026-02-01T10:00:00.000Z', lines)
      const both = await Promise.all([months('2026-02-01'), months('2026-02-01')])
      expect(both.flat()).toEqual(['2026-01: 2', '2026-02: 1'])
      expect(await months('2026-02-02')).toEqual(['2026-02: 1'])
      const [, final] = (await log()).filter(({ data }) => data.period_start === '2026-01-01')
      expect(final!.data).toMatchObject({ through: '2026-01-31', calls: 2, total_micro_inr: 2 * 1_646_641 })
    })

    test('days that were missed are made up for by one event, and months that were by one each', async () => {
      await call('2026-02-03T10:00:00.000Z', lines)
      expect(await months('2026-02-03')).toEqual(['2026-02: 1'])
      await call('2026-02-04T10:00:00.000Z', lines)
      expect(await months('2026-02-10')).toEqual(['2026-02: 2'])
      await call('2026-02-11T10:00:00.000Z', lines)
      await call('2026-03-11T10:00:00.000Z', lines)
      expect(await months('2026-06-03')).toEqual(['2026-02: 3', '2026-03: 1'])
      expect(await months('2026-06-04')).toEqual([])
    })

    test('what is interrupted has told nothing, and is told by the next', async () => {
      await call('2026-02-03T10:00:00.000Z', lines)
      const interrupted = store().billing.tell(tenantId, '2026-02-03', () => {
        throw new Error('the process ended')
      })
      await expect(interrupted).rejects.toThrow('the process ended')
      expect(await log()).toEqual([])
      expect(await months('2026-02-03')).toEqual(['2026-02: 1'])
    })

    test('with the event its deliveries are written, for each endpoint that wants it', async () => {
      const [all, usage, ends] = [null, ['billing.usage.updated'], ['call.ended']].map((eventTypes) =>
        newEndpoint({ eventTypes: eventTypes as never }),
      )
      for (const endpoint of [all!, usage!, ends!]) await store().webhookEndpoints.create(tenantId, endpoint, 10)
      const list = ({ id }: { id: string }) => store().webhookDeliveries.list(tenantId, id, { limit: 10 })
      let rung = 0
      const deaf = store().webhookWork.listen(() => {
        rung += 1
      })
      await tell('2026-02-03')
      expect(rung).toBe(0)
      await call('2026-02-03T10:00:00.000Z', lines)
      await call('2026-01-03T10:00:00.000Z', lines)
      await tell('2026-02-03')
      await tell('2026-02-03')
      deaf()
      expect(rung).toBe(1)
      for (const endpoint of [all!, usage!]) {
        expect(await list(endpoint)).toMatchObject([
          { sessionId: tenantId, seq: expect.any(Number), type: 'billing.usage.updated', state: 'pending' },
          { sessionId: tenantId, seq: expect.any(Number), type: 'billing.usage.updated', state: 'pending' },
        ])
      }
      expect(new Set((await list(all!))!.map(({ seq }) => seq))).toEqual(new Set([1, 2]))
      expect(await list(ends!)).toEqual([])
    })

    test('another tenant’s calls do not count, and its log is not written', async () => {
      await call('2026-02-03T10:00:00.000Z', lines)
      const stranger = await newTenant(store())
      const told = await store().billing.tell(stranger, '2026-02-03', (usage) => usageUpdated(stranger, usage, TS))
      expect([told, await log()]).toEqual([[], []])
    })

    test('the sums have an end, whatever calls cost', async () => {
      const dear = of({ microInr: 9_000_000_000_000_000n })
      for (const hour of [10, 11]) await call(`2026-02-03T${hour}:00:00.000Z`, [dear])
      const long = Array.from({ length: 1_502 }, () => of({ microInr: 0n, quantityMilli: 5_999_000_000_000n }))
      await call('2026-02-03T12:00:00.000Z', long)
      expect(await tell('2026-02-03')).toMatchObject([
        { asrMs: Number.MAX_SAFE_INTEGER, microInr: 9_007_199_254_000_000n },
      ])
      await log()
    })

    test('there is one job a day, for one process; when that fails it is due again later', async () => {
      const [job, ...none] = (
        await Promise.all(Array.from({ length: 4 }, () => store().billing.take('2026-02-03')))
      ).filter((one) => one !== null)
      expect([job, none]).toEqual([{ day: '2026-02-03', attempt: 0, last: false }, []])
      await store().billing.keep(job!)
      await store().billing.done(job!)
      expect(await store().billing.take('2026-02-03')).toBeNull()
      const next = (await store().billing.take('2026-02-04'))!
      expect(await store().billing.failed(next, 'the database was away')).toBe('waits')
      expect(await store().billing.failed(next, 'too late')).toBe('lost')
      expect(await store().billing.take('2026-02-04')).toBeNull()
    })
  })
}
