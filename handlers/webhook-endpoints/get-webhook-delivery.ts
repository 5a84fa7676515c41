import type { Handler } from '#handlers/handler.ts'
import { wireAttempt, wireDelivery } from './webhook-delivery.ts'
import { noDelivery } from './webhook-endpoint.ts'

export const getWebhookDelivery: Handler<'getWebhookDelivery'> = async ({ path, caller: { tenantId } }, deps) => {
  const { store, sealer, webhooks } = deps
  const kept = await store.webhookDeliveries.get(tenantId, path.deliveryId)
  if (kept === null) throw noDelivery(path.deliveryId)
  const [attempts, [payload = null]] = await Promise.all([
    store.webhookDeliveries.attempts(tenantId, kept.id),
    webhooks.payloads.of(tenantId, [kept]),
  ])
  const attemptLog = attempts.map((attempt) => wireAttempt(attempt, kept.endpointId, sealer))
  return { status: 200, body: { ...wireDelivery(kept, tenantId, sealer), payload, attemptLog } }
}
