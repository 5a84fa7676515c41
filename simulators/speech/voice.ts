import { toCodes } from './codes.ts'
import { codeMs } from './reader.ts'
import { addTones, slotsOf } from './tones.ts'
import { toPcm16 } from './wav.ts'

/** Loudness of a vowel before the tones are added: about -20 dBFS with them. */
const level = 0.16
const pitchHz = 118
const highestHz = 1900

interface Sound {
  /** Share of full loudness. */
  readonly loud: number
  /** Centres of the two lowest formants, Hz. */
  readonly low: number
  readonly high: number
}

const silence: Sound = { loud: 0, low: 500, high: 1500 }
const murmur: Sound = { loud: 0.55, low: 280, high: 1100 }
const plosive: Sound = { loud: 0.35, low: 350, high: 1400 }

const vowels = new Map<string, Sound>([
  ['a', { loud: 1, low: 730, high: 1190 }],
  ['e', { loud: 0.95, low: 530, high: 1740 }],
  ['i', { loud: 0.9, low: 330, high: 1800 }],
  ['o', { loud: 1, low: 570, high: 840 }],
  ['u', { loud: 0.9, low: 340, high: 870 }],
  ['y', { loud: 0.8, low: 310, high: 1750 }],
])

function soundOf(letter: string): Sound {
  if (!/\p{L}|\p{M}|\p{N}/u.test(letter)) return silence
  const plain = letter.normalize('NFD')[0]!.toLowerCase()
  const vowel = vowels.get(plain)
  if (vowel) return vowel
  if (/[mnlrwvjzbdg]/.test(plain)) return murmur
  if (/[ptkfshcqx]/.test(plain)) return plosive
  // Other scripts and digits: some vowel, always the same one.
  return [...vowels.values()][letter.codePointAt(0)! % vowels.size]!
}

const harmonicsCount = Math.floor(highestHz / (pitchHz * 0.9))
const sineSteps = 4096
const sine = Float32Array.from({ length: sineSteps }, (_, at) => Math.sin((2 * Math.PI * at) / sineSteps))

/** Amplitude of each harmonic of one sound: a falling source through two resonances; together they have power 1. */
const spectra = new Map<Sound, Float32Array>()
function spectrumOf(sound: Sound): Float32Array {
  const known = spectra.get(sound)
  if (known) return known
  const made = Float32Array.from({ length: harmonicsCount }, (_, index) => {
    const hz = pitchHz * (index + 1)
    const near = (centre: number, width: number): number => 1 / (1 + ((hz - centre) / width) ** 2)
    return (near(sound.low, 90) + 0.4 * near(sound.high, 120) + 0.05) / Math.sqrt(index + 1)
  })
  const power = Math.sqrt(made.reduce((sum, amplitude) => sum + amplitude ** 2, 0) / 2)
  const scaled = made.map((amplitude) => (amplitude * sound.loud) / power)
  spectra.set(sound, scaled)
  return scaled
}

/**
 * Says `text`: a plain buzzing voice below 1,900 Hz, one letter in 60 ms, with its words as tones above. The same text
 * gives the same samples. Begins and ends without silence. `sampleRate` is 8, 16, 24, 32 or 48 kHz.
 */
export function sayText(text: string, sampleRate: number): Int16Array {
  const codes = toCodes(text)
  const letterLength = (sampleRate * codeMs) / 1000
  const samples = new Float32Array(codes.length * letterLength)
  const letters = [
    ...text
      .normalize('NFC')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  ]
  if (letters.length > 0) addVoice(samples, sampleRate, letters.map(soundOf))
  addTones(samples, sampleRate, slotsOf(codes), 0)
  return toPcm16(samples)
}

/** Spreads the sounds over all of `samples`, gliding from one to the next. */
function addVoice(samples: Float32Array, sampleRate: number, sounds: readonly Sound[]): void {
  const step = sampleRate / 200
  const steps = Math.ceil(samples.length / step)
  const phases = new Float64Array(harmonicsCount)
  const order = Float64Array.from({ length: harmonicsCount }, (_, index) => index * index * 0.37)
  const now = new Float32Array(harmonicsCount)
  for (let at = 0; at < steps; at++) {
    const along = at / steps
    const target = spectrumOf(sounds[Math.floor(along * sounds.length)]!)
    // The voice falls over the sentence and sways with its syllables.
    const hz = pitchHz * (1.06 - 0.12 * along + 0.03 * Math.sin(at / 11))
    for (let harmonic = 0; harmonic < harmonicsCount; harmonic++) {
      const from = now[harmonic]!
      const to = from + (target[harmonic]! - from) * 0.45
      now[harmonic] = to
      const turn = (hz * (harmonic + 1)) / sampleRate
      let phase = phases[harmonic]!
      const start = order[harmonic]!
      const last = Math.min(samples.length, (at + 1) * step)
      const slope = (to - from) / step
      for (let index = at * step, grown = from; index < last; index++, grown += slope) {
        samples[index]! += level * grown * sine[((phase + start) * sineSteps) & (sineSteps - 1)]!
        phase += turn
      }
      phases[harmonic] = phase % 1
    }
  }
}

/** So much silence, in samples. */
export const pause = (ms: number, sampleRate: number): Int16Array => new Int16Array((sampleRate * ms) / 1000)
