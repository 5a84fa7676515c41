import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import { connectRedis } from '../redis/connect.ts'
import type { BusTrouble } from './bus-trouble.ts'
import { redisPublisher } from './redis-publisher.ts'
import { RedisReader } from './redis-reader.ts'
import { lastSeq, takeOver } from './redis-writers.ts'

const ANSWER_MS: Millis = 1_000
const LAST_WORDS_MS: Millis = 1_000
/** Who takes calls over when its process begins waits so long for the first connection. */
const CONNECTED_MS: Millis = 2_000

export interface RedisBusOptions {
  readonly url: string
  readonly clock: Clock
  /** Before the session's id in the stream's key; ends in a colon. */
  readonly prefix?: string
  /** Told about every failure of a connection, which are made again by themselves, entries that hold no event, and reads that fail. */
  readonly onError?: (error: Error) => void
  readonly metrics?: Pick<MetricRecorder, 'add'>
}

/**
 * The bus on Redis Streams (SRS 6.2): `XADD events:{session} {seq}-0 kind … payload …`, with what is sealed of it. A stream holds
 * all that is not stored, and the last thousand or so events that are; it goes five minutes after all was stored. What
 * a dead owner left in it is read by a consumer group (`redis-writers.ts`). Two connections, however many subscriptions there are. It
 * works without Redis being there yet, and goes on when Redis comes back, empty or not.
 */
export function redisBus({ url, clock, prefix = 'events:', onError = () => {}, metrics }: RedisBusOptions): Bus {
  const commands = connectRedis(url, onError)
  const reading = connectRedis(url, onError)
  const streamOf = (sessionId: string): string => prefix + sessionId
  const publisher = redisPublisher(commands, streamOf)
  const onTrouble: BusTrouble = (trouble, error) => {
    metrics?.add('invorto_bus_troubles_total', { trouble })
    onError(error)
  }
  const reader = new RedisReader({ reading, commands }, streamOf, clock, onTrouble)
  const connected = new Promise<void>((ready) => commands.once('ready', ready))
  const tried = within(clock, CONNECTED_MS, connected)
  let closed: Promise<void> | undefined

  const close = async (): Promise<void> => {
    reader.close()
    reading.disconnect()
    await within(clock, LAST_WORDS_MS, publisher.settled())
    commands.disconnect()
  }
  return {
    publish(event, unstored) {
      if (!closed) publisher.publish(event, unstored)
    },
    stored(sessionId, seq, all) {
      if (!closed) publisher.stored(sessionId, seq, all)
    },
    async takeOver(sessionId, after, taker) {
      await tried
      return await takeOver(commands, streamOf(sessionId), after, taker, onTrouble)
    },
    lastSeq: (sessionId) => lastSeq(commands, streamOf(sessionId)),
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
