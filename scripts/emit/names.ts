import { isObject, type Json, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import type { MessageDocument } from './message-document.ts'
import { header, literal } from './source-text.ts'

const endReasonClasses = ['hangup', 'error', 'transfer']

/** `generated/names.gen.ts`: one fact, its names on every surface. A fact without names, or the reverse, is an error. */
export function emitNames(source: Json, events: MessageDocument, realtime: MessageDocument): string {
  const table = isObject(source) ? source : {}
  const names = optionalObjectAt(table, 'events')
  const reasons = optionalObjectAt(table, 'endReasons')
  sameNames('names.yaml', Object.keys(names), 'the events', tagsOf(events))
  sameNames('names.yaml', Object.keys(reasons), 'EndReason', stringsOf(events.schemas.EndReason?.enum))
  for (const [type, entry] of Object.entries(names)) {
    checkEntry(type, isObject(entry) ? entry : {}, events, realtime)
  }
  for (const [reason, word] of Object.entries(reasons)) {
    oneOf(`The end reason "${reason}" in names.yaml`, word, endReasonClasses)
  }
  return `${header('specs/names.yaml')}import type { EndReason, Envelope, EventType } from './events.gen.ts'
import type { WebhookType } from './webhooks.gen.ts'

export interface EventNames {
  readonly component: Envelope['component']
  /** The message of the realtime socket, where the fact shows there. */
  readonly socket?: string
  /** Its name in a timeline. */
  readonly timeline?: string
  /** Whether it is the first or the last piece of a stream in the timeline. */
  readonly mark?: 'first' | 'last'
  /** The webhook that tells of it. */
  readonly webhook?: WebhookType
}

export const eventNames = {
${entries(names)}} as const satisfies Record<EventType, EventNames>

/** The SRS's word for each end reason, used in webhooks. */
export const endReasonClass = {
${entries(reasons)}} as const satisfies Record<EndReason, ${endReasonClasses.map((word) => `'${word}'`).join(' | ')}>
`
}

function entries(table: JsonObject): string {
  return Object.entries(table)
    .map(([key, value]) => `  ${literal(key)}: ${literal(value)},\n`)
    .join('')
}

function tagsOf({ messages }: MessageDocument): string[] {
  return messages.flatMap(({ tag }) => (tag === null ? [] : [tag]))
}

function sameNames(left: string, leftNames: readonly string[], right: string, rightNames: readonly string[]): void {
  const missing = rightNames.filter((name) => !leftNames.includes(name))
  const unknown = leftNames.filter((name) => !rightNames.includes(name))
  if (missing.length > 0 || unknown.length > 0) {
    const parts = [
      ...(missing.length > 0 ? [`lacks ${missing.join(', ')} of ${right}`] : []),
      ...(unknown.length > 0 ? [`has ${unknown.join(', ')}, unknown to ${right}`] : []),
    ]
    throw new Error(`${left} ${parts.join(' and ')}.`)
  }
}

function checkEntry(type: string, entry: JsonObject, events: MessageDocument, realtime: MessageDocument): void {
  const envelope = optionalObjectAt(events.schemas.Envelope ?? {}, 'properties')
  const place = `The event "${type}" in names.yaml`
  oneOf(`${place}: component`, entry.component, stringsOf(optionalObjectAt(envelope, 'component').enum))
  if (entry.socket !== undefined) {
    oneOf(`${place}: socket`, entry.socket, tagsOf(realtime))
  }
  if (entry.mark !== undefined) {
    oneOf(`${place}: mark`, entry.mark, ['first', 'last'])
  }
  if (entry.webhook !== undefined) {
    oneOf(`${place}: webhook`, entry.webhook, stringsOf(events.schemas.WebhookEventType?.enum))
  }
}

function oneOf(place: string, value: Json | undefined, allowed: readonly string[]): void {
  if (typeof value !== 'string' || !allowed.includes(value)) {
    throw new Error(`${place} is "${String(value)}", not one of ${allowed.join(', ')}.`)
  }
}
