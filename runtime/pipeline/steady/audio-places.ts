/**
 * Which place of the caller's audio stands at a place of one stream, when parts were left out of the stream. Both are
 * bytes.
 */
export class AudioPlaces {
  readonly #kept: { readonly stream: number; readonly caller: number }[]

  /** The stream begins at `caller`. */
  constructor(caller: number) {
    this.#kept = [{ stream: 0, caller }]
  }

  /** From `stream` on the stream goes on with what stands at `caller`. */
  leftOut(stream: number, caller: number): void {
    if (this.#kept.at(-1)!.stream === stream) this.#kept.pop()
    this.#kept.push({ stream, caller })
  }

  callerAt(stream: number): number {
    const { stream: from, caller } = this.#kept.findLast((kept) => kept.stream <= stream) ?? this.#kept[0]!
    return caller + stream - from
  }
}
