import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tone } from '#runtime/core/testing/tone.ts'
import { FrameCutter } from './frames.ts'
import { VoiceDetector } from './voice-detector.ts'

test('any frame sizes come out as whole 20 ms frames, byte for byte', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 1000 }), { maxLength: 20 }), (chunks) => {
      const frames: Buffer[] = []
      const cutter = new FrameCutter(8000, (frame) => frames.push(Buffer.from(frame)))
      for (const chunk of chunks) cutter.push(Buffer.from(chunk))
      const all = Buffer.concat(chunks)
      expect(frames.every((frame) => frame.length === 320)).toBe(true)
      expect(Buffer.concat(frames)).toEqual(all.subarray(0, all.length - (all.length % 320)))
    }),
  )
})

test('a voice is found after 60 ms and its end after 100 ms of silence; a click is neither', () => {
  const heard: [string, number, number][] = []
  const detector = new VoiceDetector({
    started: (since, at) => heard.push(['started', since, at]),
    stopped: (stoppedAt, at) => heard.push(['stopped', stoppedAt, at]),
  })
  const levels = [
    ...Array(5).fill(0),
    9000,
    ...Array(5).fill(0),
    ...Array(10).fill(2000),
    20,
    20,
    2000,
    ...Array(10).fill(20),
  ]
  for (const [i, amplitude] of levels.entries()) detector.push(tone(160, amplitude), (i + 1) * 20)
  expect(heard).toEqual([
    ['started', 220, 280],
    ['stopped', 480, 580],
  ])
})

/** When a voice is found in frames of these levels, 20 ms each, that lie on this offset. */
function voicesIn(levels: readonly number[], offset = 0): [string, number][] {
  const heard: [string, number][] = []
  const detector = new VoiceDetector({
    started: (since) => heard.push(['started', since]),
    stopped: (stoppedAt) => heard.push(['stopped', stoppedAt]),
  })
  for (const [i, level] of levels.entries()) {
    const frame = tone(160, level)
    for (let at = 0; at < frame.length; at += 2) frame.writeInt16LE(frame.readInt16LE(at) + offset, at)
    detector.push(frame, (i + 1) * 20)
  }
  return heard
}

test('a constant offset is no voice', () => {
  expect(voicesIn(Array(100).fill(20), 4000)).toEqual([])
})

test('steady noise is learnt, and a voice in it is found and ends', () => {
  const noise = (frames: number): number[] => Array(frames).fill(330)
  const quiet = Array(50).fill(80)
  const heard = voicesIn([...quiet, ...noise(400), ...Array(20).fill(3000), ...noise(50)])
  expect(heard.map(([kind]) => kind)).toEqual(['started', 'stopped', 'started', 'stopped'])
  expect(heard.slice(2)).toEqual([
    ['started', 9000],
    ['stopped', 9400],
  ])
})
