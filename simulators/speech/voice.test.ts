import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Ear } from './ear.ts'
import { fromMulaw, toMulaw } from './mulaw.ts'
import { sayText } from './voice.ts'
import { readWav, toBytes, writeWav } from './wav.ts'

const decibels = (samples: Int16Array): number =>
  10 * Math.log10(samples.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / samples.length)

const framesOf = (samples: Int16Array, length: number): Int16Array[] =>
  Array.from({ length: Math.floor(samples.length / length) }, (_, at) =>
    samples.subarray(at * length, (at + 1) * length),
  )

const folder = new URL('../voices/', import.meta.url)
const recordings = readdirSync(folder).filter((name) => name.endsWith('.wav'))

describe('the simulated voice', () => {
  test('says the same text with the same samples, 60 ms a letter, at about -20 dBFS', () => {
    const text = 'Our plans start at 999 rupees a month.'
    const once = sayText(text, 16_000)
    expect(toBytes(once).equals(toBytes(sayText(text, 16_000)))).toBe(true)
    expect(once.length / 16_000).toBeCloseTo((text.length + 2) * 0.06)
    expect(decibels(once)).toBeGreaterThan(-22)
    expect(decibels(once)).toBeLessThan(-18)
    expect(once.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThan(20_000)
  })

  test('looks like speech to an energy detector: no pause of 150 ms below -30 dBFS inside a sentence', () => {
    const quiet = framesOf(sayText('no wait, tell me the price. now, please', 16_000), 320).map(
      (part) => decibels(part) < -30,
    )
    let longest = 0
    let run = 0
    for (const isQuiet of quiet) {
      run = isQuiet ? run + 1 : 0
      longest = Math.max(longest, run)
    }
    expect(longest * 20).toBeLessThan(150)
  })

  test('says nothing without failing', () => {
    expect(sayText('', 8000)).toHaveLength((8000 * 120) / 1000)
  })
})

describe('the recordings', () => {
  test.each(recordings)('%s says its name between 100 ms of silence', (name) => {
    const { sampleRate, samples } = readWav(readFileSync(new URL(name, folder)))
    const ear = new Ear(sampleRate)
    ear.push(samples)
    ear.push(new Int16Array(sampleRate / 4))
    expect(`${ear.text.replace(/[^a-z0-9]+/g, '-')}.wav`).toBe(name)
    expect(ear.flaws).toEqual([])
    expect(samples.subarray(0, 1600).every((sample) => sample === 0)).toBe(true)
    expect(samples.subarray(-1600).every((sample) => sample === 0)).toBe(true)
  })
})

describe('formats', () => {
  test('a WAV file is read as it was written, past other chunks', () => {
    const file = writeWav({ sampleRate: 16_000, samples: Int16Array.of(1, -2, 32_767) })
    const list = Buffer.from([...Buffer.from('LIST'), 3, 0, 0, 0, 1, 2, 3, 0])
    const longer = Buffer.concat([file.subarray(0, 36), list, file.subarray(36)])
    for (const wav of [file, longer])
      expect(readWav(wav)).toEqual({ sampleRate: 16_000, samples: Int16Array.of(1, -2, 32_767) })
    expect(() => readWav(Buffer.from('MP3'))).toThrow(RangeError)
    const stereo = Buffer.from(file)
    stereo.writeUInt16LE(2, 22)
    expect(() => readWav(stereo)).toThrow(/one channel/)
  })

  test('mu-law keeps every sample within its step', () => {
    for (let sample = -32_600; sample <= 32_600; sample += 37) {
      expect(Math.abs(fromMulaw(toMulaw(sample)) - sample)).toBeLessThanOrEqual(Math.max(4, Math.abs(sample) / 16))
    }
    expect([toMulaw(0), toMulaw(32_767), toMulaw(-32_768)]).toEqual([0xff, 0x80, 0x00])
  })
})
