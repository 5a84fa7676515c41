import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { noAgent, taken, withChanges } from './agent-settings.ts'
import { refuseToolFaults } from './agent-tools.ts'

export const updateAgent: Handler<'updateAgent'> = async ({ path, body, caller, ifMatch }, deps) => {
  const { store, clock, caps } = deps
  await refuseToolFaults(body.tools, caller.tenantId, deps)
  const updatedAt = new Date(clock.now()).toISOString()
  const outcome = await store.agents.update(caller.tenantId, path.agentId, (agent) => {
    ifMatch(agent)
    if (agent.version >= caps.versions) throw tooMany('versions', caps)
    return { ...withChanges(agent, body), version: agent.version + 1, updatedAt }
  })
  if (outcome === 'not_found') throw noAgent(path.agentId)
  if (typeof outcome === 'string') throw taken(outcome, { name: body.name ?? '', externalId: body.externalId ?? null })
  return { status: 200, body: outcome }
}
