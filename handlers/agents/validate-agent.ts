import type { AgentCreate, AgentPatch, ProblemError } from '#generated/openapi.gen.ts'
import { requestBody } from '#generated/validators.gen.ts'
import { violationsOf } from '#generated/violation.gen.ts'
import type { Deps, Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { agentDefaults } from '#runtime/domain/agents/agent-defaults.ts'
import { noAgent, taken, withChanges } from './agent-settings.ts'
import { agentToolFaults } from './agent-tools.ts'

export const validateAgent: Handler<'validateAgent'> = async ({ query, body, caller }, deps) => {
  const errors = await faultsOf(body, query.agentId, caller.tenantId, deps)
  return { status: 200, body: { valid: errors.length === 0, errors: [...errors] } }
}

async function faultsOf(
  draft: object,
  agentId: string | undefined,
  tenantId: string,
  deps: Deps,
): Promise<readonly ProblemError[]> {
  const { store } = deps
  const agent = agentId === undefined ? null : await store.agents.get(tenantId, agentId)
  if (agentId !== undefined && agent === null) throw noAgent(agentId)
  const validate = requestBody(agent === null ? 'createAgent' : 'updateAgent', 'application/json')!
  if (!validate(draft)) return violationsOf(validate)
  const settings = draft as AgentCreate & AgentPatch
  const faults = await agentToolFaults(settings.tools, tenantId, deps)
  if (faults.length > 0) return faults
  try {
    withChanges(agent ?? { ...agentDefaults, name: settings.name, prompt: settings.prompt }, settings)
    const { name, externalId } = settings
    const holder = typeof externalId === 'string' ? await store.agents.get(tenantId, externalId) : null
    if (holder !== null && holder.id !== agent?.id)
      throw taken('external_id_taken', { name, externalId: externalId ?? null })
    return []
  } catch (error) {
    if (error instanceof Problem && error.errors !== undefined) return error.errors
    throw error
  }
}
