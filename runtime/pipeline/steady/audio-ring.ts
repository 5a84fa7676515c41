/** The last audio of a stream, in memory that is taken once. Places are bytes since the stream began. */
export class AudioRing {
  readonly #memory: Buffer
  #end = 0

  constructor(bytes: number) {
    this.#memory = Buffer.allocUnsafeSlow(bytes)
  }

  /** Where the oldest byte stands that is still known. */
  get start(): number {
    return Math.max(0, this.#end - this.#memory.length)
  }

  /** Where the next byte will stand. */
  get end(): number {
    return this.#end
  }

  push(audio: Buffer): void {
    const kept = audio.length > this.#memory.length ? audio.subarray(-this.#memory.length) : audio
    const at = (this.#end + audio.length - kept.length) % this.#memory.length
    const copied = kept.copy(this.#memory, at)
    if (copied < kept.length) kept.copy(this.#memory, 0, copied)
    this.#end += audio.length
  }

  /** Fills `target` with what stands at `from`; the whole of it must be known. */
  copy(from: number, target: Buffer): void {
    const at = from % this.#memory.length
    const copied = this.#memory.copy(target, 0, at, at + target.length)
    this.#memory.copy(target, copied, 0, target.length - copied)
  }
}
