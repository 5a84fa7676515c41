import { describe, expect, test } from 'vitest'
import type { ToolOutcome } from '#generated/openapi.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import { spanOf, traceOf } from '#runtime/core/trace-context.ts'
import type { ToolSettings } from '#runtime/domain/tools/tool-faults.ts'
import { type CallScript, playCall } from '#runtime/sessions/testing/play-call.ts'
import { calls, text } from '#runtime/sessions/testing/scripted-llm.ts'
import type { ToolRequest } from './http-tools.ts'

/** The caller's turn ends at 2220 ms; the model's first piece comes 200 ms later. */
const question = {
  voice: [[1000, 2000]],
  asr: { words: [[1900, { partial: 'where is my order' }]] },
} as const satisfies CallScript
const tool = (name: string, more: Partial<ToolSettings> = {}): ToolSettings => ({
  name,
  description: '',
  kind: 'client',
  method: null,
  url: null,
  headers: {},
  inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  outputSchema: null,
  timeoutMs: 1000,
  idempotent: false,
  ...more,
})
const shipped: ToolOutcome = {
  ok: true,
  latencyMs: 300,
  attempts: 1,
  httpStatus: 200,
  result: { status: 'shipped' },
  error: null,
}
const asked = calls(['order', '{"id":"A1"}'])
const answersAfter =
  (ms: Millis, result: unknown = { status: 'shipped' }) =>
  () =>
    [ms, { result }] as const
const ofTools = ({ timeline }: Awaited<ReturnType<typeof playCall>>) =>
  timeline.filter(([, line]) => /^(action|llm.re|tts|barge)/.test(line))

test('a tool is asked, answered, and the model goes on with what came of it', async () => {
  const call = await playCall({
    ...question,
    tools: [tool('order')],
    client: answersAfter(300),
    llm: [asked, 'It has left.'],
  })
  expect(ofTools(call)).toEqual([
    [2220, 'llm.request 2'],
    [2420, 'llm.response tool_calls ""'],
    [2420, 'action.requested order client {"id":"A1"}'],
    [2720, 'action.completed order {"status":"shipped"}'],
    [2720, 'llm.request 4'],
    [2980, 'llm.response stop "It has left."'],
    [3080, 'tts.started u_1'],
    [3680, 'tts.stopped u_1 completed 600/600 "It has left."'],
  ])
  const [first, second] = call.requests
  expect(first?.tools).toMatchObject([{ name: 'order', strict: false }])
  const [, , assistant, answer] = second!.messages
  expect(assistant).toMatchObject({ role: 'assistant', content: '', toolCalls: [{ name: 'order' }] })
  expect(answer).toEqual({
    role: 'tool',
    toolCallId: assistant?.role === 'assistant' && assistant.toolCalls?.[0]?.id,
    content: '{"status":"shipped"}',
  })
})

test('without tools the model is offered none', async () => {
  const call = await playCall({ ...question, llm: ['Hello.'] })
  expect(call.requests[0]).not.toHaveProperty('tools')
})

test('two tools are carried out at once, and both are answered before the model goes on', async () => {
  const call = await playCall({
    ...question,
    tools: [tool('order'), tool('customer')],
    client: (name) => [name === 'order' ? 500 : 100, { result: 7 }],
    llm: [calls(['order', '{"id":"A1"}'], ['customer', '{"id":"B"}']), 'Done.'],
  })
  expect(ofTools(call).slice(2, 7)).toEqual([
    [2420, 'action.requested order client {"id":"A1"}'],
    [2420, 'action.requested customer client {"id":"B"}'],
    [2520, 'action.completed customer 7'],
    [2920, 'action.completed order 7'],
    [2920, 'llm.request 5'],
  ])
})

test('words before a tool are said while it runs, and remembered once', async () => {
  const call = await playCall({
    ...question,
    tools: [tool('order')],
    client: answersAfter(500),
    llm: [[[200, text('Let me look. ')], ...asked], 'It has left.', 'Bye.'],
    voice: [...question.voice, [7000, 7500]],
    asr: { words: [...question.asr.words, [7400, { partial: 'thank you bye' }]] },
  })
  expect(call.timeline).toContainEqual([2520, 'tts.started u_1'])
  expect(call.requests[1]?.messages.slice(1)).toMatchObject([
    { role: 'user' },
    { role: 'assistant', content: 'Let me look.' },
    { role: 'tool' },
  ])
  expect(call.requests[2]?.messages.slice(1)).toMatchObject([
    { role: 'user' },
    { role: 'assistant', content: 'Let me look.', toolCalls: [{ name: 'order' }] },
    { role: 'tool', content: '{"status":"shipped"}' },
    { role: 'assistant', content: 'It has left.' },
    { role: 'user', content: 'thank you bye' },
  ])
})

