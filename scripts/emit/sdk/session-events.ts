import { type JsonObject, objectAt } from '../../bundle/json.ts'
import { reachedSchemas } from '../../bundle/references.ts'
import { declaration } from '../json-schema-to-ts.ts'
import { messageDocument, textMessages } from '../message-document.ts'
import { unionOf } from '../messages.ts'
import { header } from '../source-text.ts'

/** The models of the OpenAPI document that are open there, and by their type in the Node SDK. */
export const typedModels = ['SessionEvent', 'SessionEventPage']

/** What the Node SDK exports beside them. */
export const eventTypes = [
  'KnownSessionEvent',
  'NewerEventType',
  'NewerSessionEvent',
  'SessionEventOf',
  'SessionEventType',
]

/**
 * `session-events.gen.ts` of the Node SDK: what each type of event of a log has, out of the events' document. The OpenAPI document
 * leaves `event_type` and `data` open, because logs may have types that are newer.
 */
export function emitSessionEvents(events: JsonObject): string {
  const document = messageDocument(events)
  const messages = textMessages(document, 'send')
  const schemas = objectAt(objectAt(events, 'components'), 'schemas')
  const roots = messages.map(({ schema }) => schemas[schema]!)
  const names = new Set([...messages.map(({ schema }) => schema), ...reachedSchemas(events, roots)])
  const tag = document.discriminator
  return `${header('specs/events.asyncapi.yaml')}
import type { SessionEventPage as OpenPage, SessionEvent as OpenEvent } from './rest/types.gen.ts'

${Object.keys(schemas)
  .filter((name) => names.has(name))
  .map((name) => declaration(name, schemas[name] as JsonObject))
  .join('\n')}
${unionOf('LoggedEvent', 'Every event of a log.', messages)}
/** \`content\` may be asked of every event; most have none. */
type Readable<Event> = Event extends unknown
  ? 'content' extends keyof Event ? Event : Event & { readonly content?: undefined }
  : never

/** An event of a type that this package knows. */
export type KnownSessionEvent = Readable<LoggedEvent>

/** The types that this package knows. */
export type SessionEventType = KnownSessionEvent['${tag}']

/** The event of that type. */
export type SessionEventOf<Type extends SessionEventType> = Extract<KnownSessionEvent, { readonly ${tag}: Type }>

/** A type that is newer than this package: any text but those above. It is an enum so that no text in a comparison is taken for it. */
export declare enum NewerEventType {
  newer = 'newer than this package',
}

/** An event of a type that is newer than this package. */
export type NewerSessionEvent = Readonly<Omit<OpenEvent, '${tag}'>> & { readonly ${tag}: NewerEventType }

/** One event of a session's log: compare \`${tag}\` to narrow it. Types that are newer than this package come as well. */
export type SessionEvent = KnownSessionEvent | NewerSessionEvent

/** Events, oldest first. */
export type SessionEventPage = Readonly<Omit<OpenPage, 'data'>> & { readonly data: readonly SessionEvent[] }
`
}
