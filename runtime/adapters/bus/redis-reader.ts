import type { Redis } from 'ioredis'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Subscription } from '#runtime/ports/bus.ts'
import type { BusTrouble } from './bus-trouble.ts'
import { brokenEntry, eventOf, isBefore, lastIdOf, type StreamEntry } from './stream-entry.ts'
import { type Subscriber, tell } from './subscribers.ts'

const BLOCK_MS: Millis = 2_000
const TRY_AGAIN_MS: Millis = 200
const MAX_ENTRIES = 500
const MAX_NUDGES = 50
/** A stream that cannot be read is left alone for so long. */
const LEAVE_ALONE_MS: Millis = 2_000

interface Reading extends Subscriber {
  /** The last entry that it was shown, or passed over. */
  at: string
}

/** A stream, and behind which entry it is read. */
type Asked = readonly [stream: string, from: string]

interface Connections {
  /** Blocks in XREAD; nothing else may use it. */
  readonly reading: Redis
  /** Unblocks the other when there is somebody new to read for. */
  readonly commands: Redis
}

/**
 * Reads for all subscriptions of the process with one XREAD at a time, on one connection. An entry that holds no event is told of and
 * passed over; a stream that cannot be read is told of, and the others are read without it.
 */
export class RedisReader {
  readonly #connections: Connections
  readonly #streamOf: (sessionId: string) => string
  readonly #clock: Clock
  readonly #onTrouble: BusTrouble
  readonly #streams = new Map<string, Set<Reading>>()
  /** Streams that could not be read, and until when they are left alone. */
  readonly #leftAlone = new Map<string, Millis>()
  readonly #closing = new AbortController()
  #wake = Promise.withResolvers<void>()
  #clientId: number | undefined
  /** The XREAD that is under way. */
  #blocked: object | undefined

  constructor(connections: Connections, streamOf: (sessionId: string) => string, clock: Clock, onTrouble: BusTrouble) {
    this.#connections = connections
    this.#streamOf = streamOf
    this.#clock = clock
    this.#onTrouble = onTrouble
    connections.reading.on('ready', () => this.#wake.resolve())
    connections.reading.on('close', () => {
      this.#clientId = undefined
    })
    void this.#run()
  }

  subscribe(sessionId: string, after: number, listener: (event: CallEvent) => void): Subscription {
    const stream = this.#streamOf(sessionId)
    const subscriber: Reading = { after, listener, at: lastIdOf(after) }
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
        await this.#read().catch((error: Error) => this.#rest(error, signal))
      }
    }
  }

  /** Without a connection nothing was read: that is told by the connection, which comes back by itself. */
  async #rest(error: Error, signal: AbortSignal): Promise<void> {
    const isRefused = error.name === 'ReplyError'
    if (isRefused) this.#onTrouble('read', error)
    await this.#clock.sleep(isRefused ? LEAVE_ALONE_MS : TRY_AGAIN_MS, signal).catch(() => {})
  }

  async #read(): Promise<void> {
    const { reading } = this.#connections
    this.#clientId ??= await reading.client('ID')
    const asked = this.#toAsk()
    if (asked.length === 0) return await this.#clock.sleep(TRY_AGAIN_MS, this.#closing.signal)
    this.#blocked = {}
    const answer = await reading
      .xread('COUNT', MAX_ENTRIES, 'BLOCK', BLOCK_MS, 'STREAMS', ...keysAndIds(asked))
      .catch((error: Error) => this.#readEach(asked, error))
      .finally(() => {
        this.#blocked = undefined
      })
    const from = new Map(asked)
    for (const [stream, entries] of answer ?? []) this.#deliver(stream, from.get(stream)!, entries)
  }

  #toAsk(): Asked[] {
    const now = this.#clock.now()
    for (const [stream, until] of this.#leftAlone) if (until <= now) this.#leftAlone.delete(stream)
    return [...this.#streams]
      .filter(([stream]) => !this.#leftAlone.has(stream))
      .map(([stream, subscribers]) => [stream, furthestBehind(subscribers)])
  }

  /** One stream that Redis cannot read (it is no stream) fails the command for all: each is asked for itself, and that one left alone. */
  async #readEach(asked: readonly Asked[], error: Error): Promise<[stream: string, entries: StreamEntry[]][]> {
    if (error.name !== 'ReplyError') throw error
    const pipeline = this.#connections.reading.pipeline()
    for (const one of asked) pipeline.xread('COUNT', MAX_ENTRIES, 'STREAMS', ...keysAndIds([one]))
    const answers = (await pipeline.exec()) ?? []
    const refused = asked.filter((_one, i) => answers[i]?.[0])
    for (const [stream] of refused) this.#leftAlone.set(stream, this.#clock.now() + LEAVE_ALONE_MS)
    const [first = 'none by itself'] = refused.map(([stream]) => stream)
    const what = `Of ${asked.length} streams ${refused.length} cannot be read (${first})`
    this.#onTrouble('read', new Error(`${what} and are left alone for a while: ${error.message}`))
    return answers.flatMap(([, answer]) => (answer as [string, StreamEntry[]][] | null) ?? [])
  }

  #deliver(stream: string, from: string, entries: readonly StreamEntry[]): void {
    const subscribers = this.#streams.get(stream) ?? new Set()
    // Who came meanwhile and begins before them is shown them in its order, by the next read.
    const to = [...subscribers].filter(({ at }) => !isBefore(at, from))
    for (const entry of entries) {
      const event = eventOf(stream, entry)
      if (event === null) this.#onTrouble('entry', brokenEntry(stream, entry))
      else for (const subscriber of to) if (subscribers.has(subscriber)) tell(subscriber, event)
    }
    const [last = from] = entries.at(-1) ?? []
    for (const subscriber of to) if (isBefore(subscriber.at, last)) subscriber.at = last
  }

  /** The command may overtake the XREAD that it is to unblock: then it finds nobody and is sent again. */
  async #nudge(): Promise<void> {
    const underWay = this.#blocked
    for (let i = 0; i < MAX_NUDGES && underWay && this.#blocked === underWay && this.#clientId !== undefined; i++) {
      if ((await this.#connections.commands.client('UNBLOCK', this.#clientId)) === 1) return
    }
  }
}

const furthestBehind = (subscribers: ReadonlySet<Reading>): string =>
  [...subscribers].map(({ at }) => at).reduce((least, at) => (isBefore(at, least) ? at : least))

const keysAndIds = (asked: readonly Asked[]): string[] => [...asked.map(([key]) => key), ...asked.map(([, id]) => id)]
