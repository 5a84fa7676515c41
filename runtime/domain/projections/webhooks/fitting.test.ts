import { describe, expect, test } from 'vitest'
import type { AgentSummaryPayload, AgentToolCallPayload, CallMessage, ToolCallReport } from '#generated/openapi.gen.ts'
import { type AnyWebhookPayload, checkWebhook } from '#generated/webhooks.gen.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { fitted, maxWebhookBytes } from './fitting.ts'

const at = '2026-02-03T04:05:06.789Z'
const id = 'x'.repeat(64)
/** Six bytes of JSON a character: nothing is longer. */
const words = (characters: number): string => '\u0001'.repeat(characters)
const link = `https://files.example.com/${'l'.repeat(4_070)}`
const bytes = (payload: AnyWebhookPayload): number => Buffer.byteLength(JSON.stringify(payload))
const common = { eventId: `evt_${'0'.repeat(60)}`, callId: id, tenantId: id }

const use = (kilobytes: number): ToolCallReport => ({
  ...{
    name: 'n'.repeat(64),
    blocking: true,
    ok: false,
    latencyMs: 86_399_999.5,
    httpStatus: 503,
    startedAt: at,
    endedAt: at,
  },
  ...{
    args: { a: 'a'.repeat(kilobytes * 1_024) },
    resultSummary: { r: 'r'.repeat(kilobytes * 1_024) },
    error: 'bad_arguments',
  },
})
const toolCall = (kilobytes: number): AgentToolCallPayload => ({
  ...{ type: 'agent.tool_call', schemaVersion: 'agent.tool_call.v1.4', ...common, ...use(kilobytes) },
  ...{ toolCallId: id, turnId: id },
})
const message = (text: string): CallMessage => ({
  ...{
    role: 'assistant',
    message: text,
    time: 9_999.999,
    endTime: 9_999.999,
    secondsFromStart: 9_999.999,
    duration: 9_999.999,
  },
  ...{ isFiltered: false, detectedThreats: [] },
})

/** Everything that is bounded by the contract at its bound; messages and uses of tools as they are asked for. */
function summary(messages: CallMessage[], toolCalls: ToolCallReport[]): AgentSummaryPayload {
  const { asr, llm, tts, endpointing } = sampleAgent()
  const repeatQuestion = words(512)
  const cost = {
    type: 'platform',
    provider: id,
    model: id,
    unit: 'tokens_out',
    units: 999_999_999.5,
    costInr: 123_456.123456,
  }
  const most = 9_007_199_254_740_991
  return {
    ...{ type: 'agent.summary', schemaVersion: 'agent.summary.v1.4', ...common },
    ...{ startedAt: at, endedAt: at, durationSec: 86_399.999, carrier: null, media: null },
    kpis: { asrFirstPartialMs: 99_999.9, eouMs: 99_999.9, llmFirstTokenMs: 99_999.9, ttsFirstChunkMs: 99_999.9 },
    usage: {
      ...{ asrMin: most, ttsChars: most, llmIn: most, llmOut: most, costInr: 123_456.123456 },
      costs: Array.from({ length: 100 }, () => ({ ...cost, estimated: true, priced: true })) as never,
    },
    summary: { outcome: words(64), nextStep: words(500), notes: words(2_000), method: 'model' },
    emotion: { enabled: false, dominant: null, valence: null, arousal: null },
    artifacts: { recording: link, transcript: link, metrics: link, sipPcap: link, rtpPcap: link, bundleZip: link },
    artifact: { messages },
    agentConfigAtCallStart: { asr: { ...asr, repeatQuestion, language: 'en-IN' }, llm, tts, endpointing },
    destination: null,
    analysis: {
      ...{ summary: words(2_000), structuredData: null },
      successEvaluation: { rubric: 'NumericScale', score: 10, reason: words(1_000), method: 'model' } as never,
    },
    toolCalls,
  }
}

const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)

