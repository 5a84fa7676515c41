import {
  groupCount,
  lowestToneHz,
  slotMs,
  slotsPerCode,
  slotValue,
  toneCount,
  toneLevel,
  toneStepHz,
  tonesPerGroup,
} from './format.ts'

/** One slot of every tone, full scale 1. A tone that goes on into the next slot goes on without a seam. */
const tables = new Map<number, Float32Array[]>()

function toneTables(sampleRate: number): Float32Array[] {
  const known = tables.get(sampleRate)
  if (known) return known
  const length = (sampleRate * slotMs) / 1000
  const made = Array.from({ length: toneCount }, (_, tone) => {
    const step = (2 * Math.PI * (lowestToneHz + tone * toneStepHz)) / sampleRate
    // Tones that all began at phase 0 would peak together; these phases spread their peaks.
    return Float32Array.from({ length }, (_, at) => toneLevel * Math.sin(step * at + tone * tone * 0.7))
  })
  tables.set(sampleRate, made)
  return made
}

const toneOf = (value: number, group: number): number => group * tonesPerGroup + ((value >> (2 * group)) & 3)

/** Slot values of a row of codes: three slots each, counted modulo 8. */
export const slotsOf = (codes: readonly number[]): number[] =>
  codes.flatMap((code, index) => Array.from({ length: slotsPerCode }, (_, slot) => slotValue(code, index & 7, slot)))

/** Adds the tones of `slots` to `samples` (full scale 1), beginning at sample `from`; they must fit. */
export function addTones(samples: Float32Array, sampleRate: number, slots: readonly number[], from: number): void {
  const tones = toneTables(sampleRate)
  const length = (sampleRate * slotMs) / 1000
  const fade = sampleRate / 1000
  slots.forEach((value, index) => {
    for (let group = 0; group < groupCount; group++) {
      const tone = toneOf(value, group)
      const table = tones[tone]!
      const fadesIn = index === 0 || toneOf(slots[index - 1]!, group) !== tone
      const fadesOut = index === slots.length - 1 || toneOf(slots[index + 1]!, group) !== tone
      for (let at = 0; at < length; at++) {
        const edge = Math.min(fadesIn ? at + 0.5 : fade, fadesOut ? length - at - 0.5 : fade, fade) / fade
        samples[from + index * length + at]! += table[at]! * edge
      }
    }
  })
}
