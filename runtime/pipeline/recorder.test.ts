import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '#runtime/core/audio.ts'
import { Recorder } from './recorder.ts'

const rate = 8000

/** A recorder, and what it has written as one piece. */
function recording(sampleRateHz = rate) {
  const pieces: { stereo: Buffer; at: number }[] = []
  const recorder = new Recorder({ sampleRateHz, channels: 2 }, 0, {
    write: (stereo, at) => void pieces.push({ stereo, at }),
  })
  const finish = (at: number) => {
    const all = Buffer.alloc(recorder.finish(at))
    for (const piece of pieces) piece.stereo.copy(all, piece.at)
    const samples = new Int16Array(all.buffer, all.byteOffset, all.length / 2)
    return { bytes: all, left: samples.filter((_, i) => i % 2 === 0), right: samples.filter((_, i) => i % 2 === 1) }
  }
  return { recorder, pieces, finish }
}

/** Samples that count up from `first`, never zero. */
function counting(ms: number, first = 1, sampleRateHz = rate): Buffer {
  const pcm = Buffer.alloc(bytesOf(ms, sampleRateHz))
  for (let i = 0; i < pcm.length / 2; i++) pcm.writeInt16LE(((first - 1 + i) % 30_000) + 1, i * 2)
  return pcm
}
/** Caller audio in frames of 20 ms, each coming when its last sample was taken, `lateMs` late. */
function speaks(recorder: Recorder, pcm: Buffer, from: number, lateMs: (frame: number) => number = () => 0): void {
  const size = bytesOf(20, rate)
  for (let i = 0; i * size < pcm.length; i++) {
    recorder.caller(pcm.subarray(i * size, (i + 1) * size), from + (i + 1) * 20 + lateMs(i))
  }
}
/** Where a track sounds, in milliseconds: begin and end of each stretch. */
function stretches(track: Int16Array): [number, number][] {
  const found: [number, number][] = []
  track.forEach((sample, i) => {
    if (sample === 0) return
    const last = found.at(-1)
    if (last && last[1] === i) last[1] = i + 1
    else found.push([i, i + 1])
  })
  return found.map(([from, to]) => [from / (rate / 1000), to / (rate / 1000)])
}
const samplesOf = (pcm: Buffer): number[] => Array.from({ length: pcm.length / 2 }, (_, i) => pcm.readInt16LE(i * 2))
const sameSamples = (one: number[], other: number[]): boolean =>
  one.length === other.length && one.every((sample, i) => sample === other[i])
const sounding = (track: Int16Array): number[] => [...track].filter((sample) => sample !== 0)

describe('the caller', () => {
  test('stands on the left, every sample at its place', () => {
    const { recorder, finish } = recording()
    const pcm = counting(3000)
    speaks(recorder, pcm, 0)
    const { left, right, bytes } = finish(3000)
    expect([...left]).toEqual(samplesOf(pcm))
    expect(sounding(right)).toEqual([])
    expect(bytes.length).toBe(bytesOf(3000, rate) * 2)
  })

  test('begins where its first sample was taken', () => {
    const { recorder, finish } = recording()
    speaks(recorder, counting(200), 1234)
    expect(stretches(finish(2000).left)).toEqual([[1234, 1434]])
  })

  test('of a muted microphone is silent for as long', () => {
    const { recorder, finish } = recording()
    speaks(recorder, counting(400), 0)
    speaks(recorder, counting(400), 3_000)
    speaks(recorder, counting(400), 60_000)
    const { left, bytes } = finish(61_000)
    expect(stretches(left)).toEqual([
      [0, 400],
      [3_000, 3_400],
      [60_000, 60_400],
    ])
    expect(bytes.length).toBe(61 * rate * 4)
  })

  test('whose audio was only late fills the gap: nothing is cut, nothing doubled, nothing moved', () => {
    const { recorder, finish } = recording()
    const pcm = counting(2000)
    // Frames 20 to 39 come together, 400 ms late at first.
    speaks(recorder, pcm, 0, (frame) => (frame >= 20 && frame < 40 ? (40 - frame) * 20 : 0))
    const { left } = finish(2000)
    expect([...left]).toEqual(samplesOf(pcm))
  })

  test('whose audio stood still for longer than it is held back loses nothing either', () => {
    const { recorder, finish } = recording()
    const pcm = counting(5000)
    speaks(recorder, pcm, 0, (frame) => (frame >= 50 && frame < 200 ? (200 - frame) * 20 : 0))
    const { left } = finish(5000)
    expect(sounding(left)).toEqual(samplesOf(pcm))
  })

  test('jitter below the gap moves nothing', () => {
    const { recorder, finish } = recording()
    const pcm = counting(4000)
    speaks(recorder, pcm, 0, (frame) => (frame * 17) % 50)
    const { left } = finish(4050)
    expect([...left.subarray(0, pcm.length / 2)]).toEqual(samplesOf(pcm))
  })

  test.each([
    ['slow', 1.001],
    ['fast', 0.999],
  ])('with a %s clock keeps every sample, and stays beside the agent', (_what, pace) => {
    const { recorder, finish } = recording()
    const lastsMs = 120_000
    const frames = lastsMs / 20
    for (let frame = 0; frame < frames; frame++) recorder.caller(counting(20), (frame + 1) * 20 * pace)
    const end = lastsMs * pace
    recorder.agent(counting(100), end - 100)
    const { left, right } = finish(end)
    expect(sounding(left).length).toBe((lastsMs * rate) / 1000)
    const [callerEnd, agentEnd] = [left, right].map((track) => stretches(track).at(-1)![1])
    expect(Math.abs(callerEnd! - agentEnd!)).toBeLessThanOrEqual(560)
    expect(Math.abs(callerEnd! - end)).toBeLessThanOrEqual(lastsMs * 0.001 + 1)
  })

  test('what is no whole sample is left out', () => {
    const { recorder, finish } = recording()
    recorder.caller(Buffer.alloc(0), 20)
    recorder.caller(Buffer.alloc(1, 7), 20)
    recorder.caller(Buffer.from([1, 0, 9]), 20)
    expect(sounding(finish(20).left)).toEqual([1])
  })

  test('in one frame of seconds is whole', () => {
    const { recorder, finish } = recording()
    const pcm = counting(4000)
    recorder.caller(pcm, 4000)
    expect(sounding(finish(4000).left)).toEqual(samplesOf(pcm))
  })
})