describe('a body of a webhook', () => {
  test('is as it is while it is short enough', () => {
    const payload = summary([message('Hello')], [use(1)])
    expect(fitted(payload)).toBe(payload)
    expect(fitted(toolCall(120))).not.toHaveProperty('omitted')
  })

  test.each([
    ['what was said', many(2_000, message(words(200))), [use(1)], ['artifact']],
    ['what tools answered', [], many(2, use(64)), ['artifact', 'toolCalls.resultSummary']],
    ['what tools were asked', [], many(4, use(64)), ['artifact', 'toolCalls.resultSummary', 'toolCalls.args']],
    [
      'uses of tools',
      many(2_000, message(words(32_768 / 64))),
      many(1_000, use(8)),
      ['artifact', 'toolCalls.resultSummary', 'toolCalls.args', 'toolCalls'],
    ],
  ] as const)('leaves out %s of a summary that is too long, and says so', (_what, messages, uses, omitted) => {
    const payload = fitted(summary([...messages], [...uses])) as AgentSummaryPayload
    expect(payload.omitted).toEqual(omitted)
    expect(bytes(payload)).toBeLessThanOrEqual(maxWebhookBytes)
    expect(checkWebhook(payload)).toBeNull()
    expect(payload.toolCalls?.length ?? 0).toBe(omitted.length === 4 ? 0 : uses.length)
  })

  test('with its longest links is not a byte too long, however near it comes', () => {
    const room = maxWebhookBytes - bytes(summary([message('')], []))
    const near = Array.from({ length: 200 }, (_, more) => summary([message('m'.repeat(room - 100 + more))], []))
    const told = near.map((payload) => fitted(payload))
    expect(new Set(told.map((payload) => 'omitted' in payload))).toEqual(new Set([false, true]))
    for (const payload of told) expect(bytes(payload)).toBeLessThanOrEqual(maxWebhookBytes)
  })

  test('leaves out the same whatever links it has, so that every try says the same', () => {
    const without = { recording: null, transcript: null, metrics: null, sipPcap: null, rtpPcap: null, bundleZip: null }
    for (let length = 1; length < 30; length += 1) {
      const long = summary(many(100, message('m'.repeat(length * 100))), [])
      const told = [long, { ...long, artifacts: without }].map((payload) => fitted(payload))
      expect('omitted' in told[0]!).toBe('omitted' in told[1]!)
    }
  })

  test('of a summary all that is not left out is no longer than 90,000 bytes, links among it', () => {
    const { artifact: _, toolCalls: __, ...rest } = summary([], [])
    expect(bytes(rest as AgentSummaryPayload)).toBeLessThan(90_000)
  })

  test('leaves out the arguments of a tool, then its result', () => {
    expect(fitted(toolCall(140))).toMatchObject({ omitted: ['args'], resultSummary: { r: expect.any(String) } })
    const payload = fitted(toolCall(300))
    expect(payload).toMatchObject({ omitted: ['args', 'resultSummary'] })
    expect(checkWebhook(payload)).toBeNull()
    expect(bytes(payload)).toBeLessThan(1_000)
  })

  test('names nothing that it did not have', () => {
    const { args: _, ...withoutArgs } = toolCall(300)
    expect(fitted(withoutArgs)).toMatchObject({ omitted: ['resultSummary'] })
    const failed = fitted({ ...toolCall(300), resultSummary: null })
    expect(failed).toMatchObject({ omitted: ['args'], resultSummary: null })

    const { artifact: __, ...unspoken } = summary([], many(1_000, { ...use(1), resultSummary: null }))
    const told = fitted(unspoken as AgentSummaryPayload) as AgentSummaryPayload
    expect(told.omitted).toEqual(['toolCalls.args', 'toolCalls'])
    const erased = many(2, use(100)).map(({ args: ___, ...rest }) => rest)
    expect(fitted(summary([], erased))).toMatchObject({ omitted: ['artifact', 'toolCalls.resultSummary'] })
  })

  test('of what a caller said always fits', () => {
    const said = {
      type: 'asr.final',
      schemaVersion: 'asr.final.v1.4',
      ...{ ...common, ts: at, turnId: id, text: words(32_768), confidence: 0.123456789, language: 'en-IN' },
    } as const
    expect(checkWebhook(said)).toBeNull()
    expect(bytes(said)).toBeLessThanOrEqual(maxWebhookBytes)
  })
})
