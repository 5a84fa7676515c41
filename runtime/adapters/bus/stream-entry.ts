import type { CallEvent } from '#generated/events.gen.ts'

/** An entry of a stream as Redis answers it: names and values take turns. */
export type StreamEntry = readonly [id: string, fields: readonly string[]]

export function fieldOf([, fields]: StreamEntry, name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1]
  return undefined
}

/** The number of its event. */
export const seqOf = ([id]: StreamEntry): number => Number.parseInt(id, 10)

/** What the database asks of an envelope: who takes an event over would try to store one without it for ever. */
const columns = ['ts', 'component', 'event_type', 'severity', 'correlation_id'] as const

/** Null where none of the stream's is in it: it was broken on its way, or somebody else writes to the stream. */
export function eventOf(stream: string, entry: StreamEntry): CallEvent | null {
  try {
    const event: CallEvent | null = JSON.parse(fieldOf(entry, 'payload') ?? 'null')
    if (event?.seq !== seqOf(entry) || !stream.endsWith(`:${event.session_id}`)) return null
    const isWhole = columns.every((name) => typeof event[name] === 'string')
    return isWhole && !Number.isNaN(Date.parse(event.ts)) ? event : null
  } catch {
    return null
  }
}

/** What is told of such an entry. What it holds may be anything, and is not told. */
export const brokenEntry = (stream: string, [id]: StreamEntry): Error =>
  new Error(`The entry ${id} of the stream ${stream} holds no event and is passed over.`)
