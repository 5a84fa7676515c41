import type { Redis } from 'ioredis'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Subscription } from '#runtime/ports/bus.ts'
import { brokenEntry, eventOf, type StreamEntry, seqOf } from './stream-entry.ts'
import { type Subscriber, tell } from './subscribers.ts'

const BLOCK_MS: Millis = 2_000
const TRY_AGAIN_MS: Millis = 200
const MAX_ENTRIES = 500
const MAX_NUDGES = 50
/** The last id that has a given number: ours end in 0, those of others are passed over. */
const LAST_OF = '18446744073709551615'

interface Connections {
  /** Blocks in XREAD; nothing else may use it. */
  readonly reading: Redis
  /** Unblocks the other when there is somebody new to read for. */
  readonly commands: Redis
}

/**
 * Reads for all subscriptions of the process with one XREAD at a time, on one connection. An entry that holds no event is told of and
 * passed over.
 */
export class RedisReader {
  readonly #connections: Connections
  readonly #streamOf: (sessionId: string) => string
  readonly #clock: Clock
  readonly #onBroken: (error: Error) => void
  readonly #streams = new Map<string, Set<Subscriber>>()
  readonly #closing = new AbortController()
  #wake = Promise.withResolvers<void>()
  #clientId: number | undefined
  /** The XREAD that is under way. */
  #blocked: object | undefined

  constructor(
    connections: Connections,
    streamOf: (sessionId: string) => string,
    clock: Clock,
    onBroken: (error: Error) => void,
  ) {
    this.#connections = connections
    this.#streamOf = streamOf
    this.#clock = clock
    this.#onBroken = onBroken
    connections.reading.on('ready', () => this.#wake.resolve())
    connections.reading.on('close', () => {
      this.#clientId = undefined
    })
    void this.#run()
  }

  subscribe(sessionId: string, after: number, listener: (event: CallEvent) => void): Subscription {
    const stream = this.#streamOf(sessionId)
    const subscriber: Subscriber = { after, listener }
    const subscribers = this.#streams.get(stream) ?? new Set()
    this.#streams.set(stream, subscribers.add(subscriber))
    this.#wake.resolve()
    this.#nudge().catch(() => {})
    return {
      stop: () => {
        subscribers.delete(subscriber)
        if (subscribers.size === 0 && this.#streams.get(stream) === subscribers) this.#streams.delete(stream)
      },
    }
  }

  close(): void {
    this.#streams.clear()
    this.#closing.abort()
    this.#wake.resolve()
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      if (this.#streams.size === 0 || this.#connections.reading.status !== 'ready') {
        await this.#wake.promise
        this.#wake = Promise.withResolvers()
      } else {
        await this.#read().catch(() => this.#clock.sleep(TRY_AGAIN_MS, signal).catch(() => {}))
      }
    }
  }

  async #read(): Promise<void> {
    const { reading } = this.#connections
    this.#clientId ??= await reading.client('ID')
    const asked = [...this.#streams].map(([stream, subscribers]) => [stream, furthestBehind(subscribers)] as const)
    if (asked.length === 0) return
    const streamsAndIds = [...asked.map(([stream]) => stream), ...asked.map(([, after]) => `${after}-${LAST_OF}`)]
    this.#blocked = {}
    const answer = await reading
      .xread('COUNT', MAX_ENTRIES, 'BLOCK', BLOCK_MS, 'STREAMS', ...streamsAndIds)
      .finally(() => {
        this.#blocked = undefined
      })
    for (const [stream, entries] of answer ?? []) this.#deliver(stream, entries)
  }

  #deliver(stream: string, entries: readonly StreamEntry[]): void {
    const to = this.#streams.get(stream)
    for (const entry of entries) {
      const event = eventOf(stream, entry)
      if (event === null) this.#onBroken(brokenEntry(stream, entry))
      for (const subscriber of to ?? []) {
        if (event !== null) tell(subscriber, event)
        else subscriber.after = Math.max(subscriber.after, seqOf(entry))
      }
    }
  }

  /** The command may overtake the XREAD that it is to unblock: then it finds nobody and is sent again. */
  async #nudge(): Promise<void> {
    const underWay = this.#blocked
    for (let i = 0; i < MAX_NUDGES && underWay && this.#blocked === underWay && this.#clientId !== undefined; i++) {
      if ((await this.#connections.commands.client('UNBLOCK', this.#clientId)) === 1) return
    }
  }
}

const furthestBehind = (subscribers: ReadonlySet<Subscriber>): number =>
  Math.min(...[...subscribers].map(({ after }) => after))