describe('what goes wrong is told to the model', () => {
  const toldAfter = async (script: Partial<CallScript>) => {
    const call = await playCall({ ...question, tools: [tool('order')], llm: [asked, 'Sorry.'], ...script })
    const content = call.requests[1]?.messages.at(-1)?.content ?? '{}'
    return {
      failed: ofTools(call).find(([, line]) => line.startsWith('action.failed')),
      told: JSON.parse(content),
      call,
    }
  }

  test('a client that does not answer', async () => {
    const { failed, told } = await toldAfter({})
    expect(failed).toEqual([3420, 'action.failed order timeout'])
    const advice = 'Tell the caller, and offer another way.'
    expect(told).toEqual({ error: 'timeout', message: 'There was no answer within 1000 ms.', advice })
  })

  test('a client that answers with an error, or with too much', async () => {
    expect((await toldAfter({ client: () => [100, { error: 'The shop is closed.' }] })).told).toMatchObject({
      error: 'client_error',
      message: 'The shop is closed.',
    })
    expect((await toldAfter({ client: answersAfter(100, 'a'.repeat(65_535)) })).told.error).toBe('too_large')
    const most = await toldAfter({ client: answersAfter(100, 'a'.repeat(65_534)) })
    expect([most.failed, most.told.truncated]).toEqual([undefined, true])
  })

  test('an answer that comes after its time changes nothing', async () => {
    const { failed, call } = await toldAfter({ client: answersAfter(1500) })
    expect(failed).toEqual([3420, 'action.failed order timeout'])
    expect(ofTools(call).filter(([, line]) => line.startsWith('action.completed'))).toEqual([])
  })

  test.each([
    ['{"id":', 'bad_arguments'],
    ['[1]', 'bad_arguments'],
    ['', 'bad_arguments'],
    [`{"id":"${'a'.repeat(20_000)}"}`, 'bad_arguments'],
  ])('arguments that are %.20s; the client is not asked', async (args, kind) => {
    const { failed, told, call } = await toldAfter({ llm: [calls(['order', args]), 'Sorry.'] })
    expect([failed?.[1], told.error]).toEqual([`action.failed order ${kind}`, kind])
    expect(call.timeline.map(([, line]) => line)).toContain('action.requested order builtin {}')
  })

  test('a tool that there is not', async () => {
    expect((await toldAfter({ llm: [calls(['drop_table', '{}']), 'Sorry.'] })).told.error).toBe('unknown_tool')
  })
})

test('wrong arguments may be corrected once; then the model must answer with words', async () => {
  const wrong = calls(['order', '{}'])
  const call = await playCall({ ...question, tools: [tool('order')], llm: [wrong, wrong, 'Sorry.'] })
  expect(call.requests.map(({ answerWithWords }) => answerWithWords)).toEqual([false, false, true])
})

test('after five rounds the model must answer with words, and calls of a model that does not obey are dropped', async () => {
  const rounds = Array.from({ length: 7 }, (_, i) => calls(['order', `{"id":"A${i}"}`]))
  const call = await playCall({ ...question, tools: [tool('order')], client: answersAfter(10), llm: rounds })
  expect(call.requests.map(({ answerWithWords }) => answerWithWords)).toEqual([false, false, false, false, false, true])
  expect(ofTools(call).filter(([, line]) => line.startsWith('action.completed'))).toHaveLength(5)
})

