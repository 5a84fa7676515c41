import { expect, test } from 'vitest'
import { type CallScript, playCall } from './testing/play-call.ts'
import { calls } from './testing/scripted-llm.ts'

const silence = { questionAfterMs: 5_000, maxQuestions: 1, question: 'Hello?', hangUpAfterMs: 12_000 }
const after = (call: Awaited<ReturnType<typeof playCall>>, from: number) =>
  call.timeline.filter(([at, line]) => at >= from && !line.startsWith('session'))

test('who says nothing is asked, then told goodbye, and the call ends (FR-END1)', async () => {
  const call = await playCall({
    agent: { firstMessage: 'Namaste', silence, endCall: { phrases: [], farewell: 'Goodbye then', tool: false } },
    ends: [[30_000, 'caller_hangup']],
  })
  expect(after(call, 301)).toEqual([
    [5300, 'silence.timer_fired question'],
    [5300, 'turn.started turn_2 agent'],
    [5300, 'ux.delay_acknowledged'],
    [5400, 'tts.started u_2'],
    [5600, 'tts.stopped u_2 completed 200/200 "Hello?"'],
    [12600, 'silence.timer_fired hang_up'],
    [12600, 'turn.started turn_3 agent'],
    [12700, 'tts.started u_3'],
    [13100, 'tts.stopped u_3 completed 400/400 "Goodbye then"'],
    [13100, 'call.ended user_silence_timeout'],
  ])
})

test('words begin the silence anew, and while the agent thinks there is none', async () => {
  const call = await playCall({
    agent: { silence: { ...silence, questionAfterMs: 3_000, hangUpAfterMs: 6_000 } },
    voice: [[1000, 2000]],
    asr: { words: [[1900, { partial: 'tell me more' }]] },
    llm: [[[4_000, { type: 'text', text: 'Here it is.' }]]],
    ends: [[30_000, 'caller_hangup']],
  })
  // The turn ends at 2220, the answer comes 4 s later and is heard at 6920.
  expect(after(call, 6_900).slice(0, 3)).toEqual([
    [6920, 'tts.stopped u_1 completed 600/600 "Here it is."'],
    [9920, 'silence.timer_fired question'],
    [9920, 'turn.started turn_2 agent'],
  ])
})

test('the longest duration ends the call: what is said is finished, then the farewell is', async () => {
  const call = await playCall({
    agent: {
      maxDurationSec: 10,
      firstMessage: 'word '.repeat(60).trim(),
      endCall: { phrases: [], farewell: 'Bye', tool: false },
    },
    ends: [[40_000, 'caller_hangup']],
  })
  expect(after(call, 200)).toEqual([
    [12100, `tts.stopped u_1 completed 12000/12000 "${'word '.repeat(60).trim()}"`],
    [12100, 'turn.started turn_2 agent'],
    [12200, 'tts.started u_2'],
    [12400, 'tts.stopped u_2 completed 200/200 "Bye"'],
    [12400, 'call.ended max_duration'],
  ])
})

test('a farewell that does not come to its end holds nobody up', async () => {
  const call = await playCall({
    agent: { maxDurationSec: 10, endCall: { phrases: [], farewell: 'word '.repeat(200).trim(), tool: false } },
    ends: [[60_000, 'caller_hangup']],
  })
  expect(call.timeline.at(-1)).toEqual([25_000, 'call.ended max_duration'])
})

const question = { voice: [[0, 500]], asr: { words: [[450, { final: 'thanks a lot' }]] } } as const

test('an answer with an end phrase is heard to its end, then the agent hangs up (FR-G1)', async () => {
  const call = await playCall({
    ...question,
    agent: { endCall: { phrases: ['good bye'], farewell: null, tool: false } },
    llm: ['You are welcome. Good-bye!'],
    ends: [[20_000, 'caller_hangup']],
  })
  expect(call.timeline.slice(-3).map(([, line]) => line)).toEqual([
    'tts.stopped u_1 completed 800/800 "You are welcome. Good-bye!"',
    'session.state_changed ended',
    'call.ended agent_hangup',
  ])
})

test('what is blocked is neither spoken nor shown, and the rules stand in the model’s instructions (FR-G1)', async () => {
  const call = await playCall({
    ...question,
    agent: {
      guardrails: { instructions: ['Be kind.'], blockedPhrases: ['guaranteed returns'], blockedReply: 'No comment.' },
    },
    llm: ['Sure. We have Guaranteed  returns. Buy now.'],
    ends: [[8_000, 'caller_hangup']],
  })
  expect(call.tts.said).toEqual(['Sure.', 'No comment.'])
  const shown = call.link.flatMap(([, message]) => (message.kind === 'delta' ? [message.text] : [])).join('')
  expect(shown).toBe('Sure. No comment. ')
  expect(call.requests[0]?.messages[0]?.content).toContain('- Be kind.')
  expect(call.timeline.map(([, line]) => line)).toContain('guardrail.blocked')
})

