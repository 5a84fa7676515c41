import { expect, test } from 'vitest'
import { audioOf, playCall } from './testing/play-call.ts'

const question = {
  voice: [[1000, 2000]],
  asr: {
    words: [
      [1500, { partial: 'what are' }],
      [1900, { partial: 'what are your plans' }],
    ],
  },
} as const

test('a call of two turns, from the first sound to the hang-up', async () => {
  const call = await playCall({
    voice: [...question.voice, [5000, 5800]],
    asr: { words: [...question.asr.words, [5600, { partial: 'thank you bye' }]] },
    llm: ['Sure. Plans start at ten rupees.', 'Goodbye then.'],
    ends: [[8000, 'caller_hangup']],
  })
  expect(call.timeline).toEqual([
    [0, 'call.started'],
    [0, 'session.state_changed live'],
    [0, 'call.answered'],
    [1500, 'turn.started turn_1 caller'],
    [2130, 'stt.final "what are your plans"'],
    [2220, 'endpointing.delay_applied 220'],
    [2220, 'llm.request 2'],
    [2420, 'llm.first_token'],
    [2520, 'tts.started u_1'],
    [2540, 'llm.response stop "Sure. Plans start at ten rupees."'],
    [3720, 'tts.stopped u_1 completed 1200/1200 "Sure. Plans start at ten rupees."'],
    [5600, 'turn.started turn_2 caller'],
    [5930, 'stt.final "thank you bye"'],
    [6020, 'endpointing.delay_applied 220'],
    [6020, 'llm.request 4'],
    [6220, 'llm.first_token'],
    [6260, 'llm.response stop "Goodbye then."'],
    [6360, 'tts.started u_2'],
    [6760, 'tts.stopped u_2 completed 400/400 "Goodbye then."'],
    [8000, 'session.state_changed ended'],
    [8000, 'call.ended caller_hangup'],
  ])
  expect(audioOf(call)).toEqual(Buffer.concat(call.tts.given))
})

test('each event says how long its stage took', async () => {
  const { log } = await playCall({ ...question, llm: ['Sure. Plans start at ten rupees.'] })
  const took = log.filter(({ event }) => event.latency_ms !== undefined)
  expect(took.map(({ event }) => [event.event_type, event.latency_ms])).toEqual([
    ['stt.partial', 500],
    ['stt.final', 30],
    ['llm.first_token', 200],
    ['tts.started', 100],
    ['llm.response', 320],
    ['tts.stopped', 1200],
  ])
})

test('a greeting comes first, and the model is told of it', async () => {
  const call = await playCall({ ...question, agent: { firstMessage: 'Namaste' }, llm: ['Sure.'] })
  expect(call.timeline.slice(3, 6)).toEqual([
    [0, 'turn.started turn_1 agent'],
    [100, 'tts.started u_1'],
    [300, 'tts.stopped u_1 completed 200/200 "Namaste"'],
  ])
  expect(call.requests[0]?.messages).toEqual([
    { role: 'system', content: 'You sell plans.' },
    { role: 'assistant', content: 'Namaste' },
    { role: 'user', content: 'what are your plans' },
  ])
})

test('the caller is told of words and voice, and of each piece of the answer', async () => {
  const call = await playCall({ ...question, llm: ['Sure. Plans start at ten rupees.'] })
  const deltas = call.link.flatMap(([, message]) => (message.kind === 'delta' ? [message.text] : []))
  expect(deltas.join('')).toBe('Sure. Plans start at ten rupees.')
  expect(call.tts.said).toEqual(['Sure.', 'Plans start at ten rupees.'])
})

test('the transcriber hears all of the caller, byte for byte', async () => {
  const call = await playCall({ ...question, llm: ['Sure.'], ends: [[3000, 'caller_hangup']] })
  expect(Buffer.concat(call.asr.audio).length).toBe((3000 / 20) * 640)
})

test('an answer without words is silence, and the next turn goes on', async () => {
  const call = await playCall({
    voice: [...question.voice, [4000, 4500]],
    asr: { words: [...question.asr.words, [4400, { partial: 'are you there' }]] },
    llm: ['', 'Yes.'],
  })
  expect(call.timeline.map(([, line]) => line).filter((line) => /^(llm.response|tts)/.test(line))).toEqual([
    'llm.response stop ""',
    'llm.response stop "Yes."',
    'tts.started u_2',
    'tts.stopped u_2 completed 200/200 "Yes."',
  ])
  expect(call.requests[1]?.messages.map(({ content }) => content)).toEqual([
    'You sell plans.',
    'what are your plans',
    'are you there',
  ])
})

test('a log that cannot be stored at first is stored in the end, once and in order', async () => {
  const call = await playCall({ ...question, llm: ['Sure.'], storeFails: ['before', 'after', 'before'] })
  expect(call.stored.length).toBe(call.log.length)
})
