import type { Handler } from '#handlers/handler.ts'
import { noAgent, noVersion } from './agent-settings.ts'

export const publishAgent: Handler<'publishAgent'> = async ({ path, body, caller, ifMatch }, { store, clock }) => {
  const { version } = body
  // Versions are never removed: one that is there now is there in a moment.
  if (typeof version === 'number' && (await store.agents.version(caller.tenantId, path.agentId, version)) === null) {
    throw noVersion(path.agentId, version)
  }
  const updatedAt = new Date(clock.now()).toISOString()
  const outcome = await store.agents.update(caller.tenantId, path.agentId, (agent) => {
    ifMatch(agent)
    return { ...agent, publishedVersion: version === undefined ? agent.version : version, updatedAt }
  })
  if (typeof outcome === 'string') throw noAgent(path.agentId)
  return { status: 200, body: outcome }
}
