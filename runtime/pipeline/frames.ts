import { bytesOf, frameMs } from '#runtime/core/audio.ts'

/**
 * Cuts audio of any frame size into frames of 20 ms (FR-T4). A frame is a view of what came in or of one reused buffer:
 * it is the listener's until it returns.
 */
export class FrameCutter {
  readonly #size: number
  readonly #held: Buffer
  readonly #onFrame: (frame: Buffer) => void
  #filled = 0

  constructor(sampleRateHz: number, onFrame: (frame: Buffer) => void) {
    this.#size = bytesOf(frameMs, sampleRateHz)
    this.#held = Buffer.alloc(this.#size)
    this.#onFrame = onFrame
  }

  push(audio: Buffer): void {
    let from = 0
    if (this.#filled > 0) {
      from = Math.min(this.#size - this.#filled, audio.length)
      audio.copy(this.#held, this.#filled, 0, from)
      this.#filled += from
      if (this.#filled < this.#size) return
      this.#filled = 0
      this.#onFrame(this.#held)
    }
    for (; from + this.#size <= audio.length; from += this.#size) {
      this.#onFrame(audio.length === this.#size ? audio : audio.subarray(from, from + this.#size))
    }
    if (from < audio.length) this.#filled = audio.copy(this.#held, 0, from)
  }
}
