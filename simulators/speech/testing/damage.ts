import { Ear } from '../ear.ts'
import { pause } from '../voice.ts'

/** Pieces of audio one after the other. */
export function join(...pieces: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

/** What an ear makes of audio with silence before and after it. */
export function hear(audio: Int16Array, sampleRate: number): Ear {
  const ear = new Ear(sampleRate)
  ear.push(join(pause(60, sampleRate), audio, pause(300, sampleRate)))
  return ear
}

export const louder = (audio: Int16Array, gain: number): Int16Array =>
  audio.map((sample) => Math.max(-32768, Math.min(32767, Math.round(sample * gain))))

/** 16 kHz to 8 kHz by a short filter, as a phone leg would. */
export const halved = (audio: Int16Array): Int16Array =>
  Int16Array.from({ length: audio.length >> 1 }, (_, at) => {
    const sum = (audio[2 * at - 1] ?? 0) + 2 * audio[2 * at]! + (audio[2 * at + 1] ?? 0)
    return Math.round(sum / 4)
  })

/** White noise of an amplitude, the same every time. */
export function noise(length: number, amplitude: number, seed = 1): Int16Array {
  let state = seed
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return Math.round((state / 2 ** 31) * amplitude)
  })
}

export const mixed = (a: Int16Array, b: Int16Array): Int16Array =>
  a.map((sample, at) => Math.max(-32768, Math.min(32767, sample + (b[at] ?? 0))))
