import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from '#runtime/core/audio.ts'
import { audioOf, playCall } from './testing/play-call.ts'
import type { TtsScript } from './testing/scripted-tts.ts'

/** Two seconds of one sentence, that come somewhat faster than they are heard. */
const greeting = 'Hello this is your friendly agent from Invorto speaking today'
const play = (tts: TtsScript) =>
  playCall({ agent: { firstMessage: greeting }, tts: { chunkMs: 100, ...tts }, ends: [[9000, 'caller_hangup']] })
const bytes = (ms: number) => bytesOf(ms, 16_000)

test('a voice lost in the middle of a sentence: what came is heard, the rest is said again, and nothing twice', async () => {
  const call = await play({ fails: [850, null] })
  // Eight chunks of 130 ms had come when the stream was lost.
  const [first, second] = call.tts.given
  const seam = bytes(8 * 130)
  expect(audioOf(call)).toEqual(Buffer.concat([first!.subarray(0, seam), second!.subarray(seam)]))
  expect(call.tts.said).toEqual([greeting, greeting])
  expect(call.timeline.filter(([, line]) => /^(provider|tts)/.test(line))).toEqual([
    [100, 'tts.started u_1'],
    [850, 'provider.request_failed tts server_error'],
    [850, 'provider.retry_scheduled tts 2 100'],
    [1850, 'provider.recovered tts after 1000'],
    expect.arrayContaining([expect.stringContaining(`tts.stopped u_1 completed 2000/2000 "${greeting}"`)]),
  ])
})

test('of an answer only the words since the last known boundary are said again', async () => {
  const call = await playCall({
    voice: [[0, 500]],
    asr: { words: [[450, { partial: 'your plans please' }]] },
    llm: ['One two three. Four five six.'],
    tts: { chunkMs: 100, fails: [1650, null] },
  })
  expect(call.tts.said).toEqual(['One two three.', 'Four five six.', 'Four five six.'])
  const [first, second, third] = call.tts.given
  expect(audioOf(call).length).toBe(first!.length + second!.length)
  expect(third!.length).toBe(second!.length)
})

test('a voice that is refused before the first words is asked again, and the greeting is heard whole', async () => {
  const call = await play({ fails: [0, null] })
  expect(audioOf(call)).toEqual(call.tts.given.at(-1))
  expect(call.timeline.find(([, line]) => line.startsWith('tts.started'))).toEqual([200, 'tts.started u_1'])
})

test('a voice that is lost while nobody speaks is opened again with nothing said twice', async () => {
  const call = await playCall({
    voice: [[3000, 3500]],
    asr: { words: [[3450, { partial: 'your plans please' }]] },
    llm: ['Sure.'],
    tts: { fails: [500, 500, null] },
  })
  expect(call.tts.said).toEqual(['Sure.'])
  expect(call.timeline.at(-1)?.[1]).toBe('call.ended caller_hangup')
})

test('a barge-in while the voice is lost leaves nothing of it to be said', async () => {
  const call = await playCall({
    agent: { firstMessage: greeting },
    voice: [[640, 1400]],
    asr: { words: [[1000, { partial: 'no wait please' }]] },
    tts: { chunkMs: 100, fails: [950, null] },
    llm: ['Yes?'],
  })
  expect(call.tts.said).toEqual([greeting, 'Yes?'])
})

test('whenever the voice is lost, once: the utterance is heard to its end, as long as ever', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1700 }), fc.constantFrom(0, 60, 120), async (failsAt, chunkMs) => {
      const call = await play({ fails: [failsAt, null], chunkMs })
      expect(audioOf(call).length).toBe(bytes(2000))
      expect(call.timeline.at(-1)).toEqual([9000, 'call.ended caller_hangup'])
    }),
    { numRuns: 60 },
  )
})
