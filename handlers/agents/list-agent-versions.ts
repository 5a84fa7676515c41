import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { noAgent } from './agent-settings.ts'

export const listAgentVersions: Handler<'listAgentVersions'> = async ({ path, query, caller }, deps) => {
  const { limit = 20, cursor } = query
  const list = listOf(deps.cursors, caller, 'listAgentVersions', path)
  const before = cursor === undefined ? {} : { before: Number(list.position(cursor)) }
  const page = { limit: limit + 1, ...before }
  const rows = await deps.store.agents.versions(caller.tenantId, path.agentId, page)
  if (rows === null) throw noAgent(path.agentId)
  return { status: 200, body: list.page(rows, limit, ({ version }) => String(version)) }
}
