import fc from 'fast-check'
import { expect, test } from 'vitest'
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
  const level = (amplitude: number): Buffer => Buffer.from(new Int16Array(160).fill(amplitude).buffer)
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
  for (const [i, amplitude] of levels.entries()) detector.push(level(amplitude), (i + 1) * 20)
  expect(heard).toEqual([
    ['started', 220, 280],
    ['stopped', 480, 580],
  ])
})
