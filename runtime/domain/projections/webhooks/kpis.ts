import type { CallEvent } from '#generated/events.gen.ts'
import type { CallKpis } from '#generated/openapi.gen.ts'
import type { LoggedEvent } from '../event-text.ts'

/** How fast the call was: medians over its turns, null where nothing was measured (SRS 7.4.1). */
export function callKpis(log: readonly LoggedEvent[]): CallKpis {
  const events = log.map(({ event }) => event)
  const latencies = (fits: (event: CallEvent) => boolean): number | null =>
    median(events.flatMap((event) => (fits(event) ? (event.latency_ms ?? []) : [])))
  return {
    asrFirstPartialMs: latencies(({ event_type }) => event_type === 'stt.partial'),
    eouMs: median(events.flatMap((event) => (event.event_type === 'endpointing.delay_applied' ? event.data.ms : []))),
    llmFirstTokenMs: latencies(({ event_type }) => event_type === 'llm.first_token'),
    ttsFirstChunkMs: latencies((event) => event.event_type === 'tts.started' && event.data.from_ms === undefined),
  }
}

/** To the tenth. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return Math.round(((sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2) * 10) / 10
}