describe('HTTP tools', () => {
  const http = tool('order', { kind: 'http', method: 'POST', url: 'https://api.example.com/' })

  test('are run by the platform, with one key a call', async () => {
    const requests: ToolRequest[] = []
    const run = async (request: ToolRequest): Promise<ToolOutcome> => {
      requests.push(request)
      return shipped
    }
    const call = await playCall({ ...question, tools: [http], httpTools: { run }, llm: [asked, 'It has left.'] })
    expect(requests).toMatchObject([{ args: { id: 'A1' }, tool: { name: 'order' } }])
    expect(requests[0]?.idempotencyKey).toMatch(/^tk_[0-9a-z]{26}$/)
    expect(ofTools(call)).toContainEqual([2420, 'action.completed order {"status":"shipped"}'])
  })

  test('are told in which span of the call’s trace they are asked', async () => {
    const requests: ToolRequest[] = []
    const run = async (request: ToolRequest): Promise<ToolOutcome> => {
      requests.push(request)
      return shipped
    }
    const script = { ...question, tools: [http], httpTools: { run }, llm: [asked, 'It has left.'] }
    const { log } = await playCall({ ...script, traces: { sampled: () => true } })
    const { session_id } = log[0]!.event
    const spanId = spanOf(session_id, requests[0]!.idempotencyKey)
    expect(requests[0]?.trace).toEqual({ traceId: traceOf(session_id), spanId, sampled: true })
    await playCall(script)
    expect(requests[1]?.trace).toBeUndefined()
    const traceparent = `00-${'f'.repeat(32)}-${'b'.repeat(16)}-01`
    const drawn: string[] = []
    const sampled = (id: string): boolean => drawn.push(id) > 1
    const joined = await playCall({ ...script, traceparent, traces: { sampled } })
    expect(requests[2]?.trace).toMatchObject({ traceId: 'f'.repeat(32), sampled: false })
    expect(drawn).toEqual([traceOf(joined.log[0]!.event.session_id)])
  })

  test('the same thing is not done twice at once, nor again within ten seconds', async () => {
    let runs = 0
    const run = async (): Promise<ToolOutcome> => {
      runs += 1
      return shipped
    }
    const both = calls(['order', '{"id":"A1"}'], ['order', ' {"id" : "A1"} '])
    const call = await playCall({ ...question, tools: [http], httpTools: { run }, llm: [both, asked, 'Done.'] })
    expect(runs).toBe(1)
    expect(ofTools(call).filter(([, line]) => line.startsWith('action.completed'))).toHaveLength(3)
    const reads = { ...http, idempotent: true }
    await playCall({ ...question, tools: [reads], httpTools: { run }, llm: [asked, asked, 'Done.'] })
    expect(runs).toBe(3)
  })

  test('a fault of ours ends the call, and only the call', async () => {
    const run = (): Promise<ToolOutcome> => Promise.reject(new Error('broken'))
    const call = await playCall({ ...question, tools: [http], httpTools: { run }, llm: [asked] })
    expect(call.timeline.map(([, line]) => line)).toContain('call.ended internal')
    expect(call.faults).toHaveLength(1)
  })
})

test('a barge-in while a tool runs: it goes on, each call stays answered, and the next answer knows what came of it', async () => {
  const call = await playCall({
    voice: [...question.voice, [2800, 3600]],
    asr: { words: [...question.asr.words, [3100, { partial: 'wait' }], [3300, { partial: 'wait one moment' }]] },
    tools: [tool('order', { timeoutMs: 5000 })],
    client: answersAfter(1200),
    llm: [[[200, text('Let me look for that order of yours. ')], ...asked], 'Yes?'],
    ends: [[12_000, 'caller_hangup']],
  })
  const lines = ofTools(call).map(([, line]) => line)
  expect(lines).toContain('action.completed order {"status":"shipped"}')
  expect(lines.filter((line) => line.startsWith('llm.request'))).toHaveLength(2)
  const [, user, assistant, answer, next] = call.requests[1]!.messages
  expect([user?.role, assistant?.role, answer?.role, next?.role]).toEqual(['user', 'assistant', 'tool', 'user'])
  expect('Let me look for that order of yours.'.startsWith(assistant!.content)).toBe(true)
  expect(assistant!.content.length).toBeLessThan(30)
  expect(answer?.content).toBe('{"status":"shipped"}')
})

test('what is still running when the caller speaks again counts as pending', async () => {
  const call = await playCall({
    voice: [...question.voice, [2800, 3600]],
    asr: { words: [...question.asr.words, [3100, { partial: 'wait' }], [3300, { partial: 'wait one moment' }]] },
    tools: [tool('order', { timeoutMs: 8000 })],
    client: answersAfter(6000),
    llm: [asked, 'Yes?'],
    ends: [[12_000, 'caller_hangup']],
  })
  expect(JSON.parse(call.requests[1]!.messages[3]!.content)).toMatchObject({ status: 'pending' })
})

test('a hang-up while a tool runs cancels it, and a late answer changes nothing', async () => {
  let aborted = false
  const run = (_request: unknown, signal?: AbortSignal): Promise<ToolOutcome> =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        aborted = true
        reject(signal.reason)
      })
    })
  const call = await playCall({
    ...question,
    tools: [tool('customer'), tool('order', { kind: 'http', url: 'https://api.example.com/' })],
    httpTools: { run },
    client: answersAfter(500),
    llm: [calls(['customer', '{"id":"B"}'], ['order', '{"id":"A1"}'])],
    ends: [[2600, 'caller_hangup']],
  })
  expect(ofTools(call).slice(-2)).toEqual([
    [2600, 'action.failed customer cancelled'],
    [2600, 'action.failed order cancelled'],
  ])
  expect([aborted, call.faults]).toEqual([true, []])
})
