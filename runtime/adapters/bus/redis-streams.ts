import { Redis } from 'ioredis'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import { redisPublisher } from './redis-publisher.ts'
import { RedisReader } from './redis-reader.ts'

const ANSWER_MS: Millis = 1_000
const LAST_WORDS_MS: Millis = 1_000
const LONGEST_RETRY_MS: Millis = 2_000
/** Without an answer for this long the connection is dead; longer than the reader's longest block. */
const SILENCE_MS: Millis = 5_000

export interface RedisBusOptions {
  readonly url: string
  readonly clock: Clock
  /** Before the session's id in the stream's key. */
  readonly prefix?: string
  /** Told about every failure of a connection; both are made again by themselves. */
  readonly onError?: (error: Error) => void
}

/**
 * The bus on Redis Streams (SRS 6.2): `XADD events:{session} {seq}-0 kind … payload …`, the last 10,000 or so events
 * of a session, for two hours after the last one. Two connections, however many subscriptions there are. It works
 * without Redis being there yet, and goes on when Redis comes back.
 */
export function redisBus({ url, clock, prefix = 'events:', onError = () => {} }: RedisBusOptions): Bus {
  const commands = connect(url, onError)
  const reading = connect(url, onError)
  const streamOf = (sessionId: string): string => prefix + sessionId
  const publisher = redisPublisher(commands, streamOf)
  const reader = new RedisReader({ reading, commands }, streamOf, clock)
  let closed: Promise<void> | undefined

  const close = async (): Promise<void> => {
    reader.close()
    reading.disconnect()
    await within(clock, LAST_WORDS_MS, publisher.settled())
    commands.disconnect()
  }
  return {
    publish(event) {
      if (!closed) publisher.publish(event)
    },
    subscribe: (sessionId, after, listener) => reader.subscribe(sessionId, after, listener),
    async ready() {
      const answer = await within(clock, ANSWER_MS, commands.ping()).catch(() => late)
      return answer !== late
    },
    close() {
      closed ??= close()
      return closed
    },
  }
}

/** Nothing queues inside the client: what waits for Redis waits with us, where it is bounded. */
function connect(url: string, onError: (error: Error) => void): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: SILENCE_MS,
    connectTimeout: SILENCE_MS,
    retryStrategy: (times) => Math.min(times * 50, LONGEST_RETRY_MS),
  }).on('error', onError)
}
