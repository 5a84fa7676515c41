import { expect, test } from 'vitest'
import { tone } from '#runtime/core/testing/tone.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { CallerEar } from './caller-ear.ts'

const loud = tone(160, 9000)

test('a caller who lets go of the microphone has stopped speaking', async () => {
  const clock = new VirtualClock()
  const told: [string, number][] = []
  const asr = { name: 'silent', open: () => ({ send() {}, finalize() {}, close() {} }) }
  const ear = new CallerEar(
    { asr, clock },
    { model: 'm', language: 'en-IN', sampleRateHz: 8000 },
    {
      started: (since) => told.push(['started', since]),
      stopped: (stoppedAt, at) => told.push(['stopped', stoppedAt], ['known', at]),
      partial() {},
      final() {},
      failed() {},
    },
  )
  for (let i = 0; i < 50; i++) {
    await clock.advance(20)
    ear.hear(loud)
  }
  await clock.advance(5_000)
  expect(told).toEqual([
    ['started', 0],
    ['stopped', 1000],
    ['known', 1400],
  ])
  expect(clock.armed).toBe(0)
  for (let i = 0; i < 5; i++) ear.hear(loud)
  ear.close()
  expect(clock.armed).toBe(0)
})
