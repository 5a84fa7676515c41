import { idOfCursor, page } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'

export const listCalls: Handler<'listCalls'> = async ({ query, caller }, { store }) => {
  const { limit = 20, cursor, agentId, ...filter } = query
  const agent = agentId === undefined ? undefined : await store.agents.get(caller.tenantId, agentId)
  if (agent === null) return { status: 200, body: { data: [], nextCursor: null } }
  const rows = await store.calls.list(caller.tenantId, {
    ...filter,
    limit: limit + 1,
    ...(cursor !== undefined && { before: idOfCursor('call', cursor) }),
    ...(agent !== undefined && { agentId: agent.id }),
  })
  return { status: 200, body: page('call', rows, limit) }
}
