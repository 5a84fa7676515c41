import { callSamples, type TurnMarks } from '#runtime/domain/projections/call-metrics.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { LogObserver } from './observed-bus.ts'

/** Calls whose end was told elsewhere are forgotten when so many others have begun. */
const MAX_CALLS = 10_000

/** Records what the calls of this process add to the metrics (SRS 4.5). */
export function callMeter(metrics: MetricRecorder): LogObserver {
  const calls = new Map<string, TurnMarks>()
  return (event) => {
    const { session_id: id } = event
    const { marks, samples } = callSamples(calls.get(id) ?? null, event)
    for (const sample of samples) {
      if ('add' in sample) metrics.add(sample.add, sample.labels as never, sample.value)
      else metrics.observe(sample.observe, sample.labels as never, sample.value)
    }
    if (marks === null || event.event_type === 'call.ended') return void calls.delete(id)
    if (!calls.has(id) && calls.size >= MAX_CALLS) calls.delete(calls.keys().next().value!)
    calls.set(id, marks)
  }
}
