import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import { inr, micros } from '#runtime/core/money.ts'
import type { FxRate, Rate } from '#runtime/core/rate.ts'
import { callUsage, keptLines } from './call-usage.ts'
import { costOf, price, type Usage } from './cost.ts'
import { costRecord, loggedUsage } from './logged-usage.ts'
import { rateFor } from './rate.ts'

const AT = '2026-02-03T04:05:06.000Z'
const fx: FxRate = { usdMicroInr: 87_000_000, effectiveFrom: '2026-01-01T00:00:00.000Z', source: 'a test' }
const rate = (differences: Partial<Rate> = {}): Rate => ({
  ...{ id: 'rate_1', owner: 'platform', service: 'llm', provider: 'openai', model: null, unit: 'tokens_in' },
  ...{ per: 1_000_000, priceMicros: 13_050_000, currency: 'INR', effectiveFrom: '2025-01-01T00:00:00.000Z' },
  ...{ source: 'a test', createdAt: '2025-01-01T00:00:00.000Z' },
  ...differences,
})
const used = (differences: Partial<Usage> = {}): Usage => ({
  ...{ service: 'llm', provider: 'openai', model: 'gpt-4o-mini', unit: 'tokens_in', quantity: 420, estimated: false },
  ...differences,
})
const defaults = [
  rate({ service: 'asr', provider: 'deepgram', unit: 'seconds', per: 60, priceMicros: 670_000 }),
  rate({ service: 'tts', provider: 'deepgram', unit: 'characters', per: 1000, priceMicros: 2_610_000 }),
  rate({ model: 'gpt-4o-mini' }),
  rate({ model: 'gpt-4o-mini', unit: 'tokens_out', priceMicros: 52_200_000 }),
]

describe('the cost of a call', () => {
  test('is that of the price list: a minute heard, 360 characters said, 420 tokens read and 150 written', () => {
    const usage = [
      used({ service: 'asr', provider: 'deepgram', model: 'nova-3', unit: 'seconds', quantity: 60 }),
      used({ service: 'tts', provider: 'deepgram', model: 'aura-2-thalia-en', unit: 'characters', quantity: 360 }),
      used(),
      used({ unit: 'tokens_out', quantity: 150 }),
    ]
    const { lines, totalMicroInr } = costOf(usage, defaults, fx, AT)
    expect(lines.map(({ microInr }) => microInr)).toEqual([670_000n, 939_600n, 5_481n, 7_830n])
    expect(totalMicroInr).toBe(1_622_911n)
    expect(callUsage(keptLines(costRecord({ lines, totalMicroInr }, fx)))).toEqual({
      ...{ transportMinutes: 0, transportCostInr: 0, asrMin: 1, ttsChars: 360, llmIn: 420, llmOut: 150 },
      costInr: 1.622911,
      costs: [
        { ...{ type: 'stt', provider: 'deepgram', model: 'nova-3', unit: 'minutes', units: 1 }, ...flags(0.67) },
        {
          ...{ type: 'tts', provider: 'deepgram', model: 'aura-2-thalia-en', unit: 'characters', units: 360 },
          ...flags(0.9396),
        },
        {
          ...{ type: 'llm', provider: 'openai', model: 'gpt-4o-mini', unit: 'tokens_in', units: 420 },
          ...flags(0.005481),
        },
        {
          ...{ type: 'llm', provider: 'openai', model: 'gpt-4o-mini', unit: 'tokens_out', units: 150 },
          ...flags(0.00783),
        },
      ],
    })
  })

  test('of what is used in pieces is rounded once', () => {
    const cheap = rate({ priceMicros: 300_000 })
    const pieces = Array.from({ length: 10 }, () => used({ quantity: 1 }))
    expect(costOf(pieces, [cheap], fx, AT).totalMicroInr).toBe(3n)
  })

  test.each([
    ['a half goes up', 1, 500_000, 1n],
    ['less than a half goes down', 1, 499_999, 0n],
    ['more than a half goes up', 3, 500_001, 2n],
    ['what is whole stays', 2, 500_000, 1n],
  ])('to the micro-rupee: %s', (_name, quantity, priceMicros, microInr) => {
    expect(costOf([used({ quantity })], [rate({ priceMicros })], fx, AT).totalMicroInr).toBe(microInr)
  })

  test('in dollars is turned into rupees before it is rounded', () => {
    const dollars = rate({ priceMicros: 150_000, currency: 'USD' })
    expect(costOf([used({ quantity: 1 })], [dollars], fx, AT).totalMicroInr).toBe(13n)
    expect(costOf([used({ quantity: 1000 })], [dollars], fx, AT).totalMicroInr).toBe(13_050n)
    expect(costOf([used({ quantity: 1000 })], [dollars], { ...fx, usdMicroInr: 88_250_000 }, AT).totalMicroInr).toBe(
      13_238n,
    )
  })

  test('of what has no rate is 0, and the line says so', () => {
    const { lines } = costOf([used({ model: 'gpt-5' })], defaults, fx, AT)
    expect(lines).toMatchObject([{ model: 'gpt-5', rate: null, microInr: 0n }])
    expect(keptLines(costRecord({ lines, totalMicroInr: 0n }, fx))[0]?.priced).toBe(false)
  })

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'counts %s as nothing, and marks the line',
    (quantity) => {
      const { lines } = costOf([used(), used({ quantity })], defaults, fx, AT)
      expect(lines).toMatchObject([{ quantityMilli: 420_000n, estimated: true, microInr: 5_481n }])
    },
  )

  test('has an end, whatever is reported', () => {
    const dear = rate({ per: 1, priceMicros: 10_000_000_000, currency: 'USD' })
    const { lines, totalMicroInr } = costOf([used({ quantity: 1e300 })], [dear], fx, AT)
    expect([lines[0]?.quantityMilli, totalMicroInr]).toEqual([9_999_999_999_000n, 100_000_000_000_000n])
    expect(Number.isSafeInteger(100 * Number(totalMicroInr) * 0.9)).toBe(true)
  })

  test('of nothing is nothing', () => {
    expect(costOf([], defaults, fx, AT)).toEqual({ lines: [], totalMicroInr: 0n })
  })
})

