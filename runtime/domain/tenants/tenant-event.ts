import type { CallEvent, EventData, EventType } from '#generated/events.gen.ts'
import { eventNames } from '#generated/names.gen.ts'

/** An event of the tenant's own log, of which the database knows the number. */
export function tenantEvent<T extends EventType>(
  event_type: T,
  severity: CallEvent['severity'],
  { tenantId, ts, correlationId }: { tenantId: string; ts: string; correlationId: string },
  data: EventData[T],
): CallEvent {
  return {
    ts,
    session_id: tenantId,
    seq: 1,
    component: eventNames[event_type].component,
    event_type,
    severity,
    correlation_id: correlationId,
    pii: { contains_pii: false, fields: [], handling: 'none' },
    data,
  } as unknown as CallEvent
}
