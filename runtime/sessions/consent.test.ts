import { expect, test } from 'vitest'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { CallerSeat } from './calls/caller-seat.ts'
import { sendCallerAudio } from './testing/caller-audio.ts'
import { openDesk } from './testing/open-desk.ts'
import { audioOf, playCall } from './testing/play-call.ts'

/** 100 ms, then four words of 200 ms: heard at 900 ms. */
const consent = { prompt: 'This call is recorded.' }
const deafSeat: CallerSeat = {
  event() {},
  delta() {},
  audio() {},
  fault() {},
  close() {},
  alive: async () => true,
  resumed() {},
  drained: async () => {},
  replaced() {},
}

test('until the prompt was heard, nothing of the caller is taken in, and nothing stops it (FR-T6)', async () => {
  const taken: boolean[] = []
  const call = await playCall({
    agent: { consent, firstMessage: 'Namaste' },
    voice: [[100, 800]],
    acts: [
      [300, (session) => taken.push(session.type('hello there'))],
      [400, (session) => taken.push(session.press('1', 'info'))],
      [500, (session) => session.interrupt()],
    ],
    ends: [[2_000, 'caller_hangup']],
  })
  expect(taken).toEqual([false, false])
  expect(call.timeline).toEqual([
    [0, 'call.started'],
    [0, 'session.state_changed consent'],
    [0, 'call.answered'],
    [0, 'turn.started turn_1 agent'],
    [0, 'consent.prompted'],
    [100, 'tts.started u_1'],
    [900, 'tts.stopped u_1 completed 800/800 "This call is recorded."'],
    [900, 'consent.completed'],
    [900, 'session.state_changed live'],
    [900, 'turn.started turn_2 agent'],
    [1000, 'tts.started u_2'],
    [1200, 'tts.stopped u_2 completed 200/200 "Namaste"'],
    [2000, 'session.state_changed ended'],
    [2000, 'call.ended caller_hangup'],
  ])
  // The transcriber gets the frame that comes with the end of the prompt and what follows, not a byte before.
  expect(Buffer.concat(call.asr.audio).length).toBe(((2_000 - 900) / 20 + 1) * 640)
  expect(audioOf(call, 0, 900).length).toBe(0.8 * 32_000)
})

test('who hangs up during the prompt has not heard it', async () => {
  const call = await playCall({ agent: { consent }, ends: [[500, 'caller_hangup']] })
  const lines = call.timeline.map(([, line]) => line)
  expect(lines).not.toContain('consent.completed')
  expect(lines.slice(-3)).toEqual([
    'tts.stopped u_1 barge_in 400/800 "This call"',
    'session.state_changed ended',
    'call.ended caller_hangup',
  ])
  expect(call.asr.audio).toEqual([])
})

test('a prompt that makes no sound was not heard: the call ends', async () => {
  const call = await playCall({ agent: { consent }, tts: { msPerWord: 0 } })
  expect(call.timeline.at(-1)).toEqual([100, 'call.ended provider_unavailable'])
  expect(call.faults[0]).toBeInstanceOf(ProviderError)
})

test('what the caller says before the prompt was heard is not recorded: silence on the left, the prompt on the right', async () => {
  const stage = openDesk({ agent: { consent, firstMessage: 'Namaste' } })
  const put = stage.blobs.put
  // Then the recording stays in the spool, where it can be looked at.
  stage.blobs.put = async (key, body, type) => {
    if (key.startsWith('recordings/')) throw new Error('the bucket is away')
    return put(key, body, type)
  }
  const request = { tenantId: 't_1', keyId: 'key_1', call: 'call-1', agent: 'agent-abc' } as const
  const start = { locale: undefined, sampleRateHz: 16_000, transport: 'binary', metadata: {}, token: 'first' } as const
  const { session } = await stage.desk.open(request, start, deafSeat)
  const began = stage.clock.now()
  // A voice that never rests.
  const stop = sendCallerAudio(stage.clock, 16_000, [[0, 5_000]], (frame) => session.hear(frame))
  await stage.clock.advance(3_000)
  session.end('caller_hangup')
  stop()
  await stage.clock.advance(200)
  const [pieces] = stage.spool.kept.values()
  const wav = Buffer.alloc(4 * 16 * 3_000)
  for (const { stereo, at } of pieces!) stereo.copy(wav, at)
  const samples = new Int16Array(wav.buffer, wav.byteOffset, wav.length / 2)
  const firstMs = (side: 0 | 1) => samples.findIndex((sample, i) => i % 2 === side && sample !== 0) / 2 / 16
  const events = stage.store.events.stored('t_1', (await stage.row())!.id)
  const heardAt = events.find(({ event }) => event.event_type === 'consent.completed')!.event.ts
  const heardMs = Date.parse(heardAt) - began
  expect(heardMs).toBeGreaterThan(800)
  expect(firstMs(1)).toBeLessThan(heardMs - 700)
  expect(firstMs(0)).toBeGreaterThanOrEqual(heardMs - 20)
  expect(firstMs(0)).toBeLessThanOrEqual(heardMs + 20)
  stage.artifacts.close()
  await stage.desk.drain(0)
})
