import { expect, test } from 'vitest'
import { pcm16, samplesOf } from './pcm16.ts'
import { Resampler } from './resampler.ts'

const tone = (hz: number, rateHz: number, samples: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hz * index) / rateHz))

/** What comes out when the samples go in by blocks of an AudioWorklet. */
function resampled(samples: Float32Array, fromHz: number, toHz: number): number[] {
  const resampler = new Resampler(fromHz, toHz)
  const made: number[] = []
  for (let at = 0; at < samples.length; at += 128) made.push(...resampler.push(samples.subarray(at, at + 128)))
  return made
}

const loudness = (samples: readonly number[]): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
const crossings = (samples: readonly number[]): number =>
  samples.filter((sample, index) => index > 0 && sample >= 0 && samples[index - 1]! < 0).length

test.each([48_000, 44_100, 16_000, 8_000])('a tone of %i Hz comes out at 16 kHz as the same tone', (fromHz) => {
  const made = resampled(tone(1_000, fromHz, fromHz), fromHz, 16_000).slice(100)
  expect(made.length).toBeGreaterThan(15_800)
  expect(made.length).toBeLessThanOrEqual(16_000)
  expect(crossings(made) / (made.length / 16_000)).toBeCloseTo(1_000, -1)
  expect(loudness(made)).toBeCloseTo(0.5 / Math.SQRT2, 2)
})

test('what 16 kHz cannot hold is taken out, and does not come back as another tone', () => {
  expect(loudness(resampled(tone(12_000, 48_000, 48_000), 48_000, 16_000).slice(100))).toBeLessThan(0.001)
})

test('how the samples are cut into blocks changes nothing', () => {
  const samples = tone(700, 44_100, 5_000)
  const whole = [...new Resampler(44_100, 16_000).push(samples)]
  expect(resampled(samples, 44_100, 16_000)).toEqual(whole)
})

test('PCM16 is clipped, not wrapped', () => {
  expect([...pcm16(Float32Array.of(-2, -1, 0, 1, 2))]).toEqual([-32_767, -32_767, 0, 32_767, 32_767])
})

test('PCM16 comes out of bytes that begin anywhere, without half a sample', () => {
  const bytes = new Uint8Array([9, 0, 0x80, 0, 0x40, 7])
  expect([...samplesOf(bytes.subarray(1))]).toEqual([-1, 0.5])
})
