/** Chunks that wait for one that is missing: 60 to 120 ms of audio. */
const MAX_HELD = 3
/** Missing chunks that are covered up; a longer gap is a pause. */
const MAX_CONCEALED = 5
/** A number so far from the expected one begins a new count. */
const FAR = 64
/** How much softer each chunk is that covers a gap. */
const FADE = 0.5

/**
 * Puts numbered audio chunks in order (FR-T5): drops what came before, waits a little for what is missing, and covers up
 * what does not come with the last chunk, fading.
 */
export class ChunkOrder {
  readonly #onChunk: (pcm: Buffer) => void
  readonly #held = new Map<number, Buffer>()
  #next: number | null = null
  #last: Buffer | null = null

  constructor(onChunk: (pcm: Buffer) => void) {
    this.#onChunk = onChunk
  }

  push(seq: number, pcm: Buffer): void {
    if (this.#next === null || Math.abs(seq - this.#next) > FAR) this.#anew(seq)
    if (seq < this.#next! || this.#held.has(seq)) return
    if (seq !== this.#next) this.#held.set(seq, pcm)
    else this.#tell(pcm)
    this.#release()
    if (this.#held.size >= MAX_HELD) this.#skip()
  }

  /** What waits, and what would cover a gap, is dropped; the next chunk begins a new count. */
  clear(): void {
    this.#held.clear()
    this.#next = null
    this.#last = null
  }

  /** What waits is told: nobody will fill the gap any more. */
  #anew(seq: number): void {
    for (const held of [...this.#held.keys()].toSorted((a, b) => a - b)) this.#onChunk(this.#held.get(held)!)
    this.#held.clear()
    this.#next = seq
    this.#last = null
  }

  #tell(pcm: Buffer): void {
    this.#next! += 1
    this.#last = pcm
    this.#onChunk(pcm)
  }

  #release(): void {
    for (let pcm = this.#held.get(this.#next!); pcm !== undefined; pcm = this.#held.get(this.#next!)) {
      this.#held.delete(this.#next!)
      this.#tell(pcm)
    }
  }

  #skip(): void {
    const first = Math.min(...this.#held.keys())
    const missing = first - this.#next!
    if (missing <= MAX_CONCEALED && this.#last !== null) {
      let cover = this.#last
      for (let i = 0; i < missing; i++) {
        cover = softer(cover)
        this.#onChunk(cover)
      }
    }
    this.#next = first
    this.#release()
  }
}

function softer(pcm: Buffer): Buffer {
  const quiet = Buffer.allocUnsafe(pcm.length)
  for (let at = 0; at + 1 < pcm.length; at += 2) quiet.writeInt16LE(Math.round(pcm.readInt16LE(at) * FADE), at)
  return quiet
}
