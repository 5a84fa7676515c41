import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'

export const listTools: Handler<'listTools'> = async ({ query, caller }, { store, cursors }) => {
  const { limit = 20, cursor } = query
  const list = listOf(cursors, caller, 'listTools', query)
  const rows = await store.tools.list(caller.tenantId, { limit: limit + 1, ...list.before(cursor) })
  return { status: 200, body: list.page(rows, limit) }
}
