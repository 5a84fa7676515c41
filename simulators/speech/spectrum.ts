import { lowestToneHz, sampleRates, slotMs, toneCount, toneStepHz } from './format.ts'

const blocksPerSlot = 8

/** Tells what one hop of 2.5 ms brought: the power of every tone over the last 20 ms, and the mean square of the hop. */
export type HopSink = (powers: Float64Array, meanSquare: number) => void

/** `cos, sin` of every tone over one slot; after a slot the tones are back at their first phase. */
const rows = new Map<number, Float32Array[]>()

function toneRows(sampleRate: number): Float32Array[] {
  const known = rows.get(sampleRate)
  if (known) return known
  const length = (sampleRate * slotMs) / 1000
  const made: Float32Array[] = []
  for (let tone = 0; tone < toneCount; tone++) {
    const step = (2 * Math.PI * (lowestToneHz + tone * toneStepHz)) / sampleRate
    made.push(Float32Array.from({ length }, (_, at) => Math.cos(step * at)))
    made.push(Float32Array.from({ length }, (_, at) => Math.sin(step * at)))
  }
  rows.set(sampleRate, made)
  return made
}

/**
 * The power of the 24 tones every 2.5 ms, over the last 20 ms, of a stream of PCM16 in pieces of any size. Each block of
 * 2.5 ms is correlated once with every tone and counted in the four windows it belongs to, so the cost is 48 products a
 * sample and does not grow with the overlap.
 */
export class Spectrum {
  readonly hopMs = slotMs / blocksPerSlot
  readonly #rows: Float32Array[]
  readonly #block: Float32Array
  readonly #sums = Array.from({ length: blocksPerSlot }, () => new Float64Array(2 * toneCount))
  readonly #total = new Float64Array(2 * toneCount)
  readonly #powers = new Float64Array(toneCount)
  readonly #sink: HopSink
  readonly #scale: number
  #filled = 0
  #turn = 0

  /** Throws RangeError for a rate that is not one of `sampleRates`. */
  constructor(sampleRate: number, sink: HopSink) {
    if (!(sampleRates as readonly number[]).includes(sampleRate)) {
      throw new RangeError(`marked speech is read at ${sampleRates.join(', ')} Hz, not at ${sampleRate}`)
    }
    this.#rows = toneRows(sampleRate)
    this.#block = new Float32Array((sampleRate * slotMs) / 1000 / blocksPerSlot)
    this.#scale = 1 / 32768
    this.#sink = sink
  }

  push(samples: Int16Array): void {
    const block = this.#block
    let filled = this.#filled
    for (let at = 0; at < samples.length; at++) {
      block[filled++] = samples[at]! * this.#scale
      if (filled === block.length) {
        filled = 0
        this.#hop()
      }
    }
    this.#filled = filled
  }

  #hop(): void {
    const energy = this.#correlate(this.#sums[this.#turn]!)
    this.#turn = (this.#turn + 1) % blocksPerSlot
    const total = this.#total
    for (let tone = 0; tone < toneCount; tone++) {
      const re = total[2 * tone]!
      const im = total[2 * tone + 1]!
      this.#powers[tone] = re * re + im * im
    }
    this.#sink(this.#powers, energy / this.#block.length)
  }

  /** Puts the block in the place of the oldest one and answers its energy; four rows at a time keep the processor's adders busy. */
  #correlate(sums: Float64Array): number {
    const block = this.#block
    const length = block.length
    const offset = this.#turn * length
    let energy = 0
    for (let at = 0; at < length; at++) energy += block[at]! * block[at]!
    const total = this.#total
    for (let row = 0; row < 2 * toneCount; row += 4) {
      const one = this.#rows[row]!
      const two = this.#rows[row + 1]!
      const three = this.#rows[row + 2]!
      const four = this.#rows[row + 3]!
      let s1 = 0
      let s2 = 0
      let s3 = 0
      let s4 = 0
      for (let at = 0; at < length; at++) {
        const sample = block[at]!
        s1 += sample * one[offset + at]!
        s2 += sample * two[offset + at]!
        s3 += sample * three[offset + at]!
        s4 += sample * four[offset + at]!
      }
      total[row]! += s1 - sums[row]!
      total[row + 1]! += s2 - sums[row + 1]!
      total[row + 2]! += s3 - sums[row + 2]!
      total[row + 3]! += s4 - sums[row + 3]!
      sums[row] = s1
      sums[row + 1] = s2
      sums[row + 2] = s3
      sums[row + 3] = s4
    }
    return energy
  }
}