const flags = (costInr: number) => ({ costInr, estimated: false, priced: true })

describe('the rate in force', () => {
  const named = (id: string, differences: Partial<Rate>): Rate => rate({ id, ...differences })
  const found = (rates: Rate[], at = AT) => rateFor(used(), rates, at)?.id ?? null

  test.each<[string, Rate[], string | null]>([
    ['none is none', [], null],
    [
      'another provider, service or unit',
      [named('a', { provider: 'azure' }), named('b', { unit: 'tokens_out' })],
      null,
    ],
    ['one for the model goes before one for all', [named('a', { model: 'gpt-4o-mini' }), named('b', {})], 'a'],
    ['one for another model, even a longer name, does not fit', [named('a', { model: 'gpt-4o' })], null],
    ['the tenant goes before the model', [named('a', { model: 'gpt-4o-mini' }), named('b', { owner: 'tenant' })], 'b'],
    [
      'the newest goes before the older',
      [named('b', { effectiveFrom: '2026-02-01T00:00:00.000Z' }), named('a', {})],
      'b',
    ],
    ['what comes later is not there yet', [named('b', { effectiveFrom: '2026-02-03T04:05:06.001Z' })], null],
    ['what begins at the instant is', [named('b', { effectiveFrom: AT })], 'b'],
    ['of two at one instant the one that was made last', [named('b', {}), named('a', {})], 'b'],
  ])('%s', (_name, rates, id) => {
    expect(found(rates)).toBe(id)
    expect(found(rates.toReversed())).toBe(id)
  })

  test('a price that changes in the middle of a call holds for the next call: the call keeps that of its beginning', () => {
    const change = named('new', { effectiveFrom: '2026-02-03T04:05:30.000Z' })
    expect(found([rate(), change], '2026-02-03T04:05:06.000Z')).toBe('rate_1')
    expect(found([rate(), change], '2026-02-03T04:06:00.000Z')).toBe('new')
  })
})

test('an amount goes to micros and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (whole) => {
      expect(micros(inr(BigInt(whole)))).toBe(whole)
      expect(String(inr(BigInt(whole))).replace(/^.*?(\.|$)/, '').length).toBeLessThanOrEqual(6)
    }),
  )
})

