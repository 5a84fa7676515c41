import { expect, test } from 'vitest'
import { bytesOf } from '#runtime/core/audio.ts'
import { heardText } from './speech/agent-voice.ts'
import { audioOf, type CallScript, type PlayedCall, playCall } from './testing/play-call.ts'
import { text } from './testing/scripted-llm.ts'

/** The agent greets from 100 ms on, 200 ms a word. */
const greeting = { agent: { firstMessage: 'Hello this is your friendly agent from Invorto today' } } as const
const linesOf = (call: PlayedCall) =>
  call.timeline.filter(([, line]) => /^(tts|barge_in|llm.response|turn|endpointing)/.test(line))
const play = async (script: CallScript) => linesOf(await playCall(script))

test('speech over the agent silences it within 60 ms, and words confirm the cut', async () => {
  const call = await playCall({
    ...greeting,
    voice: [[640, 1400]],
    asr: {
      words: [
        [920, { partial: 'no' }],
        [1000, { partial: 'no wait' }],
      ],
    },
    llm: ['Yes?'],
  })
  expect(linesOf(call).slice(1, -3)).toEqual([
    [100, 'tts.started u_1'],
    [700, 'barge_in.detected u_1 600'],
    [920, 'turn.started turn_2 caller'],
    [1000, 'tts.stopped u_1 barge_in 600/1800 "Hello this is"'],
    [1620, 'endpointing.delay_applied 220'],
  ])
  expect(audioOf(call, 700, 1500).length).toBe(0)
  expect(call.requests[0]?.messages.slice(1)).toEqual([
    { role: 'assistant', content: 'Hello this is' },
    { role: 'user', content: 'no wait' },
  ])
})

test('an answer that is cut while the model writes is recorded as cut, and only what was heard is remembered', async () => {
  const call = await playCall({
    voice: [
      [0, 500],
      [1400, 2000],
    ],
    asr: {
      words: [
        [450, { partial: 'your plans please' }],
        [1700, { partial: 'stop right there' }],
      ],
    },
    llm: ['One two three four. '.repeat(30), 'Sorry.'],
  })
  const said = linesOf(call).map(([at, line]) => [at, line.slice(0, 40)])
  expect(said).toContainEqual([1700, 'llm.response cut "One two three four. On'])
  expect(call.timeline.find(([, line]) => line.startsWith('tts.stopped'))?.[1]).toMatch(
    /u_1 barge_in \d+\/\d+ "One two/,
  )
  const heard = call.requests[1]?.messages.at(-2)?.content ?? ''
  expect(call.timeline.find(([, line]) => line.startsWith('tts.stopped'))?.[1]).toContain(`"${heard}"`)
  expect(heard.length).toBeLessThan(60)
})

test('after a cough the same utterance goes on from where it was heard, no byte lost or doubled', async () => {
  const call = await playCall({ ...greeting, voice: [[640, 800]] })
  expect(linesOf(call).slice(1)).toEqual([
    [100, 'tts.started u_1'],
    [700, 'barge_in.detected u_1 600'],
    [1020, 'tts.started u_1 from 600'],
    [2220, 'tts.stopped u_1 completed 1800/1800 "Hello this is your friendly agent from Invorto today"'],
  ])
  const heardBefore = audioOf(call, 0, 700).subarray(0, bytesOf(600, 16_000))
  expect(Buffer.concat([heardBefore, audioOf(call, 700)])).toEqual(call.tts.given[0])
})

test('a nod does not stop the agent and is not answered', async () => {
  const call = await playCall({ ...greeting, voice: [[640, 800]], asr: { words: [[780, { partial: 'okay' }]] } })
  expect(linesOf(call).slice(2)).toEqual([
    [700, 'barge_in.detected u_1 600'],
    [780, 'turn.started turn_2 caller'],
    [1020, 'tts.started u_1 from 600'],
    [2220, 'tts.stopped u_1 completed 1800/1800 "Hello this is your friendly agent from Invorto today"'],
  ])
  expect(call.requests).toEqual([])
})

