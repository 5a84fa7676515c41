import type { CallEvent } from '#generated/events.gen.ts'
import { traceOf } from '#runtime/core/trace-context.ts'
import { type OpenSpans, stepSpans } from '#runtime/domain/projections/call-spans.ts'
import type { Traces } from '#runtime/ports/traces.ts'
import type { LogObserver } from './observed-bus.ts'

/** Calls whose end was told elsewhere are forgotten when so many others have begun. */
const MAX_CALLS = 10_000

/** Hands over the spans of the calls of this process, each when it has ended (SRS 4.5). */
export function callTracer(traces: Traces): LogObserver {
  const calls = new Map<string, OpenSpans>()
  return (event) => {
    const { session_id: id } = event
    const known = calls.get(id) ?? null
    if (known === null && !(begins(event) && traces.sampled(traceOf(id)))) return
    const { open, spans } = stepSpans(known, event)
    for (const span of spans) traces.record(span)
    if (open === null) return void calls.delete(id)
    if (known === null && calls.size >= MAX_CALLS) calls.delete(calls.keys().next().value!)
    calls.set(id, open)
  }
}

/** Of a call whose log is another process's its end alone is told. */
const begins = (event: CallEvent): boolean => event.event_type === 'call.started' || event.event_type === 'call.ended'
