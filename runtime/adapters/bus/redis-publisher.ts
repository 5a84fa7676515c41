import type { ChainableCommander, Redis } from 'ioredis'
import type { CallEvent } from '#generated/events.gen.ts'
import { soon } from '#runtime/core/soon.ts'
import type { Unstored } from '#runtime/ports/bus.ts'

/** How much waits while Redis is away; beyond that the oldest go. Their publisher still has what it has not stored. */
const MAX_WAITING = 10_000
const BATCH = 500
/** Of what is stored, for readers who come a little later than it was. */
const KEPT_EVENTS = 1_000
/** Longer than anybody takes to read the log and then subscribe. */
const STORED_SEC = 300
/** A call that nobody has taken over for so long is nobody's. */
export const UNSTORED_SEC = 86_400

export interface RedisPublisher {
  publish(event: CallEvent, unstored?: Unstored): void
  stored(sessionId: string, seq: number, all: boolean): void
  /** Resolves when nothing is under way: all is written, or Redis is away. */
  settled(): Promise<void>
}

/** Up to where a session is stored, and whether that is all. */
interface Mark {
  readonly seq: number
  all: boolean
}

interface Entry {
  readonly event: CallEvent
  readonly unstored: Unstored | undefined
}

/**
 * Writes events to their session's stream, one pipeline at a time, in the order they came. The entry's id is the
 * event's number, so an event that is written again is refused by Redis and nobody sees it twice. A stream is trimmed and
 * expires by what its publisher says to be stored, and not before.
 */
export function redisPublisher(redis: Redis, streamOf: (sessionId: string) => string): RedisPublisher {
  let waiting: Entry[] = []
  /** By session, until Redis has answered. */
  const stored = new Map<string, Mark>()
  let flushing: Promise<void> | undefined

  const flush = async (): Promise<void> => {
    while (waiting.length + stored.size > 0 && redis.status === 'ready') {
      const batch = waiting.splice(0, BATCH)
      const pipeline = redis.pipeline()
      for (const entry of batch) add(pipeline, streamOf(entry.event.session_id), entry)
      for (const id of new Set(batch.map(({ event }) => event.session_id))) pipeline.expire(streamOf(id), UNSTORED_SEC)
      const marked = trim(pipeline, stored, waiting, streamOf)
      const results = await pipeline.exec().catch(() => null)
      const unwritten = batch.filter((_entry, i) => unanswered(results?.[i]))
      if (unwritten.length > 0) waiting = [...unwritten, ...waiting].slice(-MAX_WAITING)
      for (const { id, mark, last } of marked) {
        if (!unanswered(results?.[last]) && stored.get(id) === mark) stored.delete(id)
      }
      // A connection that is closing refuses at once and says "ready" until it is closed, which it must be given the time for.
      if (results === null || results.some(unanswered)) await new Promise<void>(soon)
    }
  }
  const start = (): void => {
    flushing ??= Promise.resolve()
      .then(flush)
      .finally(() => {
        flushing = undefined
      })
  }
  redis.on('ready', start)

  return {
    publish(event, unstored) {
      waiting.push({ event, unstored })
      if (waiting.length > MAX_WAITING) waiting.shift()
      const known = stored.get(event.session_id)
      if (known) known.all = false
      start()
    },
    stored(sessionId, seq, all) {
      stored.set(sessionId, { seq, all })
      if (stored.size > MAX_WAITING) stored.delete(stored.keys().next().value!)
      start()
    },
    settled: async () => flushing,
  }
}

/**
 * Gives the marks that are told with this pipeline, and the last command of each. What still waits to be written puts the expiry off
 * again: such a session is told of once more.
 */
function trim(
  pipeline: ChainableCommander,
  stored: Map<string, Mark>,
  waiting: readonly Entry[],
  streamOf: (sessionId: string) => string,
) {
  const behind = new Set(stored.size > 0 ? waiting.map(({ event }) => event.session_id) : [])
  const marked: { id: string; mark: Mark; last: number }[] = []
  for (const [id, mark] of stored) {
    if (mark.seq > KEPT_EVENTS) pipeline.xtrim(streamOf(id), 'MINID', '~', `${mark.seq - KEPT_EVENTS}-0`)
    if (mark.all && behind.has(id)) continue
    if (mark.all) pipeline.expire(streamOf(id), STORED_SEC)
    if (mark.all || mark.seq > KEPT_EVENTS) marked.push({ id, mark, last: pipeline.length - 1 })
    else stored.delete(id)
  }
  return marked
}

function add(pipeline: ChainableCommander, stream: string, { event, unstored }: Entry): void {
  const fields = ['kind', event.event_type, 'payload', JSON.stringify(event)]
  if (unstored) fields.push('epoch', `${unstored.epoch}`)
  if (unstored?.sealed) fields.push('sealed', unstored.sealed.toString('base64'))
  pipeline.xadd(stream, `${event.seq}-0`, ...fields)
}

/** What Redis refuses (no memory, an id that is not new) is late, not gone: it is not written again. */
const unanswered = (answer: readonly [Error | null, unknown] | undefined): boolean =>
  answer === undefined || (answer[0] !== null && answer[0].name !== 'ReplyError')
