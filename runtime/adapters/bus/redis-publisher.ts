import type { Redis } from 'ioredis'
import type { CallEvent } from '#generated/events.gen.ts'

/** How much waits while Redis is away; beyond that the oldest go. */
const MAX_WAITING = 10_000
const BATCH = 500
const KEPT_EVENTS = 10_000
const KEPT_SEC = 7_200

export interface RedisPublisher {
  publish(event: CallEvent): void
  /** Resolves when nothing is under way: all is written, or Redis is away. */
  settled(): Promise<void>
}

/**
 * Writes events to their session's stream, one pipeline at a time, in the order they came. The entry's id is the
 * event's number, so an event that is written again is refused by Redis and nobody sees it twice.
 */
export function redisPublisher(redis: Redis, streamOf: (sessionId: string) => string): RedisPublisher {
  let waiting: CallEvent[] = []
  let flushing: Promise<void> | undefined

  const flush = async (): Promise<void> => {
    while (waiting.length > 0 && redis.status === 'ready') {
      const batch = waiting.splice(0, BATCH)
      const unwritten = await write(redis, streamOf, batch)
      if (unwritten.length > 0) waiting = [...unwritten, ...waiting].slice(-MAX_WAITING)
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
    publish(event) {
      waiting.push(event)
      if (waiting.length > MAX_WAITING) waiting.shift()
      start()
    },
    settled: async () => flushing,
  }
}

/** Those that Redis did not answer. What it refuses (no memory, an id that is not new) is late, not gone: dropped. */
async function write(
  redis: Redis,
  streamOf: (id: string) => string,
  batch: readonly CallEvent[],
): Promise<CallEvent[]> {
  const pipeline = redis.pipeline()
  for (const event of batch) {
    const place = [streamOf(event.session_id), 'MAXLEN', '~', KEPT_EVENTS, `${event.seq}-0`] as const
    pipeline.xadd(...place, 'kind', event.event_type, 'payload', JSON.stringify(event))
  }
  for (const stream of new Set(batch.map((event) => streamOf(event.session_id)))) pipeline.expire(stream, KEPT_SEC)
  const results = await pipeline.exec().catch(() => null)
  return batch.filter((_event, i) => {
    const answer = results?.[i]
    return !answer || (answer[0] !== null && answer[0].name !== 'ReplyError')
  })
}
