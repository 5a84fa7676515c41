import type { Agent } from '#generated/openapi.gen.ts'

const AT = '2026-02-03T04:05:06.000Z'

/** An agent that waits to be spoken to, unless a test says otherwise. */
export const sampleAgent = (differences: Partial<Agent> = {}): Agent => ({
  id: 'a_01jd3w7q8re5a9v6c2k4m0n7xz',
  externalId: 'agent-abc',
  version: 3,
  publishedVersion: null,
  name: 'Sales',
  prompt: 'You sell plans.',
  firstMessage: null,
  locale: 'en-IN',
  interruptible: true,
  asr: { provider: 'deepgram', model: 'nova-3' },
  llm: { provider: 'openai', model: 'gpt-4o-mini', temperature: 0.6, maxTokens: 256 },
  tts: { provider: 'deepgram', voiceId: 'aura-2-thalia-en' },
  endpointing: { silenceMs: 220, minWords: 2 },
  summary: { enabled: true, instructions: null },
  successEvaluation: null,
  createdAt: AT,
  updatedAt: AT,
  ...differences,
})
