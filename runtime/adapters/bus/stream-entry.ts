import type { CallEvent } from '#generated/events.gen.ts'

/** An entry of a stream as Redis answers it: names and values take turns. */
export type StreamEntry = readonly [id: string, fields: readonly string[]]

export function fieldOf([, fields]: StreamEntry, name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1]
  return undefined
}

/** The number of its event. */
export const seqOf = ([id]: StreamEntry): number => Number.parseInt(id, 10)

/** Null where there is none in it: it was broken on its way, or somebody else writes to the stream. */
export function eventOf(entry: StreamEntry): CallEvent | null {
  try {
    const event: CallEvent | null = JSON.parse(fieldOf(entry, 'payload') ?? 'null')
    return event?.seq === seqOf(entry) ? event : null
  } catch {
    return null
  }
}

/** What is told of such an entry. What it holds may be anything, and is not told. */
export const brokenEntry = (stream: string, [id]: StreamEntry): Error =>
  new Error(`The entry ${id} of the stream ${stream} holds no event and is passed over.`)
