import { idOfCursor, page } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'

export const listAgents: Handler<'listAgents'> = async ({ query, caller }, { store }) => {
  const { limit = 20, cursor } = query
  const before = cursor === undefined ? {} : { before: idOfCursor('agent', cursor) }
  const rows = await store.agents.list(caller.tenantId, { limit: limit + 1, ...before })
  return { status: 200, body: page('agent', rows, limit) }
}
