import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { isShownInstant } from '#handlers/instants.ts'
import { Problem } from '#runtime/core/problem.ts'
import { noEndpoint, notEnabled } from './webhook-endpoint.ts'

const AT_ONCE = 10_000
const FARTHEST_MS = 14 * 86_400_000

export const recoverWebhookDeliveries: Handler<'recoverWebhookDeliveries'> = async ({ path, body, caller }, deps) => {
  const now = deps.clock.now()
  const { since, until = new Date(now).toISOString(), cursor } = body
  for (const [pointer, instant] of [
    ['/since', since],
    ['/until', until],
  ] as const) {
    if (!isShownInstant(instant)) throw badSpan(pointer, 'is no instant of ours', 'format')
  }
  if (now - Date.parse(since) > FARTHEST_MS) throw badSpan('/since', 'lies more than 14 days back')
  if (Date.parse(until) <= Date.parse(since)) throw badSpan('/until', 'must lie behind "since"')
  const list = listOf(deps.cursors, caller, 'recoverWebhookDeliveries', { endpointId: path.endpointId, since })
  const after = cursor === undefined ? {} : { after: list.position(cursor) }
  const span = { since, until, ...after, limit: AT_ONCE }
  const outcome = await deps.store.webhookDeliveries.recover(caller.tenantId, path.endpointId, span)
  if (outcome === 'not_found') throw noEndpoint(path.endpointId)
  if (outcome === 'not_enabled') throw notEnabled()
  const { recovered, next } = outcome
  return { status: 202, body: { recovered, nextCursor: next && list.cursorAt(next) } }
}

const badSpan = (pointer: string, message: string, keyword = 'span'): Problem =>
  new Problem('bad_request', `"${pointer}" ${message}.`, { errors: [{ pointer, message, keyword }] })
