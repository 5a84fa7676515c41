import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from '#runtime/core/audio.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { audioOf, type PlayedCall, playCall } from './testing/play-call.ts'

const greeting = { firstMessage: 'Hello this is your friendly agent from Invorto today' }
const lines = (call: PlayedCall) => call.timeline.filter(([, line]) => /^(text|dtmf|tts|endpoint|barge)/.test(line))

test('typed words stop the agent and are a turn at once', async () => {
  const call = await playCall({
    agent: greeting,
    acts: [[700, (session) => session.type('what are your plans')]],
    llm: ['Sure.'],
  })
  expect(lines(call)).toEqual([
    [100, 'tts.started u_1'],
    [700, 'text.received "what are your plans"'],
    [700, 'barge_in.detected u_1 600'],
    [700, 'tts.stopped u_1 barge_in 600/1800 "Hello this is"'],
    [700, 'endpointing.delay_applied 0'],
    [1020, 'tts.started u_2'],
    [1220, 'tts.stopped u_2 completed 200/200 "Sure."'],
  ])
  expect(call.requests[0]?.messages.slice(1)).toEqual([
    { role: 'assistant', content: 'Hello this is' },
    { role: 'user', content: 'what are your plans' },
  ])
})

test('an agent that may not be interrupted is heard out, then typed words are answered', async () => {
  const call = await playCall({
    agent: { ...greeting, interruptible: false },
    acts: [
      [700, (session) => session.type('what are your plans')],
      [800, (session) => session.interrupt()],
    ],
    llm: ['Sure.'],
  })
  expect(lines(call).slice(2, 4)).toEqual([
    [1900, 'tts.stopped u_1 completed 1800/1800 "Hello this is your friendly agent from Invorto today"'],
    [1900, 'endpointing.delay_applied 0'],
  ])
})

test('the first key stops the agent; the entry is the caller’s words', async () => {
  const call = await playCall({
    agent: greeting,
    acts: [
      [700, (session) => session.press('1', 'rfc2833')],
      [1500, (session) => session.press('2', 'rfc2833')],
      [9900, (session) => session.press('9', undefined)],
    ],
    llm: ['Two it is.'],
  })
  expect(lines(call).slice(1, 5)).toEqual([
    [700, 'barge_in.detected u_1 600'],
    [700, 'tts.stopped u_1 barge_in 600/1800 "Hello this is"'],
    [3500, 'dtmf.received "12"'],
    [3500, 'endpointing.delay_applied 0'],
  ])
  expect(call.requests[0]?.messages.at(-1)).toEqual({ role: 'user', content: '[keys pressed: 12]' })
  // The call ended before the pause did.
  expect(lines(call).at(-1)).toEqual([10_000, 'dtmf.received "9"'])
})

test('a button silences the agent, and nothing is answered', async () => {
  const call = await playCall({ agent: greeting, acts: [[700, (session) => session.interrupt()]] })
  expect(lines(call).at(-1)).toEqual([700, 'tts.stopped u_1 barge_in 600/1800 "Hello this is"'])
  expect(call.requests).toEqual([])
})

test('with marks the agent knows what was heard: bounded by what was sent, never going back', async () => {
  const spoken = { voice: [[640, 1400]], asr: { words: [[1000, { partial: 'no wait' }]] }, llm: ['Yes?'] } as const
  const call = await playCall({
    ...spoken,
    agent: greeting,
    acts: [
      [500, (session) => session.mark('u_1', 250)],
      [550, (session) => session.mark('u_1', 100)],
      [600, (session) => session.mark('u_9', 600)],
      // Said once it was told to stop: it had played this much.
      [720, (session) => session.mark('u_1', 410)],
    ],
  })
  const stopped = call.log.find(({ event }) => event.event_type === 'tts.stopped')?.event
  expect(stopped?.data).toMatchObject({ heard_ms: 410, method: 'marks', cause: 'barge_in' })
  expect(call.requests[0]?.messages[1]).toEqual({ role: 'assistant', content: 'Hello this' })
  const boast = await playCall({ ...spoken, agent: greeting, acts: [[500, (session) => session.mark('u_1', 99_999)]] })
  const heard = boast.log.find(({ event }) => event.event_type === 'tts.stopped')?.event
  expect(heard?.data).toMatchObject({ heard_ms: 600, method: 'marks' })
})

test('after a false alarm the agent goes on from where the client had played to', async () => {
  const call = await playCall({
    agent: greeting,
    voice: [[640, 800]],
    acts: [[720, (session) => session.mark('u_1', 400)]],
  })
  expect(call.timeline.map(([, line]) => line)).toContain('tts.started u_1 from 400')
  expect(audioOf(call, 900)).toEqual(call.tts.given[0]!.subarray(bytesOf(400, 16_000)))
})

test('with endpointing off a turn ends with the final words, and with nothing else', async () => {
  const call = await playCall({
    agent: { endpointing: { ...sampleAgent().endpointing, provider: 'off' } },
    voice: [[0, 500]],
    asr: {
      words: [
        [450, { partial: 'I want a plan' }],
        [3000, { final: 'I want a plan and' }],
      ],
    },
    llm: ['Sure.'],
  })
  expect(lines(call)[0]).toEqual([3000, 'endpointing.delay_applied 0'])
})

test('who has not finished is waited for longer', async () => {
  const call = await playCall({
    voice: [[0, 500]],
    asr: { words: [[450, { final: 'I want to book a' }]] },
    llm: ['Sure.'],
  })
  expect(lines(call)[0]?.[1]).toBe('endpointing.delay_applied 1160')
})

test('any split of the caller’s audio into frames is the same to the transcriber and the voice detector', async () => {
  const { CallerEar } = await import('./speech/caller-ear.ts')
  const { VirtualClock } = await import('#runtime/core/testing/virtual-clock.ts')
  const { ScriptedAsr } = await import('./testing/scripted-asr.ts')
  const { tone } = await import('#runtime/core/testing/tone.ts')
  const speech = Buffer.concat([tone(4_800, 10), tone(8_000, 8_000), tone(9_600, 10)])
  const hear = (cuts: readonly number[]) => {
    const asr = new ScriptedAsr(new VirtualClock(), {})
    const told: string[] = []
    const note = (what: string) => () => void told.push(what)
    const listener = { started: note('on'), stopped: note('off'), partial() {}, final() {}, failed() {} }
    const ports = { asr, clock: new VirtualClock() }
    const ear = new CallerEar(ports, { model: 'm', language: 'en', sampleRateHz: 16_000 }, listener)
    let from = 0
    for (const to of [...cuts.map((sample) => sample * 2).toSorted((a, b) => a - b), speech.length]) {
      ear.hear(speech.subarray(from, to))
      from = to
    }
    ear.close()
    return [Buffer.concat(asr.audio).toString('hex'), told.join()]
  }
  const whole = hear([])
  expect(whole[1]).toBe('on,off')
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: speech.length / 2 }), { maxLength: 60 }), (cuts) => {
      expect(hear(cuts)).toEqual(whole)
    }),
    { numRuns: 50 },
  )
})
