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
  apology: 'Sorry, please call again',
  locale: 'en-IN',
  interruptible: true,
  asr: { provider: 'deepgram', model: 'nova-3', confidenceThreshold: 0.65, repeatQuestion: null },
  llm: { provider: 'openai', model: 'gpt-4o-mini', temperature: 0.6, maxTokens: 256 },
  summary: { enabled: true, instructions: null },
  successEvaluation: null,
  tts: { provider: 'deepgram', voiceId: 'aura-2-thalia-en', rate: 1 },
  endpointing: { provider: 'invorto', silenceMs: 220, minWords: 2, confidence: 0.65, waitFunction: '200 + 1200 * x' },
  consent: null,
  silence: { questionAfterMs: 15_000, maxQuestions: 1, question: null, hangUpAfterMs: 60_000 },
  maxDurationSec: 3_600,
  endCall: { phrases: [], farewell: null, tool: false },
  dtmf: { tool: false },
  guardrails: { instructions: [], blockedPhrases: [], blockedReply: null },
  tools: [],
  recording: { enabled: true },
  events: { content: false },
  createdAt: AT,
  updatedAt: AT,
  ...differences,
})