test('an agent that may not be interrupted says all, then answers what was said over it', async () => {
  const call = await playCall({
    agent: { ...greeting.agent, interruptible: false },
    voice: [[640, 1200]],
    asr: { words: [[1100, { partial: 'but I want' }]] },
    llm: ['Go on.'],
  })
  expect(linesOf(call).slice(1)).toEqual([
    [100, 'tts.started u_1'],
    [1100, 'turn.started turn_2 caller'],
    [1900, 'tts.stopped u_1 completed 1800/1800 "Hello this is your friendly agent from Invorto today"'],
    [1900, 'endpointing.delay_applied 0'],
    [2140, 'llm.response stop "Go on."'],
    [2240, 'tts.started u_2'],
    [2640, 'tts.stopped u_2 completed 400/400 "Go on."'],
  ])
})

test('a caller who goes on while the model thinks is heard out: the first answer is never spoken', async () => {
  const call = await playCall({
    voice: [
      [0, 500],
      [800, 1400],
    ],
    asr: {
      words: [
        [450, { partial: 'I want a plan' }],
        [1000, { partial: 'for my shop' }],
      ],
    },
    llm: ['Which plan?', 'For a shop take this.'],
  })
  expect(linesOf(call)).toEqual([
    [450, 'turn.started turn_1 caller'],
    [720, 'endpointing.delay_applied 220'],
    [960, 'llm.response stop "Which plan?"'],
    [1000, 'turn.started turn_2 caller'],
    [1620, 'endpointing.delay_applied 220'],
    [1920, 'llm.response stop "For a shop take this."'],
    [2020, 'tts.started u_2'],
    [3020, 'tts.stopped u_2 completed 1000/1000 "For a shop take this."'],
  ])
  expect(call.requests[1]?.messages.slice(1)).toEqual([
    { role: 'user', content: 'I want a plan' },
    { role: 'user', content: 'for my shop' },
  ])
})

test('noise without end gives the agent its voice back; words then cut it, and the client is told to drop what it has', async () => {
  expect(
    await play({
      agent: { firstMessage: 'word '.repeat(30).trim() },
      voice: [[640, 4000]],
      asr: { words: [[3000, { partial: 'can you stop' }]] },
      llm: ['Yes.'],
      ends: [[4100, 'caller_hangup']],
    }),
  ).toEqual([
    [0, 'turn.started turn_1 agent'],
    [100, 'tts.started u_1'],
    [700, 'barge_in.detected u_1 600'],
    [2200, 'tts.started u_1 from 600'],
    [3000, 'turn.started turn_2 caller'],
    [3000, 'barge_in.detected u_1 1400'],
    [3000, 'tts.stopped u_1 barge_in 1400/6000 "word word word word word word word"'],
  ])
})

test('words of a voice too soft for the detector cut the agent too', async () => {
  const lines = await play({ ...greeting, asr: { words: [[900, { partial: 'no wait' }]] }, llm: ['Yes?'] })
  expect(lines.slice(2, 5)).toEqual([
    [900, 'turn.started turn_2 caller'],
    [900, 'barge_in.detected u_1 800'],
    [900, 'tts.stopped u_1 barge_in 800/1800 "Hello this is your"'],
  ])
})

test('words whose audio has not come yet were not heard', async () => {
  const call = await playCall({
    voice: [
      [0, 500],
      [1700, 2300],
    ],
    asr: {
      words: [
        [450, { partial: 'your plans please' }],
        [1800, { partial: 'stop right there' }],
      ],
    },
    llm: [
      [
        [200, text('One two. ')],
        [900, text('Three four five six seven eight nine ten. ')],
      ],
      'Sorry.',
    ],
    tts: { delayMs: 500 },
  })
  expect(linesOf(call)).toContainEqual([1800, 'tts.stopped u_1 barge_in 340/400 "One"'])
  expect(call.requests[1]?.messages.at(-2)).toEqual({ role: 'assistant', content: 'One' })
})

test.each([
  ['one two three', 1, 'one two three'],
  ['one two three', 0.7, 'one two'],
  ['one two three', 0.2, ''],
  ['', 0.5, ''],
  ['नमस्ते आप कैसे हैं', 0.5, 'नमस्ते आप'],
])('of "%s" the share %d is "%s"', (all, share, heard) => {
  expect(heardText(all, share)).toBe(heard)
})
