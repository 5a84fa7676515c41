import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from '#runtime/core/audio.ts'
import { Playout } from './playout.ts'

const rate = 8000

function playing() {
  const sent: Buffer[] = []
  const events: string[] = []
  const playout = new Playout(rate, 0, {
    sendAudio: (frame) => sent.push(Buffer.from(frame)),
    played: () => events.push('played'),
  })
  return { playout, sent, events, run: (from: number, to: number) => ticks(playout, from, to) }
}

function ticks(playout: Playout, from: number, to: number): void {
  for (let at = from; at <= to; at += 20) playout.tick(at)
}

const speech = (ms: number): Buffer => Buffer.from(Uint8Array.from({ length: bytesOf(ms, rate) }, (_, i) => i % 251))

test('audio goes out at once, but no more than the lead ahead of what is heard', () => {
  const { playout, sent, run } = playing()
  playout.push(speech(2000), 0)
  expect(Buffer.concat(sent).length).toBe(bytesOf(400, rate))
  run(20, 1000)
  expect(playout.progress(1000)).toEqual({ heardMs: 1000, totalMs: 2000 })
  expect(Buffer.concat(sent).length).toBe(bytesOf(1400, rate))
})

test('an utterance is over when it was heard, not when it was sent', () => {
  const { playout, events, run } = playing()
  playout.push(speech(300), 0)
  playout.complete(10)
  run(20, 280)
  expect(events).toEqual([])
  run(300, 320)
  expect(events).toEqual(['played'])
})

test('where the voice is late, time stands still', () => {
  const { playout, run } = playing()
  playout.push(speech(100), 0)
  run(20, 1000)
  playout.push(speech(100), 1000)
  expect(playout.progress(1000).heardMs).toBeLessThanOrEqual(100)
})

test('after a false alarm it goes on from where the caller was', () => {
  const { playout, sent, run } = playing()
  const audio = speech(1000)
  playout.push(audio, 0)
  run(20, 200)
  expect(playout.hold(210)).toBe(210)
  run(220, 800)
  sent.length = 0
  playout.resume(900)
  playout.complete(900)
  run(920, 1800)
  expect(Buffer.concat(sent)).toEqual(audio.subarray(bytesOf(210, rate)))
})

test('any cutting into chunks gives the same bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 }), (sizes) => {
      const { playout, sent, events, run } = playing()
      const chunks = sizes.map((samples) => speech(1000).subarray(0, samples * 2))
      for (const [i, chunk] of chunks.entries()) playout.push(chunk, i * 20)
      playout.complete(sizes.length * 20)
      run(sizes.length * 20, 4000)
      expect(Buffer.concat(sent)).toEqual(Buffer.concat(chunks))
      expect(events).toEqual(['played'])
    }),
    { numRuns: 100 },
  )
})

test('a voice without end is cut, and its utterance ends there', () => {
  const { playout, events, run } = playing()
  for (let i = 0; i < 200; i++) playout.push(speech(1000), 0)
  expect(playout.progress(0).totalMs).toBe(180_000)
  run(20, 180_020)
  expect(events).toEqual(['played'])
})
