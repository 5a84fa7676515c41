import { afterAll, afterEach, beforeAll, describe } from 'vitest'
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
})
