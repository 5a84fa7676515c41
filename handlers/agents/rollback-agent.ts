import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { noAgent, noVersion } from './agent-settings.ts'

export const rollbackAgent: Handler<'rollbackAgent'> = async ({ path, body, caller, ifMatch }, deps) => {
  const { store, clock, caps } = deps
  const then = await store.agents.version(caller.tenantId, path.agentId, body.version)
  if (then === null) throw noVersion(path.agentId, body.version)
  const updatedAt = new Date(clock.now()).toISOString()
  const outcome = await store.agents.update(caller.tenantId, path.agentId, (agent) => {
    ifMatch(agent)
    if (agent.version >= caps.versions) throw tooMany('versions', caps)
    const { id, externalId, name, createdAt, publishedVersion, version } = agent
    return {
      ...then.agent,
      ...{ id, externalId, name, createdAt, updatedAt },
      version: version + 1,
      publishedVersion: publishedVersion === null ? null : version + 1,
    }
  })
  if (typeof outcome === 'string') throw noAgent(path.agentId)
  return { status: 200, body: outcome }
}
