import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { agentDefaults } from '#runtime/domain/agents/agent-defaults.ts'
import { taken, withChanges } from './agent-settings.ts'
import { refuseToolFaults } from './agent-tools.ts'

export const createAgent: Handler<'createAgent'> = async ({ body, caller }, deps) => {
  const { store, ids, clock, caps } = deps
  await refuseToolFaults(body.tools, caller.tenantId, deps)
  const now = new Date(clock.now()).toISOString()
  const settings = withChanges({ ...agentDefaults, name: body.name, prompt: body.prompt }, body)
  const agent = {
    ...settings,
    id: ids.next('agent'),
    version: 1,
    publishedVersion: null,
    createdAt: now,
    updatedAt: now,
  }
  const outcome = await store.agents.create(caller.tenantId, agent, caps.agents)
  if (outcome === 'too_many') throw tooMany('agents', caps)
  if (outcome !== 'created') throw taken(outcome, agent)
  return { status: 201, body: agent }
}
