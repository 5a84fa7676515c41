import type { Agent } from '#generated/openapi.gen.ts'

export type AgentSettings = Omit<Agent, 'id' | 'version' | 'publishedVersion' | 'createdAt' | 'updatedAt'>

/** What a setting is when nobody says (SRS 2B, 5.3, 7.7.3). */
export const agentDefaults: Omit<AgentSettings, 'name' | 'prompt'> = {
  externalId: null,
  firstMessage: null,
  apology: 'I am sorry, something went wrong on our side. Please try again in a moment.',
  locale: 'en-IN',
  interruptible: true,
  asr: { provider: 'deepgram', model: 'nova-3', confidenceThreshold: 0.65, repeatQuestion: null },
  llm: { provider: 'openai', model: 'gpt-4o-mini', temperature: 0.6, maxTokens: 256 },
  tts: { provider: 'deepgram', voiceId: 'aura-2-thalia-en', rate: 1 },
  endpointing: { provider: 'invorto', silenceMs: 220, minWords: 2, confidence: 0.65, waitFunction: '200 + 1200 * x' },
  consent: null,
  silence: { questionAfterMs: 15_000, maxQuestions: 1, question: null, hangUpAfterMs: 60_000 },
  maxDurationSec: 3_600,
  endCall: { phrases: [], farewell: null, tool: false },
  dtmf: { tool: false },
  guardrails: { instructions: [], blockedPhrases: [], blockedReply: null },
  summary: { enabled: true, instructions: null },
  successEvaluation: null,
  tools: [],
  recording: { enabled: true },
  events: { content: false },
}

/** Settings, some of whose nested ones may be left out. */
export type PartialSettings<T> = { readonly [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : Loose<T[K]> }
type Loose<V> = V extends object ? (V extends readonly unknown[] ? V : { readonly [K in keyof V]?: V[K] }) : V

/** The settings of `base`, changed by what is given; nested settings merge (RFC 7396), what the base lacks is the default. */
export function mergedSettings<T extends AgentSettings>(base: T, given: PartialSettings<AgentSettings>): T {
  const merged: Record<string, unknown> = { ...base }
  for (const [name, value] of Object.entries(given)) {
    const old = merged[name]
    merged[name] = isNested(value) && isNested(old) ? { ...old, ...value } : value
  }
  return merged as T
}

export const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
