import type { CallEvent } from '#generated/events.gen.ts'

/** An entry of a stream as Redis answers it: names and values take turns. */
export type StreamEntry = readonly [id: string, fields: readonly string[]]

export function fieldOf([, fields]: StreamEntry, name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1]
  return undefined
}

/** The last id that has the number of an event: ours end in 0, those of others are passed over. */
export const lastIdOf = (seq: number): string => `${seq}-18446744073709551615`

/** Ids are two numbers of 64 bits. Others may write to a stream, so they are more than a number of ours holds. */
export function isBefore(a: string, b: string): boolean {
  const [one, other] = [partsOf(a), partsOf(b)]
  return one.major === other.major ? one.minor < other.minor : one.major < other.major
}

function partsOf(id: string): { readonly major: bigint; readonly minor: bigint } {
  const [major = '0', minor = '0'] = id.split('-')
  return { major: BigInt(major), minor: BigInt(minor) }
}

/** What the database asks of an envelope: who takes an event over would try to store one without it for ever. */
const columns = ['ts', 'component', 'event_type', 'severity', 'correlation_id'] as const

/** Null where none of the stream's is in it: it was broken on its way, or somebody else writes to the stream. */
export function eventOf(stream: string, entry: StreamEntry): CallEvent | null {
  try {
    const event: CallEvent | null = JSON.parse(fieldOf(entry, 'payload') ?? 'null')
    if (event === null || !Number.isSafeInteger(event.seq) || entry[0] !== `${event.seq}-0`) return null
    const isWhole = columns.every((name) => typeof event[name] === 'string')
    return isWhole && stream.endsWith(`:${event.session_id}`) && !Number.isNaN(Date.parse(event.ts)) ? event : null
  } catch {
    return null
  }
}

/** What is told of such an entry. What it holds may be anything, and is not told. */
export const brokenEntry = (stream: string, [id]: StreamEntry): Error =>
  new Error(`The entry ${id} of the stream ${stream} holds no event and is passed over.`)
