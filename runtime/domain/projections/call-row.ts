import type { CallEvent } from '#generated/events.gen.ts'
import type { Call } from '#generated/openapi.gen.ts'

type CallChange = Partial<Pick<Call, 'status' | 'answeredAt' | 'endedAt' | 'endReason' | 'durationSec'>>

/** What a batch of the log changes in the call's row; undefined where it changes nothing. */
export function callChange(events: readonly CallEvent[]): CallChange | undefined {
  let change: CallChange | undefined
  for (const event of events) {
    if (event.event_type === 'call.answered') change = { ...change, status: 'in_progress', answeredAt: event.ts }
    if (event.event_type === 'call.ended') {
      const { reason, duration_ms, last_event_ts: endedAt = event.ts } = event.data
      change = { ...change, status: 'ended', endedAt, endReason: reason, durationSec: duration_ms / 1000 }
    }
  }
  return change
}
