import { groupCount, slotMs, slotsPerCode, tonesPerGroup } from './format.ts'

/**
 * The loudest tone of a group must have this many times the power of the next: more while nothing is being said, so
 * that noise is not taken for words, and less while the words go on.
 */
export const strict = 4
export const lenient = 2.5
/** Amplitude below which nothing is taken for a tone: six steps of 16 bits. */
const faintest = 0.0002

/** What one window of 20 ms says, or that it says nothing. */
export const unclear = -1

/**
 * Answers the slot value of 24 tone powers, or `unclear` when any group has no tone that stands out. Only the loudest
 * of each four counts, so gain does not matter.
 */
export function slotDetector(sampleRate: number): (powers: Float64Array, clear: number) => number {
  const half = (sampleRate * slotMs) / 1000 / 2
  const floor = (half * faintest) ** 2
  return (powers, clear) => {
    let value = 0
    for (let group = 0; group < groupCount; group++) {
      let best = 0
      let next = 0
      let digit = 0
      for (let tone = 0; tone < tonesPerGroup; tone++) {
        const power = powers[group * tonesPerGroup + tone]!
        if (power > best) {
          next = best
          best = power
          digit = tone
        } else if (power > next) next = power
      }
      if (best < floor || best < clear * next) return unclear
      value |= digit << (2 * group)
    }
    return value >> 10 < slotsPerCode ? value : unclear
  }
}
