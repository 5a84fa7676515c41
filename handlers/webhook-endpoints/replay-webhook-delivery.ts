import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { wireDelivery } from './webhook-delivery.ts'
import { noDelivery, notEnabled } from './webhook-endpoint.ts'

export const replayWebhookDelivery: Handler<'replayWebhookDelivery'> = async ({ path, caller }, { store, sealer }) => {
  const outcome = await store.webhookDeliveries.replay(caller.tenantId, path.deliveryId)
  if (outcome === 'not_found') throw noDelivery(path.deliveryId)
  if (outcome === 'not_enabled') throw notEnabled()
  if (outcome === 'open')
    throw new Problem('conflict', 'The delivery is under way: it is tried at its "nextAttemptAt" without being asked.')
  return { status: 202, body: wireDelivery(outcome, caller.tenantId, sealer) }
}
