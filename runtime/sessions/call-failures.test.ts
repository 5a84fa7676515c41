import { expect, test } from 'vitest'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { type PlayedCall, playCall } from './testing/play-call.ts'
import { modelFails, text } from './testing/scripted-llm.ts'

const question = { voice: [[0, 500]], asr: { words: [[450, { partial: 'your plans please' }]] } } as const
const lastLines = (call: PlayedCall, count: number) => call.timeline.slice(-count)
const faultsTold = ({ link }: PlayedCall) =>
  link.flatMap(([at, message]) => (message.kind === 'fault' ? [[at, message.text]] : []))

test('a model that fails twice ends the call: an apology is heard, then the caller is told why', async () => {
  const call = await playCall({ ...question, llm: [[[300, modelFails()]]] })
  expect(lastLines(call, 11)).toEqual([
    [720, 'llm.request 2'],
    [1020, 'provider.rate_limited llm'],
    [1020, 'provider.request_failed llm rate_limited'],
    [1020, 'provider.retry_scheduled llm 2 300'],
    [1620, 'provider.rate_limited llm'],
    [1620, 'provider.request_failed llm rate_limited'],
    [1620, 'ux.recoverable_error_message'],
    [1720, 'tts.started u_2'],
    [2520, 'tts.stopped u_2 completed 800/800 "Sorry, please call again"'],
    [2520, 'session.state_changed ended'],
    [2520, 'call.ended provider_unavailable'],
  ])
  expect(faultsTold(call)).toEqual([[2520, 'provider_unavailable LLM: the model is busy.']])
  const kinds = call.link
    .map(([, message]) => (message.kind === 'event' ? message.logged.event.event_type : message.kind))
    .filter((kind) => kind !== 'usage.recorded')
  expect(kinds.slice(-4)).toEqual(['fault', 'session.state_changed', 'call.ended', 'close'])
  const failed = call.log.filter(({ event }) => event.event_type === 'provider.request_failed')
  expect(failed.map(({ event }) => event)).toMatchObject([
    { severity: 'warn', attempt: 1, data: { class: 'rate_limited', service: 'llm', status: 429 } },
    { severity: 'error', attempt: 2, provider: { name: 'scripted' } },
  ])
})

test('a model that fails in the middle of its answer is not asked again: what was said is finished, then an apology', async () => {
  const call = await playCall({
    ...question,
    llm: [
      [
        [200, text('One two three four five. ')],
        [220, text('Six')],
        [900, modelFails()],
      ],
    ],
  })
  expect(call.requests.length).toBe(1)
  expect(lastLines(call, 9)).toEqual([
    [1020, 'tts.started u_1'],
    [1620, 'provider.rate_limited llm'],
    [1620, 'provider.request_failed llm rate_limited'],
    [2220, 'tts.stopped u_1 completed 1200/1200 "One two three four five. Six"'],
    [2220, 'ux.recoverable_error_message'],
    [2320, 'tts.started u_2'],
    [3120, 'tts.stopped u_2 completed 800/800 "Sorry, please call again"'],
    [3120, 'session.state_changed ended'],
    [3120, 'call.ended provider_unavailable'],
  ])
})

test('an error that no provider owns ends the call as internal, and only the operator sees it', async () => {
  const call = await playCall({ ...question, llm: [[[10, new Error('secret detail')]]] })
  expect(lastLines(call, 1)).toEqual([[730, 'call.ended internal']])
  expect(faultsTold(call)).toEqual([[730, 'internal The call broke on our side.']])
  expect(call.faults).toEqual([new Error('secret detail')])
})

test('an answer that is longer than anyone listens to is cut, and the call goes on', async () => {
  const call = await playCall({
    ...question,
    llm: [
      [
        [200, text('word. '.repeat(6000))],
        [210, text('more '.repeat(6000))],
      ],
    ],
  })
  const response = call.log.find(({ event }) => event.event_type === 'llm.response')?.event.data
  expect(response).toMatchObject({ finish_reason: 'length', response_length: 256 * 16 })
  expect(lastLines(call, 1)).toEqual([[10_000, 'call.ended caller_hangup']])
})

test('an agent without an apology ends the call at once', async () => {
  const call = await playCall({ ...question, agent: { apology: null }, llm: [[[300, modelFails()]]] })
  expect(lastLines(call, 2)).toEqual([
    [1620, 'session.state_changed ended'],
    [1620, 'call.ended provider_unavailable'],
  ])
})

test('a voice that fails twice ends the call: there is nothing to apologise with', async () => {
  const call = await playCall({
    agent: { firstMessage: 'Hello there my friend' },
    tts: { fails: [250], chunkMs: 100 },
  })
  expect(lastLines(call, 7)).toEqual([
    [100, 'tts.started u_1'],
    [250, 'provider.request_failed tts server_error'],
    [250, 'provider.retry_scheduled tts 2 100'],
    [600, 'provider.request_failed tts server_error'],
    [600, 'tts.stopped u_1 error 240/260 ""'],
    [600, 'session.state_changed ended'],
    [600, 'call.ended provider_unavailable'],
  ])
})

test('a voice that fails in the apology too ends the call at once', async () => {
  const call = await playCall({ ...question, llm: [[[300, modelFails()]]], tts: { fails: [1900, 10] } })
  expect(call.timeline.filter(([, line]) => line.startsWith('tts'))).toEqual([
    [1720, 'tts.started u_2'],
    [2520, 'tts.stopped u_2 completed 800/800 "Sorry, please call again"'],
  ])
})

