/** Samples on each side of one that is made, at the lower of both rates: enough to keep 60 dB of what would alias out. */
const REACH = 16
/** How much of the lower band is kept; the rest is the filter's slope. */
const KEPT = 0.9

/**
 * Brings a stream of samples from one rate to another by a windowed sinc: what lies above half of the lower rate is taken
 * out, so that it does not come back as noise. The delay is `REACH` samples of the lower rate.
 */
export class Resampler {
  readonly #step: number
  readonly #cut: number
  readonly #reach: number
  #input: Float32Array = new Float32Array(0)
  /** Where in the input the next sample is made. */
  #at: number

  constructor(fromHz: number, toHz: number) {
    this.#step = fromHz / toHz
    this.#cut = Math.min(1, toHz / fromHz) * KEPT
    this.#reach = Math.ceil(REACH * Math.max(1, this.#step))
    this.#at = this.#reach
  }

  /** What can be made now that these have come. */
  push(samples: Float32Array): Float32Array {
    this.#input = joined(this.#input, samples)
    const count = Math.max(0, Math.ceil((this.#input.length - this.#reach - this.#at) / this.#step))
    const made = new Float32Array(count)
    for (let index = 0; index < count; index += 1) {
      made[index] = this.#sampleAt(this.#at)
      this.#at += this.#step
    }
    const done = Math.max(0, Math.floor(this.#at) - this.#reach)
    this.#input = this.#input.slice(done)
    this.#at -= done
    return made
  }

  #sampleAt(place: number): number {
    const first = Math.ceil(place - this.#reach)
    const last = Math.min(this.#input.length - 1, Math.floor(place + this.#reach))
    let sum = 0
    for (let index = Math.max(0, first); index <= last; index += 1)
      sum += this.#input[index]! * this.#weight(index - place)
    return sum
  }

  /** A sinc under a Blackman window. */
  #weight(distance: number): number {
    const x = Math.PI * distance * this.#cut
    const sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x
    const phase = (Math.PI * distance) / this.#reach
    return this.#cut * sinc * (0.42 + 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase))
  }
}

function joined(left: Float32Array, right: Float32Array): Float32Array {
  const whole = new Float32Array(left.length + right.length)
  whole.set(left)
  whole.set(right, left.length)
  return whole
}

/** Samples between -1 and 1 as PCM16. */
export function pcm16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const whole = new Int16Array(samples.length)
  for (const [index, sample] of samples.entries()) {
    whole[index] = Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff)
  }
  return whole
}
