import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { refuseUnreal } from '#handlers/instants.ts'
import { uuidFromId } from '#runtime/core/ids.ts'

export const listCalls: Handler<'listCalls'> = async ({ query, caller }, { store, cursors }) => {
  const { limit = 20, cursor, agentId, ...filter } = query
  refuseUnreal({ startedAfter: filter.startedAfter, startedBefore: filter.startedBefore })
  const list = listOf(cursors, caller, 'listCalls', query)
  const position = list.before(cursor)
  // Calls outlive their agent: an id of ours is looked for as it is.
  const named = agentId !== undefined && uuidFromId('agent', agentId) === null
  const agent = named ? ((await store.agents.get(caller.tenantId, agentId))?.id ?? null) : agentId
  if (agent === null) return { status: 200, body: { data: [], nextCursor: null } }
  const rows = await store.calls.list(caller.tenantId, {
    ...filter,
    limit: limit + 1,
    ...position,
    ...(agent !== undefined && { agentId: agent }),
  })
  return { status: 200, body: list.page(rows, limit) }
}
