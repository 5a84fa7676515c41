import type { EventData, RateService } from '#generated/events.gen.ts'
import type { CallUsage, CostLine as WireLine } from '#generated/openapi.gen.ts'
import type { KeptLine } from '#runtime/core/kept-line.ts'
import { inr } from '#runtime/core/money.ts'

const types: Readonly<Record<RateService, KeptLine['type']>> = {
  asr: 'stt',
  llm: 'llm',
  tts: 'tts',
  transport: 'transport',
  platform: 'platform',
}

/** The lines of `cost.computed`, as they are kept. */
export const keptLines = ({ lines }: EventData['cost.computed']): KeptLine[] =>
  lines.map(({ service, provider, model, unit, quantity, estimated, rate, micro_inr }) => ({
    type: types[service],
    provider,
    model,
    unit,
    quantityMilli: BigInt(Math.round(quantity * 1000)),
    estimated,
    priced: rate !== null,
    microInr: BigInt(micro_inr),
  }))

/** `usage` of a finished call (SRS 7.7.1). */
export function callUsage(lines: readonly KeptLine[]): CallUsage {
  const sum = (fits: (line: KeptLine) => boolean, of: (line: KeptLine) => bigint): bigint =>
    lines.filter(fits).reduce((total, line) => total + of(line), 0n)
  const quantity = (line: KeptLine): bigint => line.quantityMilli
  const cost = (line: KeptLine): bigint => line.microInr
  const onTelephone = (line: KeptLine): boolean => line.type === 'transport' && line.provider !== 'browser'
  return {
    transportMinutes: minutes(sum(onTelephone, quantity)),
    transportCostInr: inr(sum((line) => line.type === 'transport', cost)),
    asrMin: minutes(sum((line) => line.type === 'stt', quantity)),
    ttsChars: whole(sum((line) => line.type === 'tts', quantity)),
    llmIn: whole(sum((line) => line.unit === 'tokens_in', quantity)),
    llmOut: whole(sum((line) => line.unit === 'tokens_out', quantity)),
    costInr: inr(sum(() => true, cost)),
    costs: lines.map(wireLine),
  }
}

function wireLine({ type, provider, model, unit, quantityMilli, estimated, priced, microInr }: KeptLine): WireLine {
  const counted = unit === 'seconds' ? minutes(quantityMilli) : Number(quantityMilli) / 1000
  const inMinutes = type === 'transport' || type === 'platform'
  return {
    ...{ type, provider, model, unit: unit === 'seconds' ? 'minutes' : unit },
    ...(inMinutes ? { minutes: counted } : { units: counted }),
    ...{ costInr: inr(microInr), estimated, priced },
  }
}

/** To the millionth of a minute. */
export const minutes = (milliSeconds: bigint): number => Math.round((Number(milliSeconds) / 60_000) * 1e6) / 1e6
const whole = (milli: bigint): number => Number(milli / 1000n)