test('a model that is silent is asked once more after 5 s', async () => {
  const call = await playCall({ ...question, llm: [[[100, 'stall']], 'Sure.'] })
  expect(lastLines(call, 10).slice(0, -2)).toEqual([
    [720, 'llm.request 2'],
    [5720, 'provider.request_failed llm timeout'],
    [5720, 'provider.retry_scheduled llm 2 300'],
    [6220, 'provider.recovered llm after 500'],
    [6220, 'llm.first_token'],
    [6240, 'llm.response stop "Sure."'],
    [6340, 'tts.started u_1'],
    [6540, 'tts.stopped u_1 completed 200/200 "Sure."'],
  ])
})

test.each<[string, ProviderError, number]>([
  ['a short retry-after is obeyed', modelFails(1500), 1500],
  ['a server error is tried again', new ProviderError('server_error', 'broken', { status: 500 }), 300],
  ['a connection that was cut is tried again', new ProviderError('disconnected', 'cut'), 300],
])('the model: %s', async (_what, error, backoffMs) => {
  const call = await playCall({ ...question, llm: [[[300, error]], 'Sure.'] })
  expect(call.timeline).toContainEqual([1020, `provider.retry_scheduled llm 2 ${backoffMs}`])
  expect(call.timeline).toContainEqual([1020 + backoffMs + 220, 'llm.response stop "Sure."'])
  expect(call.requests.length).toBe(2)
  expect(call.requests[0]).toEqual(call.requests[1])
})

test.each<[string, ProviderError]>([
  ['a long retry-after', modelFails(2001)],
  ['a credential that is refused', new ProviderError('unauthorized', 'no', { status: 401 })],
  ['a request that is refused', new ProviderError('rejected', 'no', { status: 400 })],
])('the model is not asked again after %s', async (_what, error) => {
  const call = await playCall({ ...question, llm: [[[300, error]], 'Sure.'] })
  expect(call.requests.length).toBe(1)
  expect(lastLines(call, 1)[0]?.[1]).toBe('call.ended provider_unavailable')
})

test('a caller who speaks while the model stalls is answered anew', async () => {
  const call = await playCall({
    voice: [...question.voice, [3000, 3500]],
    asr: { words: [...question.asr.words, [3400, { partial: 'are you there' }]] },
    llm: [[[100, 'stall']], 'Yes.'],
  })
  const responses = call.timeline.filter(([, line]) => line.startsWith('llm.response'))
  expect(responses).toEqual([
    [3400, 'llm.response cut ""'],
    [3940, 'llm.response stop "Yes."'],
  ])
})

test('a hang-up in the middle of an answer ends both at once, and what the providers still send is nothing', async () => {
  const call = await playCall({ ...question, llm: ['One two three. '.repeat(40)], ends: [[1300, 'client_lost']] })
  expect(lastLines(call, 4).map(([at, line]) => [at, line.slice(0, 22)])).toEqual([
    [1300, 'llm.response cut "One '],
    [1300, 'tts.stopped u_1 barge_'],
    [1300, 'session.state_changed '],
    [1300, 'call.ended client_lost'],
  ])
})

test('a hang-up before the last words leaves the turn unanswered', async () => {
  const call = await playCall({ ...question, ends: [[620, 'caller_hangup']] })
  expect(lastLines(call, 3)).toEqual([
    [450, 'turn.started turn_1 caller'],
    [620, 'session.state_changed ended'],
    [620, 'call.ended caller_hangup'],
  ])
})

test('a second end is none, and audio after the end is not heard', async () => {
  const call = await playCall({
    voice: [[0, 5000]],
    ends: [
      [200, 'caller_hangup'],
      [400, 'cancelled'],
    ],
  })
  expect(lastLines(call, 1)).toEqual([[200, 'call.ended caller_hangup']])
  expect(Buffer.concat(call.asr.audio).length).toBe(10 * 640)
})

test('a transcriber that never answers holds nobody up: what was heard is answered', async () => {
  const call = await playCall({ ...question, asr: { ...question.asr, finalizeMs: null }, llm: ['Sure.'] })
  expect(call.timeline.slice(4, 6)).toEqual([
    [1420, 'endpointing.delay_applied 920'],
    [1420, 'llm.request 2'],
  ])
  expect(call.requests[0]?.messages.at(-1)?.content).toBe('your plans please')
})

test('an event that breaks the contract ends its call, and nothing is thrown at the provider that told it', async () => {
  const call = await playCall({
    voice: [[1000, 2000]],
    asr: { words: [[1500, { partial: 'x'.repeat(40_000) }]] },
  })
  expect(faultsTold(call)).toEqual([[1500, 'internal The call broke on our side.']])
  expect(call.timeline.at(-1)).toEqual([1500, 'call.ended internal'])
})

test('an event that would break the contract is not told; the call ends as internal, and only this call', async () => {
  const call = await playCall({
    agent: { firstMessage: 'Hello there my friend' },
    asr: { words: [[300, { partial: 'x'.repeat(40_000) }]] },
  })
  expect(lastLines(call, 4)).toEqual([
    [300, 'turn.started turn_2 caller'],
    [300, 'tts.stopped u_1 error 200/800 "Hello"'],
    [300, 'session.state_changed ended'],
    [300, 'call.ended internal'],
  ])
  expect(String(call.faults[0])).toContain('stt.partial breaks the contract')
})

test('a call whose last words cannot be recorded ends all the same', async () => {
  const call = await playCall({
    agent: { firstMessage: 'Hello there', tts: { provider: 'deepgram', voiceId: 'x'.repeat(500), rate: 1 } },
  })
  expect(lastLines(call, 2)).toEqual([
    [100, 'session.state_changed ended'],
    [100, 'call.ended internal'],
  ])
  expect(call.faults.map(String)).toEqual([
    expect.stringContaining('usage.recorded breaks'),
    expect.stringContaining('tts.started breaks'),
    expect.stringContaining('tts.stopped breaks'),
  ])
})