const units = { asr: 'seconds', llm: 'tokens_in', tts: 'characters', transport: 'seconds' } as const
const anyUsage = fc.record({
  service: fc.constantFrom('asr', 'llm', 'tts', 'transport'),
  provider: fc.constantFrom('deepgram', 'openai', 'browser'),
  model: fc.constantFrom(undefined, 'one', 'two'),
  milli: fc.integer({ min: 0, max: 10_000_000_000 }),
  estimated: fc.boolean(),
})
const anyRate = fc.record({
  id: fc.constantFrom('rate_1', 'rate_2', 'rate_3'),
  owner: fc.constantFrom('platform', 'tenant'),
  service: fc.constantFrom('asr', 'llm', 'tts', 'transport', 'platform'),
  provider: fc.constantFrom('deepgram', 'openai', 'browser', 'invorto'),
  model: fc.constantFrom(null, 'one', 'two'),
  per: fc.constantFrom(1, 60, 1000, 1_000_000),
  priceMicros: fc.integer({ min: 0, max: 10_000_000_000 }),
  currency: fc.constantFrom('INR', 'USD'),
  effectiveFrom: fc.constantFrom('2025-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'),
})

/** A log as the meter writes it: what is used, piece by piece, and the end. */
const logOf = (
  pieces: (typeof anyUsage extends fc.Arbitrary<infer T> ? T : never)[],
  durationMs: number,
): CallEvent[] =>
  [
    ...pieces.map(({ service, provider, model, milli, estimated }) => ({
      event_type: 'usage.recorded',
      provider: { name: provider, ...(model !== undefined && { model }) },
      data: { service, unit: units[service as keyof typeof units], quantity: milli / 1000, total: 0, estimated },
    })),
    { event_type: 'call.ended', data: { reason: 'caller_hangup', duration_ms: durationMs } },
  ] as unknown as CallEvent[]

test('of any log the lines are added up again from what cost.computed says, and nothing used is left out', () => {
  fc.assert(
    fc.property(
      fc.array(anyUsage, { maxLength: 30 }),
      fc.array(anyRate, { maxLength: 12 }),
      fc.integer({ min: 1, max: 1_000_000_000 }),
      fc.integer({ min: 0, max: 14_400_000 }),
      (pieces, rates, usdMicroInr, durationMs) => {
        const events = logOf(pieces, durationMs)
        const known = rates.map((one) =>
          rate({
            ...one,
            unit: one.service === 'platform' ? 'seconds' : units[one.service as keyof typeof units],
          } as Partial<Rate>),
        )
        const then = { ...fx, usdMicroInr }
        const record = JSON.parse(JSON.stringify(costRecord(costOf(loggedUsage(events), known, then, AT), then)))
        let total = 0
        for (const line of record.lines) {
          const again = line.rate === null ? 0n : readded(line, record.fx.usd_micro_inr)
          expect(BigInt(line.micro_inr)).toBe(again)
          total += line.micro_inr
        }
        expect(record.total_micro_inr).toBe(total)
        const milli = pieces.reduce((sum, piece) => sum + BigInt(piece.milli), BigInt(durationMs))
        const counted = record.lines.reduce(
          (sum: bigint, line: { quantity: number }) => sum + BigInt(Math.round(line.quantity * 1000)),
          0n,
        )
        expect(counted).toBe(milli)
      },
    ),
    { numRuns: 300 },
  )
})

/** Long division, digit by digit, with no word of the engine's. */
function readded(
  { quantity, rate: used }: { quantity: number; rate: { price_micros: number; per: number; currency: string } },
  usdMicroInr: number,
): bigint {
  const milli = BigInt(Math.round(quantity * 1000))
  const toInr = used.currency === 'USD' ? [BigInt(usdMicroInr), 1_000_000n] : [1n, 1n]
  const above = milli * BigInt(used.price_micros) * toInr[0]!
  const below = 1000n * BigInt(used.per) * toInr[1]!
  const whole = above / below
  const rounded = (above % below) * 2n >= below ? whole + 1n : whole
  return rounded > 100_000_000_000_000n ? 100_000_000_000_000n : rounded
}

test('a price never goes down when more is used', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 1_000_000_000n), fc.bigInt(0n, 1_000_000n), anyRate, (quantity, more, one) => {
      const of = (milli: bigint) => price(milli, one as Rate, fx)
      expect(of(quantity + more) >= of(quantity)).toBe(true)
    }),
  )
})
