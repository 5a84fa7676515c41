/** Samples on each side of one that is made, at the lower of both rates: enough to keep 60 dB of what would alias out. */
const REACH = 16
/** How much of the lower band is kept; the rest is the filter's slope. */
const KEPT = 0.9

/**
 * Brings a stream of samples from one rate to another by a windowed sinc: what lies above half of the lower rate is taken
 * out, so that it does not come back as noise. The delay is `REACH` samples of the lower rate. The filter's weights are worked
 * out once: there are as many sets of them as places that a sample can have between two others.
 */
export class Resampler {
  readonly #step: number
  readonly #places: number
  readonly #reach: number
  readonly #weights: Float32Array
  #input: Float32Array = new Float32Array(0)
  /** Where in the input the next sample is made, in parts of a sample: `#places` of them are one. */
  #at: number

  constructor(fromHz: number, toHz: number) {
    const common = commonDivisor(fromHz, toHz)
    this.#step = fromHz / common
    this.#places = toHz / common
    this.#reach = Math.ceil(REACH * Math.max(1, fromHz / toHz))
    this.#weights = weights(this.#places, this.#reach, Math.min(1, toHz / fromHz) * KEPT)
    this.#at = this.#reach * this.#places
  }

  /** What can be made now that these have come. */
  push(samples: Float32Array): Float32Array {
    this.#input = joined(this.#input, samples)
    const known = (this.#input.length - this.#reach) * this.#places
    const made = new Float32Array(Math.max(0, Math.ceil((known - this.#at) / this.#step)))
    for (let index = 0; index < made.length; index += 1) {
      made[index] = this.#sample()
      this.#at += this.#step
    }
    const done = Math.max(0, Math.floor(this.#at / this.#places) - this.#reach)
    this.#input = this.#input.subarray(done)
    this.#at -= done * this.#places
    return made
  }

  #sample(): number {
    const place = this.#at % this.#places
    const first = (this.#at - place) / this.#places - this.#reach + 1
    const width = 2 * this.#reach
    let sum = 0
    for (let index = 0; index < width; index += 1)
      sum += this.#input[first + index]! * this.#weights[place * width + index]!
    return sum
  }
}

/** A sinc under a Blackman window, around each place between two samples. */
function weights(places: number, reach: number, cut: number): Float32Array {
  const width = 2 * reach
  return Float32Array.from({ length: places * width }, (_, index) => {
    const distance = (index % width) - reach + 1 - Math.floor(index / width) / places
    const x = Math.PI * distance * cut
    const sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x
    const phase = (Math.PI * distance) / reach
    return cut * sinc * (0.42 + 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase))
  })
}

const commonDivisor = (one: number, other: number): number => (other === 0 ? one : commonDivisor(other, one % other))

function joined(left: Float32Array, right: Float32Array): Float32Array {
  const whole = new Float32Array(left.length + right.length)
  whole.set(left)
  whole.set(right, left.length)
  return whole
}
