import type { Handler } from '#handlers/handler.ts'
import { noVersion } from './agent-settings.ts'

export const getAgentVersion: Handler<'getAgentVersion'> = async ({ path, caller }, { store }) => {
  const version = await store.agents.version(caller.tenantId, path.agentId, path.version)
  if (version === null) throw noVersion(path.agentId, path.version)
  return { status: 200, body: version }
}
