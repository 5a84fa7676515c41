import { describe, expect, test } from 'vitest'
import type { Agent } from '#generated/openapi.gen.ts'
import type { ToolSettings } from '#runtime/domain/tools/tool-faults.ts'
import { type CallScript, playCall } from '#runtime/sessions/testing/play-call.ts'
import { calls, text } from '#runtime/sessions/testing/scripted-llm.ts'

/** The caller's turn ends at 2220 ms; the model's first piece comes 200 ms later. */
const question = {
  voice: [[1000, 2000]],
  asr: { words: [[1900, { partial: 'thank you that is all' }]] },
} as const satisfies CallScript
const ends = (farewell: string | null = null): Partial<Agent> => ({ endCall: { phrases: [], farewell, tool: true } })
const keys: Partial<Agent> = { dtmf: { tool: true } }
const clientTool = (name: string): ToolSettings => ({
  name,
  description: '',
  kind: 'client',
  method: null,
  url: null,
  headers: {},
  inputSchema: { type: 'object' },
  outputSchema: null,
  timeoutMs: 1000,
  idempotent: false,
})
const lines = ({ timeline }: Awaited<ReturnType<typeof playCall>>) =>
  timeline.filter(([, line]) => /^(action|dtmf|llm.req|tts|barge|call.ended)/.test(line))
const toldBy = (call: Awaited<ReturnType<typeof playCall>>) => JSON.parse(call.requests[1]!.messages.at(-1)!.content)

describe('end_call', () => {
  const goodbye = [[200, text('Goodbye then. ')], ...calls(['end_call', '{}'])] as const

  test('hangs up once the words of the same answer were heard, and asks the model no more (FR-G1)', async () => {
    const call = await playCall({ ...question, agent: ends('Unsaid.'), llm: [goodbye, 'Still here.'] })
    expect(lines(call)).toEqual([
      [2220, 'llm.request 2'],
      [2420, 'action.requested end_call builtin {}'],
      [2420, expect.stringMatching(/^action.completed end_call .*"ending"/)],
      [2520, 'tts.started u_1'],
      [2920, 'tts.stopped u_1 completed 400/400 "Goodbye then."'],
      [2920, 'call.ended agent_hangup'],
    ])
    expect(call.requests[0]?.tools).toMatchObject([{ name: 'end_call', strict: true }])
  })

  test('without words it says the farewell, and where there is none it hangs up at once', async () => {
    const silent = calls(['end_call', ''])
    const polite = await playCall({ ...question, agent: ends('Have a nice day'), llm: [silent] })
    expect(lines(polite).slice(-3)).toEqual([
      [2620, 'tts.started u_2'],
      [3420, 'tts.stopped u_2 completed 800/800 "Have a nice day"'],
      [3420, 'call.ended agent_hangup'],
    ])
    const curt = await playCall({ ...question, agent: ends(), llm: [silent] })
    expect(lines(curt).at(-1)).toEqual([2420, 'call.ended agent_hangup'])
  })

  test('a caller who speaks over the goodbye keeps the call', async () => {
    const call = await playCall({
      voice: [...question.voice, [2800, 3600]],
      asr: { words: [...question.asr.words, [3100, { partial: 'wait' }], [3300, { partial: 'wait one moment' }]] },
      agent: ends(),
      llm: [[[200, text('Goodbye then and have a very nice day. ')], ...calls(['end_call', '{}'])], 'Yes?'],
      ends: [[12_000, 'caller_hangup']],
    })
    expect(call.tts.said.at(-1)).toBe('Yes?')
    expect(lines(call).at(-1)).toEqual([12_000, 'call.ended caller_hangup'])
    expect(call.requests[1]?.messages.at(-2)?.content).toContain('they spoke over you')
  })

  test('does not hang up where another tool of the same answer failed', async () => {
    const both = calls(['end_call', '{}'], ['drop_table', '{}'])
    const call = await playCall({ ...question, agent: ends(), llm: [both, 'One moment.'] })
    expect(call.tts.said).toEqual(['One moment.'])
    expect(lines(call).at(-1)?.[1]).toBe('call.ended caller_hangup')
  })

  test('waits for the other tools of the same answer', async () => {
    const call = await playCall({
      ...question,
      agent: ends(),
      tools: [clientTool('notes')],
      client: () => [700, { result: 1 }],
      llm: [calls(['end_call', '{}'], ['notes', '{}'])],
    })
    expect(lines(call).slice(-2)).toEqual([
      [3120, 'action.completed notes 1'],
      [3120, 'call.ended agent_hangup'],
    ])
  })

  test('wrong arguments are told to the model; the call goes on', async () => {
    const call = await playCall({ ...question, agent: ends(), llm: [calls(['end_call', '{"why":1}']), 'Well.'] })
    expect(toldBy(call).error).toBe('bad_arguments')
    expect(lines(call).at(-1)?.[1]).toBe('call.ended caller_hangup')
  })

  test('an agent that may not use it has none', async () => {
    const call = await playCall({ ...question, llm: [goodbye, 'Still here.'] })
    expect(call.requests[0]).not.toHaveProperty('tools')
    expect(toldBy(call).error).toBe('unknown_tool')
  })

  test('a tenant’s tool that had the name before goes on, unless the agent may use ours', async () => {
    const script = { ...question, tools: [clientTool('end_call')], client: () => [100, { result: 7 }] as const }
    const theirs = await playCall({ ...script, llm: [goodbye, 'Still here.'] })
    expect(lines(theirs)).toContainEqual([2520, 'action.completed end_call 7'])
    const ours = await playCall({ ...script, agent: ends(), llm: [goodbye] })
    expect(ours.requests[0]?.tools).toHaveLength(1)
    expect(lines(ours).at(-1)?.[1]).toBe('call.ended agent_hangup')
  })
})

describe('send_dtmf', () => {
  test('presses each key in order, between its request and its end (FR-T7)', async () => {
    const call = await playCall({ ...question, agent: keys, llm: [calls(['send_dtmf', '{"digits":"1#"}']), 'Done.'] })
    expect(lines(call).slice(1, 6)).toEqual([
      [2420, 'action.requested send_dtmf builtin {"digits":"1#"}'],
      [2420, 'dtmf.sent "1"'],
      [2420, 'dtmf.sent "#"'],
      [2420, 'action.completed send_dtmf {"pressed":2}'],
      [2420, 'llm.request 4'],
    ])
  })

  test('the same key twice is pressed twice', async () => {
    const one = calls(['send_dtmf', '{"digits":"1"}'])
    const call = await playCall({ ...question, agent: keys, llm: [one, one, 'Done.'] })
    expect(lines(call).filter(([, line]) => line === 'dtmf.sent "1"')).toHaveLength(2)
  })

  test.each([
    '{}',
    '{"digits":""}',
    '{"digits":"12 x"}',
    '{"digits":1}',
    `{"digits":"${'1'.repeat(33)}"}`,
    '[]',
    '{"d',
  ])('the arguments %s press nothing', async (args) => {
    const call = await playCall({ ...question, agent: keys, llm: [calls(['send_dtmf', args]), 'Sorry.'] })
    expect(toldBy(call).error).toBe('bad_arguments')
    expect(lines(call).filter(([, line]) => line.startsWith('dtmf'))).toEqual([])
  })
})
