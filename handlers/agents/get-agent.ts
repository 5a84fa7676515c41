import type { Handler } from '#handlers/handler.ts'
import { noAgent } from './agent-settings.ts'

export const getAgent: Handler<'getAgent'> = async ({ path, caller }, { store }) => {
  const agent = await store.agents.get(caller.tenantId, path.agentId)
  if (agent === null) throw noAgent(path.agentId)
  return { status: 200, body: agent }
}
