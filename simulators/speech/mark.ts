import { toCodes } from './codes.ts'
import { filler, slotMs, slotsPerCode, speechCeilingHz } from './format.ts'
import { lowPass } from './low-pass.ts'
import { addTones, slotsOf } from './tones.ts'
import { toPcm16 } from './wav.ts'

/** Half the width of the filter's slope at 16 kHz: the cut begins so far below the ceiling. */
const slopeHz = 100

/**
 * Speech that carries its own words: the samples below 2 kHz, and the text as tones above, from `fromMs` on. Codes are
 * spread over the speech; where the text needs more time than the speech lasts, silence with tones follows it.
 */
export function markSpeech(speech: Int16Array, sampleRate: number, text: string, fromMs = 0): Int16Array {
  const slot = (sampleRate * slotMs) / 1000
  const from = Math.round((sampleRate * fromMs) / 1000)
  const codes = spread(toCodes(text), Math.floor((speech.length - from) / slot / slotsPerCode))
  const samples = new Float32Array(Math.max(speech.length, from + codes.length * slotsPerCode * slot))
  samples.set(
    lowPass(
      Float32Array.from(speech, (sample) => sample / 32768),
      sampleRate,
      speechCeilingHz - slopeHz,
    ),
  )
  addTones(samples, sampleRate, slotsOf(codes), from)
  return toPcm16(samples)
}

/** Fillers between the codes make them `length` long; the first and the last stay where they are. */
function spread(codes: readonly number[], length: number): number[] {
  if (length <= codes.length) return [...codes]
  const places = Array.from<number>({ length }).fill(filler)
  codes.forEach((code, index) => {
    places[Math.floor((index * (length - 1)) / (codes.length - 1))] = code
  })
  return places
}
