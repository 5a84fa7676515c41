/** Blocks of a full ring, but for those at its two ends. */
const BLOCKS = 20
/** Blocks that are kept for further use: between two final words lie a few seconds. */
const SPARE_BLOCKS = 5

/**
 * The last audio of a stream. Places are bytes since the stream began. Memory is taken as it is needed and used again:
 * what is forgotten in time takes little of it.
 */
export class AudioRing {
  readonly #bytes: number
  readonly #size: number
  /** Of them the first begins at `#base`. */
  readonly #blocks: Buffer[] = []
  readonly #spare: Buffer[] = []
  #base = 0
  #end = 0

  constructor(bytes: number) {
    this.#bytes = bytes
    this.#size = Math.ceil(bytes / BLOCKS)
  }

  /** Where the oldest byte stands that is still known. */
  get start(): number {
    return Math.max(this.#base, this.#end - this.#bytes)
  }

  /** Where the next byte will stand. */
  get end(): number {
    return this.#end
  }

  /** Memory that is held, in bytes. */
  get held(): number {
    return (this.#blocks.length + this.#spare.length) * this.#size
  }

  push(audio: Buffer): void {
    for (let from = 0; from < audio.length; ) {
      const offset = this.#end - this.#base
      const last = offset === this.#blocks.length * this.#size ? this.#grow() : this.#blocks.at(-1)!
      const copied = audio.copy(last, offset % this.#size, from)
      from += copied
      this.#end += copied
      this.forget(this.#end - this.#bytes)
    }
  }

  /** What stands before this place is not asked for again; some of it may be known for a while. */
  forget(before: number): void {
    while (this.#blocks.length > 0 && this.#base + this.#size <= before) {
      const block = this.#blocks.shift()!
      if (this.#spare.length < SPARE_BLOCKS) this.#spare.push(block)
      this.#base += this.#size
    }
  }

  /** Fills `target` with what stands at `from`; the whole of it must be known. */
  copy(from: number, target: Buffer): void {
    for (let filled = 0; filled < target.length; ) {
      const offset = from + filled - this.#base
      filled += this.#blocks[Math.floor(offset / this.#size)]!.copy(target, filled, offset % this.#size)
    }
  }

  #grow(): Buffer {
    const block = this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#size)
    this.#blocks.push(block)
    return block
  }
}
