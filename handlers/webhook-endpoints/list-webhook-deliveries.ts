import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { isShownInstant } from '#handlers/instants.ts'
import { uuidFromId } from '#runtime/core/ids.ts'
import { Problem } from '#runtime/core/problem.ts'
import { wireDelivery } from './webhook-delivery.ts'
import { noEndpoint } from './webhook-endpoint.ts'

export const listWebhookDeliveries: Handler<'listWebhookDeliveries'> = async ({ path, query, caller }, deps) => {
  const { tenantId } = caller
  const { limit = 20, cursor, callId: named, ...filter } = query
  refuseUnshown({ createdAfter: query.createdAfter, createdBefore: query.createdBefore })
  const list = listOf(deps.cursors, caller, 'listWebhookDeliveries', { ...query, endpointId: path.endpointId })
  const call = named === undefined ? null : await deps.store.calls.get(tenantId, named)
  const callId = call?.id ?? named
  const page = { limit: limit + 1, ...list.before(cursor), ...filter }
  // A call that is not there has no deliveries, and the endpoint may be missing all the same.
  const unknown = callId !== undefined && uuidFromId('call', callId) === null
  const found = await deps.store.webhookDeliveries.list(
    tenantId,
    path.endpointId,
    callId === undefined || unknown ? page : { ...page, callId },
  )
  if (found === null) throw noEndpoint(path.endpointId)
  const rows = unknown ? [] : found.map((kept) => wireDelivery(kept, tenantId, deps.sealer))
  return { status: 200, body: list.page(rows, limit) }
}

function refuseUnshown(instants: Readonly<Record<string, string | undefined>>): void {
  for (const [parameter, instant] of Object.entries(instants)) {
    if (instant === undefined || isShownInstant(instant)) continue
    throw new Problem('bad_request', `"${parameter}" is an instant that no clock shows.`, {
      errors: [{ parameter, message: 'is no instant of ours', keyword: 'format' }],
    })
  }
}
