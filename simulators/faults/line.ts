import type { Clock } from '#runtime/core/clock.ts'
import type { FaultPlan, Midway } from './plan.ts'

export type Chunk = string | Buffer

/** The far end of a line: a WebSocket or an HTTP answer. */
export interface LineEnd {
  /** Sends a chunk; a promise when the receiver must be waited for. */
  deliver(chunk: Chunk): Promise<void> | undefined
  /** Tells the receiver that the answer failed, as the vendor does. */
  error(): void
  /** Drops the connection without a word. */
  disconnect(): void
  /** A chunk that no client can parse. */
  garbage(): Chunk
}

/** Chunks that may wait for a slow line before it is dropped. */
const mostWaiting = 1024
/** An endless answer repeats itself no faster than this. */
const endlessMs = 10

/** Sends the chunks of an answer in order, and does to them what the fault plan says. */
export class Line {
  readonly #plan: FaultPlan
  readonly #clock: Clock
  readonly #end: LineEnd
  readonly #closed: AbortSignal
  #tail: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #dead = false
  #begins = true
  #failure: Midway | undefined
  #passed = 0
  #last: Chunk | undefined

  /** `closed` aborts when the connection is gone. */
  constructor(plan: FaultPlan, clock: Clock, end: LineEnd, closed: AbortSignal) {
    this.#plan = plan
    this.#clock = clock
    this.#end = end
    this.#closed = closed
  }

  /** Whether nothing goes out any more. */
  get isSilent(): boolean {
    return this.#dead
  }

  /** A new answer begins: its first chunk waits for `firstByteMs` again. */
  begin(): void {
    this.#begins = true
  }

  /** Says nothing from now on. */
  stall(): void {
    this.#dead = true
  }

  /** Says something that is no part of an answer, at once, unless the line is silent. */
  tell(chunk: Chunk): void {
    if (!this.#dead && !this.#closed.aborted) this.#end.deliver(chunk)
  }

  /** Whether the chunk went out; never rejects. `wanted` is asked when its turn comes. */
  send(chunk: Chunk, wanted: () => boolean = () => true): Promise<boolean> {
    if (this.#waiting >= mostWaiting && !this.#dead) {
      this.#dead = true
      this.#end.disconnect()
    }
    if (this.#dead) return Promise.resolve(false)
    this.#waiting++
    const begins = this.#begins
    this.#begins = false
    const passed = this.#tail.then(() => this.#pass(chunk, begins, wanted)).catch(() => false)
    this.#tail = passed.then(() => this.#waiting--)
    return passed
  }

  /** Resolves when all that was sent so far has gone out. */
  async settled(): Promise<void> {
    await this.#tail
  }

  async #pass(chunk: Chunk, begins: boolean, wanted: () => boolean): Promise<boolean> {
    if (this.#dead || this.#closed.aborted || !wanted()) return false
    const { firstByteMs = 0, chunkMs = 0 } = this.#plan.fault
    const delayMs = begins ? firstByteMs : chunkMs
    if (delayMs > 0) await this.#clock.sleep(delayMs, this.#closed)
    if (!wanted()) return false

    if (!this.#failure) {
      this.#failure = this.#plan.takeMidway()
      this.#passed = 0
    }
    if (this.#failure && this.#passed >= (this.#failure.afterChunks ?? 1)) {
      if (!(await this.#fail(this.#failure, chunk))) return false
    }
    await this.#end.deliver(chunk)
    this.#last = chunk
    this.#passed++
    return true
  }

  /** Whether the line goes on afterwards. */
  async #fail(failure: Midway, chunk: Chunk): Promise<boolean> {
    if (failure.kind === 'garbage') {
      this.#failure = undefined
      await this.#end.deliver(this.#end.garbage())
      return true
    }
    this.#dead = true
    if (failure.kind === 'error_midway') this.#end.error()
    if (failure.kind === 'disconnect_midway') this.#end.disconnect()
    while (failure.kind === 'endless' && !this.#closed.aborted) {
      await this.#end.deliver(this.#last ?? chunk)
      await this.#clock.sleep(Math.max(this.#plan.fault.chunkMs ?? 0, endlessMs), this.#closed)
    }
    return false
  }
}
