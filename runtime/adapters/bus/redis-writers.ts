import type { Redis } from 'ioredis'
import type { CallEvent } from '#generated/events.gen.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import type { Ownership } from '#runtime/ports/store.ts'
import type { BusTrouble } from './bus-trouble.ts'
import { UNSTORED_SEC } from './redis-publisher.ts'
import { brokenEntry, eventOf, fieldOf, type StreamEntry } from './stream-entry.ts'

const GROUP = 'writers'
const MAX_ENTRIES = 500

/**
 * The consumer group of those who store what the owner of a call published and did not store (SRS 6.2). It begins behind
 * what is stored, when a call is first taken over; a consumer is a process. What a taker that died had taken is claimed
 * by the next one at once, as nobody takes a call over whose owner lives. What was published by an owner before the last one
 * was refused by the database, and is by us. An entry that holds no event is told of and passed over.
 */
export async function takeOver(
  redis: Redis,
  stream: string,
  after: number,
  { processId, epoch }: Ownership,
  onTrouble: BusTrouble,
): Promise<StoredEvent[]> {
  if (!(await joined(redis, stream, after))) return []
  for (;;) {
    const { entries, taken } = await nextEntries(redis, stream, processId)
    if (entries.length === 0) return []
    // A taker that died before it read has published nothing: then the last owner who did is the one before it.
    const last = Math.min(epoch - 1, Math.max(1, ...entries.map(epochOf)))
    const done: string[] = []
    const wanted: StoredEvent[] = []
    for (const entry of entries) {
      const event = eventOf(stream, entry)
      if (event === null) onTrouble('entry', brokenEntry(stream, entry))
      if (event !== null && event.seq > after && (taken || epochOf(entry) >= last)) wanted.push(stored(event, entry))
      else done.push(entry[0])
    }
    if (done.length > 0) await redis.xack(stream, GROUP, ...done)
    if (wanted.length === 0) continue
    // What was stored of it before may have let it expire soon.
    await redis.expire(stream, UNSTORED_SEC)
    return wanted
  }
}

/** The number of the newest entry that holds an event, of as many as are looked at. */
export async function lastSeq(redis: Redis, stream: string): Promise<number> {
  const newest = (await redis.xrevrange(stream, '+', '-', 'COUNT', MAX_ENTRIES)) as StreamEntry[]
  return newest.map((entry) => eventOf(stream, entry)).find((event) => event !== null)?.seq ?? 0
}

/** False when there is no such stream: all of it was stored. */
async function joined(redis: Redis, stream: string, after: number): Promise<boolean> {
  try {
    await redis.xgroup('CREATE', stream, GROUP, `${after}-0`)
    return true
  } catch (error) {
    const { message } = error as Error
    if (message.startsWith('BUSYGROUP')) return true
    if (message.includes('requires the key to exist')) return false
    throw error
  }
}

/** Those that somebody has taken already, then those that nobody has. */
async function nextEntries(redis: Redis, stream: string, consumer: string) {
  const claimed = await redis.xautoclaim(stream, GROUP, consumer, 0, '0-0', 'COUNT', MAX_ENTRIES)
  const [, taken] = claimed as [string, StreamEntry[]]
  if (taken.length > 0) return { entries: taken, taken: true }
  const read = await redis.xreadgroup('GROUP', GROUP, consumer, 'COUNT', MAX_ENTRIES, 'STREAMS', stream, '>')
  const entries = (read as [string, StreamEntry[]][] | null)?.[0]?.[1] ?? []
  return { entries, taken: false }
}

/** 0: nobody's to store but its publisher's. */
function epochOf(entry: StreamEntry): number {
  const epoch = Number(fieldOf(entry, 'epoch') ?? 0)
  return Number.isSafeInteger(epoch) ? epoch : 0
}

function stored(event: CallEvent, entry: StreamEntry): StoredEvent {
  const sealed = fieldOf(entry, 'sealed')
  return { event, sealed: sealed === undefined ? null : Buffer.from(sealed, 'base64') }
}
