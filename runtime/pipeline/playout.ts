import { bytesOf, msOf } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'

/** Agent audio goes out in frames of this length (FR-T4)… */
const OUT_FRAME_MS: Millis = 40
/** …and at most this far ahead of what the caller hears, so that a barge-in leaves little to drop. */
const LEAD_MS: Millis = 400
/** What was played is kept for so long: marks may say that the caller is behind. */
const KEPT_MS: Millis = 1_000
/** The longest utterance. */
const MAX_UTTERANCE_MS: Millis = 180_000

export interface PlayoutOutput {
  sendAudio(frame: Buffer): void
  /** What the caller heard from the instant `from` on; a view that is theirs until it returns. */
  heard?(pcm: Buffer, from: Millis): void
  /** Everything that was pushed has been heard, and no more will come. */
  played(): void
}

/**
 * Paces one utterance of the agent to the caller and knows how far the caller has heard it. Time comes in as `at`: of the
 * 20 ms wheel, and of whoever holds, resumes or asks. What was sent but not yet heard is kept, so that a false alarm can
 * be repaired from where the caller was.
 */
export class Playout {
  readonly #rate: number
  readonly #frameBytes: number
  readonly #output: PlayoutOutput
  readonly #chunks: Buffer[] = []
  /** Bytes of the utterance before the first kept chunk. */
  #base = 0
  #total = 0
  #sent = 0
  #playedMs: Millis = 0
  #at: Millis
  #phase: 'playing' | 'held' | 'over' = 'playing'
  #complete = false
  #limitMs = MAX_UTTERANCE_MS

  constructor(sampleRateHz: number, at: Millis, output: PlayoutOutput) {
    this.#rate = sampleRateHz
    this.#frameBytes = bytesOf(OUT_FRAME_MS, sampleRateHz)
    this.#output = output
    this.#at = at
  }

  /** The words last no longer: a voice that says more is cut there, and the utterance is complete. */
  limit(ms: Millis): void {
    this.#limitMs = Math.min(ms, MAX_UTTERANCE_MS)
  }

  /** What was pushed and not sent. */
  get unsentMs(): Millis {
    return msOf(this.#total - this.#sent, this.#rate)
  }

  /** More audio, whole samples; the buffer is kept. */
  push(pcm: Buffer, at: Millis): void {
    const room = Math.max(0, bytesOf(this.#limitMs, this.#rate) - this.#total)
    const kept = pcm.length > room ? pcm.subarray(0, room) : pcm
    if (pcm.length === 0 || this.#phase === 'over') return
    if (kept.length > 0) this.#chunks.push(kept)
    this.#total += kept.length
    if (kept.length < pcm.length) this.#complete = true
    this.tick(at)
  }

  /** No more audio will come. */
  complete(at: Millis): void {
    this.#complete = true
    this.tick(at)
  }

  tick(at: Millis): void {
    if (this.#phase !== 'playing') return
    this.#advance(at)
    const upTo = bytesOf(this.#playedMs + LEAD_MS, this.#rate)
    while (this.#sent < upTo && this.#sent < this.#total) {
      const size = Math.min(this.#frameBytes, this.#total - this.#sent)
      if (size < this.#frameBytes && !this.#complete) break
      this.#output.sendAudio(this.#take(size))
    }
    if (!this.#complete || msOf(this.#total, this.#rate) - this.#playedMs > 0.5) return
    this.#phase = 'over'
    this.#output.played()
  }

  /** Stops sending; what the caller has heard so far, in milliseconds of the utterance. */
  hold(at: Millis): Millis {
    if (this.#phase === 'playing') {
      this.#advance(at)
      this.#phase = 'held'
    }
    return this.#playedMs
  }

  get isHeld(): boolean {
    return this.#phase === 'held'
  }

  /** Goes on from where the caller was: `fromMs` where that is known better than by time. */
  resume(at: Millis, fromMs: Millis = this.#playedMs): void {
    if (this.#phase !== 'held') return
    this.#playedMs = Math.max(Math.min(this.#playedMs, fromMs), msOf(this.#base, this.#rate))
    this.#phase = 'playing'
    this.#at = at
    this.#sent = bytesOf(this.#playedMs, this.#rate)
    this.tick(at)
  }

  /** How much of the utterance was sent. */
  get sentMs(): Millis {
    return msOf(this.#sent, this.#rate)
  }

  /** What the caller has heard, and how long the utterance is as far as it has come. */
  progress(at: Millis): { heardMs: Millis; totalMs: Millis } {
    if (this.#phase === 'playing') this.#advance(at)
    return { heardMs: this.#playedMs, totalMs: msOf(this.#total, this.#rate) }
  }

  /** The caller hears what was sent, at the speed of time; where nothing is left to hear, it waits. */
  #advance(at: Millis): void {
    const sentMs = msOf(this.#sent, this.#rate)
    const before = bytesOf(this.#playedMs, this.#rate)
    const from = this.#at
    this.#playedMs = Math.min(sentMs, this.#playedMs + Math.max(0, at - this.#at))
    this.#at = at
    this.#tellHeard(before, bytesOf(this.#playedMs, this.#rate), from)
    const over = bytesOf(Math.max(0, this.#playedMs - KEPT_MS), this.#rate)
    while (this.#chunks.length > 0 && this.#base + this.#chunks[0]!.length <= over) {
      this.#base += this.#chunks.shift()!.length
    }
  }

  #tellHeard(begin: number, end: number, from: Millis): void {
    if (this.#output.heard === undefined) return
    let place = this.#base
    for (const chunk of this.#chunks) {
      const piece = chunk.subarray(Math.max(0, begin - place), Math.max(0, end - place))
      const sinceBegin = msOf(Math.max(0, place - begin), this.#rate)
      if (piece.length > 0) this.#output.heard(piece, from + sinceBegin)
      place += chunk.length
      if (place >= end) return
    }
  }

  /** The next `size` bytes: a view of one chunk, or a copy where two meet. */
  #take(size: number): Buffer {
    let offset = this.#sent - this.#base
    this.#sent += size
    let index = 0
    while (offset >= this.#chunks[index]!.length) offset -= this.#chunks[index++]!.length
    const first = this.#chunks[index]!
    if (offset + size <= first.length) return first.subarray(offset, offset + size)
    const frame = Buffer.allocUnsafe(size)
    for (let filled = 0; filled < size; offset = 0) filled += this.#chunks[index++]!.copy(frame, filled, offset)
    return frame
  }
}
