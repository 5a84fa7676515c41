import type { Redis } from 'ioredis'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import { type Subscriber, tell } from './subscribers.ts'

const BLOCK_MS: Millis = 2_000
const TRY_AGAIN_MS: Millis = 200
const MAX_ENTRIES = 500
const MAX_NUDGES = 50

export interface RedisReader {
  readonly subscribe: Bus['subscribe']
  close(): void
}

interface Connections {
  /** Blocks in XREAD; nothing else may use it. */
  readonly reading: Redis
  /** Unblocks the other when there is somebody new to read for. */
  readonly commands: Redis
}

/** Reads for all subscriptions of the process with one XREAD at a time, on one connection. */
export function redisReader(
  { reading, commands }: Connections,
  streamOf: (sessionId: string) => string,
  clock: Clock,
): RedisReader {
  const streams = new Map<string, Set<Subscriber>>()
  const closing = new AbortController()
  let wake = Promise.withResolvers<void>()
  let clientId: number | undefined
  let blocked: object | undefined

  const read = async (): Promise<void> => {
    clientId ??= await reading.client('ID')
    const asked = [...streams].map(([stream, subscribers]) => [stream, furthestBehind(subscribers)] as const)
    if (asked.length === 0) return
    const streamsAndIds = [...asked.map(([stream]) => stream), ...asked.map(([, after]) => `${after}-0`)]
    blocked = {}
    const answer = await reading
      .xread('COUNT', MAX_ENTRIES, 'BLOCK', BLOCK_MS, 'STREAMS', ...streamsAndIds)
      .finally(() => {
        blocked = undefined
      })
    for (const [stream, entries] of answer ?? []) deliver(entries, streams.get(stream))
  }
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      if (streams.size === 0 || reading.status !== 'ready') {
        await wake.promise
        wake = Promise.withResolvers()
      } else {
        await read().catch(() => clock.sleep(TRY_AGAIN_MS, closing.signal).catch(() => {}))
      }
    }
  }
  /** The command may overtake the XREAD that it is to unblock: then it finds nobody and is sent again. */
  const nudge = async (): Promise<void> => {
    const underWay = blocked
    for (let i = 0; i < MAX_NUDGES && underWay && blocked === underWay && clientId !== undefined; i++) {
      if ((await commands.client('UNBLOCK', clientId)) === 1) return
    }
  }
  reading.on('ready', () => wake.resolve())
  reading.on('close', () => {
    clientId = undefined
  })
  void run()

  return {
    subscribe(sessionId, after, listener) {
      const stream = streamOf(sessionId)
      const subscriber: Subscriber = { after, listener }
      const subscribers = streams.get(stream) ?? new Set()
      streams.set(stream, subscribers.add(subscriber))
      wake.resolve()
      nudge().catch(() => {})
      return {
        stop() {
          subscribers.delete(subscriber)
          if (subscribers.size === 0 && streams.get(stream) === subscribers) streams.delete(stream)
        },
      }
    },
    close() {
      streams.clear()
      closing.abort()
      wake.resolve()
    },
  }
}

const furthestBehind = (subscribers: ReadonlySet<Subscriber>): number =>
  Math.min(...[...subscribers].map(({ after }) => after))

function deliver(entries: readonly (readonly [id: string, fields: readonly string[]])[], to?: Set<Subscriber>): void {
  for (const [, fields] of entries) {
    const payload = fields[fields.indexOf('payload') + 1]
    const event = JSON.parse(payload!) as CallEvent
    for (const subscriber of to ?? []) tell(subscriber, event)
  }
}
