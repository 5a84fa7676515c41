import type { WebSocket } from 'ws'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'

/** A client that sent nothing for so long has lost its place, even if its machine still answers pings. */
const SILENT_MS: Millis = 10_000
/** One that was heard of so lately is there. */
const FRESH_MS: Millis = 1_000
/** How long a client may take to answer a ping before another one may have its place. */
const ANSWER_MS: Millis = 2_000

/** Whether the client of a socket is there. */
export class Pulse {
  readonly #socket: WebSocket
  readonly #clock: Clock
  readonly #asked = new Set<() => void>()
  #heardAt: Millis
  /** It was asked and did not answer since. */
  #mute = false

  constructor(socket: WebSocket, clock: Clock) {
    this.#socket = socket
    this.#clock = clock
    this.#heardAt = clock.now()
    socket.on('pong', () => this.#answered())
  }

  /** A message came. */
  heard(): void {
    this.#heardAt = this.#clock.now()
    this.#answered()
  }

  /** Looks at what came of late, or asks. */
  async alive(): Promise<boolean> {
    const silentMs = this.#clock.now() - this.#heardAt
    if (this.#mute || silentMs >= SILENT_MS || this.#socket.readyState !== this.#socket.OPEN) return false
    if (silentMs < FRESH_MS) return true
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#asked.add(resolve)
    this.#socket.ping()
    const answer = await within(this.#clock, ANSWER_MS, promise)
    this.#asked.delete(resolve)
    this.#mute = answer === late
    return !this.#mute
  }

  #answered(): void {
    this.#mute = false
    for (const resolve of this.#asked) resolve()
  }
}
