import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** Which story shows each type of event, and which types wait for something (specs/event-matrix.yaml). */
export interface EventMatrix {
  /** Stories that are no scenarios: name to what happens in them. */
  readonly stories: Readonly<Record<string, string>>
  readonly seen: Readonly<Record<string, readonly string[]>>
  /** What is waited for to drafts of events. */
  readonly planned: Readonly<Record<string, readonly string[]>>
}

const read = (path: string): unknown => parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

export const eventMatrix = read('../specs/event-matrix.yaml') as EventMatrix

/** Types of the events that are drafts. */
export function draftTypes(): string[] {
  const { components } = read('../specs/events.asyncapi.yaml') as {
    components: { messages: Record<string, { name: string; 'x-status'?: string }> }
  }
  return Object.values(components.messages).flatMap((message) =>
    message['x-status'] === 'draft' ? [message.name] : [],
  )
}
