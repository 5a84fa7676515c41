import type { AgentCreate, AgentPatch } from '#generated/openapi.gen.ts'
import { looksMinted } from '#runtime/core/ids.ts'
import { Problem } from '#runtime/core/problem.ts'
import { type AgentSettings, mergedSettings } from '#runtime/domain/agents/agent-defaults.ts'
import { refuseUnusable } from './agent-checks.ts'

/** The settings of `base`, changed by what is given; nested settings merge (RFC 7396). */
export function withChanges<T extends AgentSettings>(base: T, given: AgentCreate | AgentPatch): T {
  refuseMintedName(given.externalId)
  const settings = {
    ...mergedSettings(base, given),
    successEvaluation: evaluation(base.successEvaluation, given.successEvaluation),
  }
  refuseUnusable(settings, given)
  return settings
}

/** Null takes it away. */
function evaluation(base: AgentSettings['successEvaluation'], given: AgentPatch['successEvaluation']) {
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
  { name, externalId }: Pick<AgentSettings, 'name' | 'externalId'>,
): Problem {
  const [field, value] = what === 'name_taken' ? ['name', name] : ['externalId', externalId]
  return new Problem('conflict', `Another agent has the ${field} "${value}". Choose another one.`, {
    errors: [{ pointer: `/${field}`, message: 'is taken', keyword: 'unique' }],
  })
}

export const noAgent = (agent: string): Problem => new Problem('not_found', `There is no agent "${agent}".`)

export const noVersion = (agent: string, version: number): Problem =>
  new Problem('not_found', `There is no version ${version} of the agent "${agent}".`)
