import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { Failure } from '#simulators/faults/fault.ts'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { llmConformance } from './conformance.ts'
import { openAiLlm } from './openai.ts'

let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators()
})
afterEach(() => simulators.faults.chat.clear())
afterAll(() => simulators.close())

describe('OpenAI', () => {
  llmConformance(() => ({
    llm: openAiLlm({ apiKey: 'key', baseUrl: simulators.openaiUrl, stallMs: 400 }, systemClock()),
    model: 'gpt-4o-mini',
    breaks: (kind, afterChunks = 1) =>
      simulators.faults.chat.set({ failure: { kind: kind as Failure['kind'], afterChunks } }),
  }))

  const ask = async (baseUrl: string): Promise<unknown> => {
    const llm = openAiLlm({ apiKey: 'key', baseUrl }, systemClock())
    const request = { model: 'gpt-4o-mini', temperature: 0, maxTokens: 9, messages: [], tools: [] }
    try {
      for await (const _chunk of llm.answer(request, new AbortController().signal)) return 'answered'
    } catch (error) {
      return error
    }
  }

  test.each<[string, () => string]>([
    ['a name that nobody has', () => 'http://nowhere.invalid/v1'],
    ['a port that nobody listens at', () => 'http://127.0.0.1:1/v1'],
    ['a server that speaks no TLS', () => simulators.openaiUrl.replace('http:', 'https:')],
  ])('%s cannot be reached', async (_what, at) => {
    expect(await ask(at())).toMatchObject({ failure: 'unreachable' })
  })

  test('a refusal for being busy says for how long, to the millisecond', async () => {
    simulators.faults.chat.set({ failure: { kind: '429', retryAfterMs: 1234 } })
    expect(await ask(simulators.openaiUrl)).toMatchObject({ failure: 'rate_limited', status: 429, retryAfterMs: 1234 })
  })
})
