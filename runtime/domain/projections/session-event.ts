import { contentPii } from '#generated/events.gen.ts'
import type { SessionEvent } from '#generated/openapi.gen.ts'
import type { LoggedEvent } from './event-text.ts'

/** An event as programs of the tenant see it (OBS-00 3.9.4): with its content, where there is any, and then with the notice of it (OBS-00 4). */
export function sessionEvent({ event, content }: LoggedEvent): SessionEvent {
  if (content === undefined) return event as unknown as SessionEvent
  const fields = [...new Set([...event.pii.fields, ...contentPii[event.event_type], 'transcript'])]
  const pii = { contains_pii: true, fields, handling: 'restricted' as const }
  return { ...event, pii, content } as unknown as SessionEvent
}
