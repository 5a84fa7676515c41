import type { ServerMessage } from './generated/realtime.gen.ts'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 4_000
/** As long as the platform waits, where it does not say. */
const USUAL_GRACE_MS = 20_000

/** How long to wait before the next try: twice as long each time, and by chance up to half of that less. */
export function backoff(tries: number, chance: number): number {
  const ms = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries)
  return ms * (0.5 + chance / 2)
}

/** How far a client has heard a call's log, and with what it may come back. */
export class Progress {
  #seq = 0
  /** What `prevSeq` of the next message of the log must be. */
  #expected = 0
  /** Of each socket since the last that had the call, oldest first: which one holds is known to the platform alone. */
  #tokens: string[] = []
  #untried: string[] = []
  #graceMs = USUAL_GRACE_MS

  /** The last number that came. */
  get seq(): number {
    return this.#seq
  }

  get graceMs(): number {
    return this.#graceMs
  }

  /** A token of a socket before this one; undefined when none is left to try. */
  nextToken(): string | undefined {
    return this.#untried.pop()
  }

  /** Where the message stands: the `next` of the log (or none of it), one that came before, or one after a `gap`. */
  place(message: ServerMessage): 'next' | 'again' | 'gap' {
    if (message.t === 'connected') {
      this.#untried = [...this.#tokens]
      if (message.resumeToken !== undefined) this.#tokens.push(message.resumeToken)
      this.#graceMs = message.limits?.resumeGraceMs ?? this.#graceMs
    }
    if (message.t === 'resumed') {
      this.#tokens = this.#tokens.slice(-1)
      this.#expected = message.fromSeq - 1
      this.#seq = Math.max(this.#seq, this.#expected)
    }
    if (!('prevSeq' in message) || message.prevSeq === undefined || message.seq === undefined) return 'next'
    if (message.prevSeq > this.#expected) return 'gap'
    this.#expected = message.seq
    if (message.seq <= this.#seq) return 'again'
    this.#seq = message.seq
    return 'next'
  }
}
