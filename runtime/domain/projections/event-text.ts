import type { CallEvent, EventContent } from '#generated/events.gen.ts'

/** The sealed part of an event, where it has one and the reader may see it. */
export type AnyContent = EventContent[keyof EventContent] | undefined

/** An event as a projection reads it: the envelope, and its content where there is any. */
export interface LoggedEvent {
  readonly event: CallEvent
  readonly content: AnyContent
}

/** The words of an event, or an empty text. */
export const spoken = (content: AnyContent): string => (content !== undefined && 'text' in content ? content.text : '')
/** Of an agent's utterance, the words that were heard. */
export const heard = (content: AnyContent): string | undefined =>
  content !== undefined && 'text_heard' in content ? content.text_heard : undefined
/** What a tool was asked with, and what it answered. */
export const argumentsOf = (content: AnyContent): Readonly<Record<string, unknown>> | undefined =>
  content !== undefined && 'args' in content ? content.args : undefined
export const resultOf = (content: AnyContent): { readonly result?: unknown } | undefined =>
  content !== undefined && 'result' in content ? content : undefined
