/** How much waits before the first sound, so that a late piece leaves no gap. */
const LEAD_SEC = 0.04
/** What is cut off fades within this: a voice that stops at once clicks. */
const FADE_SEC = 0.005

/** Samples on their way to the loudspeaker, in pieces as they came. */
export class PlaybackQueue {
  readonly #lead: number
  readonly #fade: number
  #pieces: Float32Array[] = []
  /** Of the first piece, what is gone already. */
  #from = 0
  #queued = 0
  #waited = 0
  #playing = false
  #played = 0

  constructor(rateHz: number) {
    this.#lead = Math.round(rateHz * LEAD_SEC)
    this.#fade = Math.round(rateHz * FADE_SEC)
  }

  /** Samples that were played since `clear`, without the silence between them. */
  get played(): number {
    return this.#played
  }

  /** Samples that wait. */
  get queued(): number {
    return this.#queued
  }

  push(piece: Float32Array): void {
    this.#pieces.push(piece)
    this.#queued += piece.length
  }

  /** Fills `out` with what comes next, and with silence where there is nothing. */
  pull(out: Float32Array): void {
    out.fill(0)
    if (this.#queued === 0) {
      this.#playing = false
      this.#waited = 0
      return
    }
    this.#waited += out.length
    this.#playing ||= this.#queued >= this.#lead || this.#waited >= this.#lead
    if (!this.#playing) return
    for (let filled = 0; filled < out.length && this.#queued > 0; ) {
      const piece = this.#pieces[0]!
      const count = Math.min(piece.length - this.#from, out.length - filled)
      out.set(piece.subarray(this.#from, this.#from + count), filled)
      filled += count
      this.#played += count
      this.#queued -= count
      this.#from += count
      if (this.#from < piece.length) continue
      this.#pieces.shift()
      this.#from = 0
    }
  }

  /** Drops what waits, but for a few milliseconds in which it fades; counting begins anew. */
  clear(): void {
    const tail = new Float32Array(this.#playing ? Math.min(this.#fade, this.#queued) : 0)
    this.#playing = tail.length > 0
    this.#waited = this.#lead
    if (this.#playing) this.pull(tail)
    for (let index = 0; index < tail.length; index += 1) tail[index]! *= 1 - (index + 1) / tail.length
    this.#pieces = tail.length > 0 ? [tail] : []
    this.#from = 0
    this.#queued = tail.length
    this.#waited = 0
    // The tail is counted down to nothing: what is told belongs to what comes after it.
    this.#played = -tail.length
  }
}
