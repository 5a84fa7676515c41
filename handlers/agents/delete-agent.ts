import type { Handler } from '#handlers/handler.ts'
import { noAgent } from './agent-settings.ts'

export const deleteAgent: Handler<'deleteAgent'> = async ({ path, caller }, { store, clock }) => {
  const removed = await store.agents.remove(caller.tenantId, path.agentId, new Date(clock.now()).toISOString())
  if (!removed) throw noAgent(path.agentId)
  return { status: 204 }
}
