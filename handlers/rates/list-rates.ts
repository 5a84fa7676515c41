import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { wireRate } from './wire-rate.ts'

export const listRates: Handler<'listRates'> = async ({ query, caller }, { store, cursors }) => {
  const { limit = 20, cursor } = query
  const list = listOf(cursors, caller, 'listRates', query)
  const rows = await store.rates.list(caller.tenantId, { limit: limit + 1, ...list.before(cursor) })
  return { status: 200, body: list.page(rows.map(wireRate), limit) }
}
