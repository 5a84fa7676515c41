import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { refuseUnreal } from '#handlers/instants.ts'

export const listSessions: Handler<'listSessions'> = async ({ query, caller }, { store, cursors }) => {
  const { limit = 20, cursor, ...filter } = query
  refuseUnreal({ startedAfter: filter.startedAfter, startedBefore: filter.startedBefore })
  const list = listOf(cursors, caller, 'listSessions', query)
  const page = { ...filter, limit: limit + 1, ...list.before(cursor) }
  return { status: 200, body: list.page(await store.sessions.list(caller.tenantId, page), limit) }
}
