import { type EventType, eventTypes } from '#generated/events.gen.ts'
import { refused } from '#handlers/instants.ts'

/** The types that a filter names; one that no event has is refused, because its answer would always be empty. */
export function knownTypes(names: readonly string[] | undefined): readonly EventType[] | undefined {
  const unknown = names?.find((name) => !(eventTypes as readonly string[]).includes(name))
  if (unknown === undefined) return names as readonly EventType[] | undefined
  throw refused('event_type', `There are no events of the type "${unknown}".`, 'is no type of event', 'enum')
}
