import { type JsonObject, optionalObjectAt } from '../bundle/json.ts'
import { declaration, typeOf } from './json-schema-to-ts.ts'
import { type MessageDocument, piiMarks, textMessages } from './message-document.ts'
import { unionOf } from './messages.ts'
import { header, literal, quoted } from './source-text.ts'

/** `generated/events.gen.ts`: the events of a call's log. */
export function emitEvents(document: MessageDocument, source: string): string {
  const events = textMessages(document, 'send').map(({ tag, schema }) => {
    const { data, content } = optionalObjectAt(document.schemas[schema] ?? {}, 'properties')
    const type = data === undefined ? `Omit<${schema}, '${document.discriminator}'>` : typeOf(data)
    return { tag, schema, data: data ?? document.schemas[schema], content, type }
  })
  const tag = document.discriminator
  const sealed = events.filter(({ content }) => content !== undefined)
  const marks = (part: 'data' | 'content') =>
    events.map((event) => `  ${quoted(event.tag)}: ${literal(piiMarks(document, event[part]))},\n`).join('')
  return [
    `${header(source)}import { check, type Validator, type Violation } from './violation.gen.ts'
import * as validators from './validators/events.mjs'
`,
    ...Object.entries(document.schemas).map(([name, schema]) => declaration(name, schema as JsonObject)),
    unionOf('CallEvent', 'Every event of a log.', textMessages(document, 'send')),
    `export type EventType = CallEvent['${tag}']

export type EventOf<Type extends EventType> = Extract<CallEvent, { readonly ${tag}: Type }>

/** What each type adds to the envelope. */
export interface EventData {
${events.map((event) => `  readonly ${quoted(event.tag)}: ${event.type}\n`).join('')}}

/** Sealed words, for the types that have any. */
export interface EventContent {
${sealed.map((event) => `  readonly ${quoted(event.tag)}: ${typeOf(event.content)}\n`).join('')}}

export const eventTypes = [
${events.map((event) => `  ${quoted(event.tag)},\n`).join('')}] as const satisfies readonly EventType[]

/** Kinds of personal data in an event's \`data\` (the \`x-pii\` marks). */
export const eventPii: Readonly<Record<EventType, readonly string[]>> = {
${marks('data')}}

/** Kinds of personal data in an event's \`content\`. */
export const contentPii: Readonly<Record<EventType, readonly string[]>> = {
${marks('content')}}

const eventValidators: Readonly<Record<EventType, Validator>> = {
${events.map((event) => `  ${quoted(event.tag)}: validators.${event.schema},\n`).join('')}}

/** What is wrong with an event, or null when it fits the contract. */
export function checkEvent(event: CallEvent): Violation | null {
  if (!Object.hasOwn(eventValidators, event.${tag})) {
    return { pointer: '/${tag}', message: 'is no type of event', keyword: 'enum' }
  }
  return check(eventValidators[event.${tag}], event)
}
`,
  ].join('\n')
}
