import type { CallKpis } from '#generated/openapi.gen.ts'
import { callSamples, type TurnMarks } from '../call-metrics.ts'
import type { LoggedEvent } from '../event-text.ts'

/** How fast the call was: medians over its turns of what metrics count too, null where nothing was measured (SRS 7.4.1). */
export function callKpis(log: readonly LoggedEvent[]): CallKpis {
  const measured = new Map<string, number[]>()
  let marks: TurnMarks | null = null
  for (const { event } of log) {
    const told = callSamples(marks, event)
    marks = told.marks
    for (const sample of told.samples) {
      if (!('observe' in sample)) continue
      const values = measured.get(sample.observe)
      if (values === undefined) measured.set(sample.observe, [sample.value])
      else values.push(sample.value)
    }
  }
  return {
    asrFirstPartialMs: median(measured.get('asr_first_partial_ms')),
    eouMs: median(measured.get('eou_ms')),
    llmFirstTokenMs: median(measured.get('llm_first_token_ms')),
    ttsFirstChunkMs: median(measured.get('tts_first_chunk_ms')),
  }
}

/** To the tenth. */
function median(values: readonly number[] = []): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return Math.round(((sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2) * 10) / 10
}