test('a phrase over two sentences is blocked too: its second half is not spoken', async () => {
  const call = await playCall({
    ...question,
    agent: { guardrails: { instructions: [], blockedPhrases: ['guaranteed returns'], blockedReply: 'No comment.' } },
    llm: ['All of it is guaranteed. Returns come every day. Buy now.'],
    ends: [[8_000, 'caller_hangup']],
  })
  expect(call.tts.said).toEqual(['All of it is guaranteed.', 'No comment.'])
})

test('what stands long before is not taken for a phrase', async () => {
  const sentences = `Artful ${'word '.repeat(150)}end. Work goes on. Well.`
  const call = await playCall({
    ...question,
    agent: { guardrails: { instructions: [], blockedPhrases: ['art', 'ord word word word end'], blockedReply: null } },
    llm: [sentences],
    ends: [[40_000, 'caller_hangup']],
  })
  expect(call.tts.said.join(' ')).toBe(sentences.replaceAll('  ', ' '))
})

/** When a silence began, or was over. */
const timers = ({ link }: Awaited<ReturnType<typeof playCall>>) =>
  link.flatMap(([at, message]) => {
    if (message.kind !== 'event') return []
    const { event_type } = message.logged.event
    return event_type.startsWith('silence.') ? [[at, event_type.slice(14)]] : []
  })

test('a pause inside a turn begins no silence, and one silence begins once', async () => {
  const call = await playCall({
    voice: [
      [1000, 2000],
      [4000, 4500],
    ],
    asr: { words: [[1900, { partial: 'tell me more' }]], finalizeMs: 40 },
    llm: ['Yes.'],
  })
  // The answer is heard at 2740; a noise from 4000 on is no end of a silence.
  expect(timers(call)).toEqual([
    [0, 'started'],
    [2740, 'started'],
  ])
})

const slow = { ...question, client: () => [9_000, { result: 1 }] as const }
const slowTool = {
  name: 'order',
  description: '',
  kind: 'client',
  method: null,
  url: null,
  headers: {},
  inputSchema: { type: 'object' },
  outputSchema: null,
  timeoutMs: 20_000,
  idempotent: false,
} as const

test.each([
  ['', []],
  [', also when the caller has silenced the agent', [[2000, (session) => session.interrupt()]]],
] satisfies [string, CallScript['acts']][])('time stands still while a tool runs%s', async (_when, acts) => {
  const call = await playCall({
    ...slow,
    agent: { silence: { ...silence, questionAfterMs: 3_000 } },
    tools: [slowTool],
    acts,
    llm: [calls(['order', '{}']), 'Done.'],
    ends: [[20_000, 'caller_hangup']],
  })
  const answered = call.timeline.find(([, line]) => line.startsWith('action.completed'))![0]
  const [first] = timers(call).filter(([, what]) => what === 'fired')
  expect(answered).toBe(9_920)
  expect(first![0]).toBeGreaterThanOrEqual(answered + 3_000)
})

test('words that were not heard well are asked for again, twice; then they are noise', async () => {
  const unsure = (text: string) => ({ final: text, confidence: 0.3 })
  const call = await playCall({
    agent: { asr: { provider: 'deepgram', model: 'nova-3', confidenceThreshold: 0.65, repeatQuestion: 'Again?' } },
    asr: {
      words: [
        [500, unsure('mumble mumble')],
        [3000, unsure('mumble mumble')],
        [6000, unsure('mumble mumble')],
        [8500, { final: 'my plan please' }],
      ],
    },
    llm: ['Sure.'],
    ends: [[12_000, 'caller_hangup']],
  })
  expect(call.tts.said).toEqual(['Again?', 'Again?', 'Sure.'])
  expect(call.timeline.map(([, line]) => line).filter((line) => line.startsWith('stt.rejected'))).toEqual([
    'stt.rejected 0.3 asked again',
    'stt.rejected 0.3 asked again',
    'stt.rejected 0.3 noise',
  ])
  expect(call.requests.length).toBe(1)
  expect(call.requests[0]?.messages.at(-1)).toEqual({ role: 'user', content: 'my plan please' })
})