describe('the agent', () => {
  test('stands on the right, where it was heard', () => {
    const { recorder, finish } = recording()
    speaks(recorder, counting(400), 0)
    recorder.agent(counting(40), 500)
    recorder.agent(counting(40, 1000), 540)
    const { right } = finish(2000)
    expect(stretches(right)).toEqual([[500, 580]])
    expect(sounding(right)).toEqual([...samplesOf(counting(40)), ...samplesOf(counting(40, 1000))])
  })

  test('has no seams where its pieces meet within a few milliseconds', () => {
    const { recorder, finish } = recording()
    let at = 100
    for (let i = 0; i < 50; i++) {
      recorder.agent(counting(20), at + ((i * 7) % 5) - 2)
      at += 20
    }
    expect(stretches(finish(2000).right)).toEqual([[98, 1098]])
  })

  test('is silent from the cut of a barge-in on, and between utterances', () => {
    const { recorder, finish } = recording()
    recorder.agent(counting(300), 0)
    recorder.agent(counting(200), 1500)
    expect(stretches(finish(4000).right)).toEqual([
      [0, 300],
      [1500, 1700],
    ])
  })
})

test('what is written is bounded, in order and never written twice', () => {
  const { recorder, pieces, finish } = recording(16_000)
  for (let frame = 1; frame <= 500; frame++) recorder.caller(counting(20, 1, 16_000), frame * 20)
  finish(10_000)
  for (const [i, { stereo, at }] of pieces.entries()) {
    expect(stereo.length).toBeLessThanOrEqual(32_000)
    const before = pieces[i - 1]
    if (before) expect(at).toBe(before.at + before.stereo.length)
  }
})

test('an empty call is an empty recording', () => {
  expect(recording().finish(0).bytes.length).toBe(0)
})

/** Frames of any sizes, each at the instant of its last sample. */
const cuts = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 60 })

test('any cut of the same audio into frames gives the same recording', () => {
  const pcm = counting(3000)
  const recorded = (sizes: readonly number[]): Buffer => {
    const { recorder, finish } = recording()
    recorder.agent(counting(700), 300)
    let sample = 0
    for (let i = 0; sample < pcm.length / 2; i++) {
      const end = Math.min(pcm.length / 2, sample + sizes[i % sizes.length]!)
      recorder.caller(pcm.subarray(sample * 2, end * 2), end / (rate / 1000))
      sample = end
    }
    recorder.agent(counting(100), 2_800)
    return finish(3000).bytes
  }
  const whole = recorded([160])
  fc.assert(fc.property(cuts, (sizes) => recorded(sizes).equals(whole)))
})

const happening = fc.record({
  afterMs: fc.integer({ min: 0, max: 900 }),
  ms: fc.integer({ min: 0, max: 700 }),
  who: fc.constantFrom('caller' as const, 'agent' as const),
})

test('whatever comes whenever, no sample is lost or out of its order', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (script) => {
      const { recorder, finish } = recording()
      const said: Record<'caller' | 'agent', number[]> = { caller: [], agent: [] }
      let at = 0
      for (const { afterMs, ms, who } of script) {
        at += afterMs
        const pcm = counting(ms, said[who].length + 1)
        said[who].push(...samplesOf(pcm))
        if (who === 'caller') recorder.caller(pcm, at)
        else recorder.agent(pcm, at - ms)
      }
      const { left, right } = finish(at)
      return sameSamples(sounding(left), said.caller) && sameSamples(sounding(right), said.agent)
    }),
  )
})

test('on one channel both are heard, and what is too loud is cut off', () => {
  const pieces: { pcm: Buffer; at: number }[] = []
  const recorder = new Recorder({ sampleRateHz: rate, channels: 1 }, 0, {
    write: (pcm, at) => void pieces.push({ pcm, at }),
  })
  const tone = (samples: number[], ms: number) => {
    const pcm = Buffer.alloc(bytesOf(ms, rate))
    for (let i = 0; i < pcm.length / 2; i++) pcm.writeInt16LE(samples[i % samples.length]!, i * 2)
    return pcm
  }
  recorder.agent(tone([1000, -30_000, 30_000, -5], 1000), 0)
  for (let i = 0; i < 50; i++) recorder.caller(tone([-300, -30_000, 30_000, 5], 20), (i + 1) * 20)
  const bytes = recorder.finish(1000)
  expect(bytes).toBe(bytesOf(1000, rate))
  const all = Buffer.alloc(bytes)
  for (const { pcm, at } of pieces) pcm.copy(all, at)
  const samples = new Int16Array(all.buffer, all.byteOffset, all.length / 2)
  expect(samples.every((sample, i) => sample === [700, -32_768, 32_767, 0][i % 4])).toBe(true)
})
