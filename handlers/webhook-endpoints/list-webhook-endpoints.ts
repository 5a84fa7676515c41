import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { wireEndpoint } from './webhook-endpoint.ts'

export const listWebhookEndpoints: Handler<'listWebhookEndpoints'> = async ({ query, caller }, deps) => {
  const { limit = 20, cursor, state } = query
  const list = listOf(deps.cursors, caller, 'listWebhookEndpoints', query)
  const page = { limit: limit + 1, ...list.before(cursor), ...(state && { state }) }
  const endpoints = await deps.store.webhookEndpoints.list(caller.tenantId, page)
  const now = deps.clock.now()
  const rows = endpoints.map((endpoint) => wireEndpoint(endpoint, now))
  return { status: 200, body: list.page(rows, limit) }
}
