import type { Agent, AgentCreate, AgentPatch } from '#generated/openapi.gen.ts'
import { looksMinted } from '#runtime/core/ids.ts'
import { Problem } from '#runtime/core/problem.ts'

type Settings = Omit<Agent, 'id' | 'version' | 'publishedVersion' | 'createdAt' | 'updatedAt'>

/** What a setting is when nobody says (SRS 2B, 5.3, 7.7.3). */
export const agentDefaults = {
  externalId: null,
  firstMessage: null,
  locale: 'en-IN',
  interruptible: true,
  asr: { provider: 'deepgram', model: 'nova-3' },
  llm: { provider: 'openai', model: 'gpt-4o-mini', temperature: 0.6, maxTokens: 256 },
  tts: { provider: 'deepgram', voiceId: 'aura-2-thalia-en' },
  endpointing: { silenceMs: 220, minWords: 2 },
  summary: { enabled: true, instructions: null },
  successEvaluation: null,
} as const satisfies Omit<Settings, 'name' | 'prompt'>

/** The settings of `base`, changed by what is given; nested settings merge (RFC 7396). */
export function withChanges(base: Settings, given: AgentCreate | AgentPatch): Settings {
  refuseMintedName(given.externalId)
  return {
    ...base,
    ...given,
    asr: { ...base.asr, ...given.asr },
    llm: { ...base.llm, ...given.llm },
    tts: { ...base.tts, ...given.tts },
    endpointing: { ...base.endpointing, ...given.endpointing },
    summary: { ...base.summary, ...given.summary },
    successEvaluation: evaluation(base.successEvaluation, given.successEvaluation),
  }
}

/** Null takes it away. */
function evaluation(base: Settings['successEvaluation'], given: AgentPatch['successEvaluation']) {
  return given === undefined ? base : given && { instructions: base?.instructions ?? null, ...given }
}

function refuseMintedName(externalId: string | null | undefined): void {
  if (typeof externalId !== 'string' || !looksMinted(externalId)) return
  throw new Problem('bad_request', 'Choose an externalId that does not look like one of our ids.', {
    errors: [{ pointer: '/externalId', message: 'looks like an id of ours', keyword: 'not' }],
  })
}

export function taken(
  what: 'name_taken' | 'external_id_taken',
  { name, externalId }: Pick<Settings, 'name' | 'externalId'>,
): Problem {
  const [field, value] = what === 'name_taken' ? ['name', name] : ['externalId', externalId]
  return new Problem('conflict', `Another agent has the ${field} "${value}". Choose another one.`, {
    errors: [{ pointer: `/${field}`, message: 'is taken', keyword: 'unique' }],
  })
}

export const noAgent = (agent: string): Problem => new Problem('not_found', `There is no agent "${agent}".`)

export const noVersion = (agent: string, version: number): Problem =>
  new Problem('not_found', `There is no version ${version} of the agent "${agent}".`)
