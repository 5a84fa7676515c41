import type { Handler } from '#handlers/handler.ts'
import { noAgent } from './agent-settings.ts'

export const deleteAgent: Handler<'deleteAgent'> = async ({ path, caller, ifMatch }, { store, clock }) => {
  const at = new Date(clock.now()).toISOString()
  const removed = await store.agents.remove(caller.tenantId, path.agentId, at, ifMatch)
  if (!removed) throw noAgent(path.agentId)
  return { status: 204 }
}
