import type { Handler } from '#handlers/handler.ts'
import { noEndpoint, wireEndpoint } from './webhook-endpoint.ts'

export const deleteWebhookEndpoint: Handler<'deleteWebhookEndpoint'> = async ({ path, caller, ifMatch }, deps) => {
  const { store, clock } = deps
  const removed = await store.webhookEndpoints.remove(caller.tenantId, path.endpointId, (endpoint) =>
    ifMatch(wireEndpoint(endpoint, clock.now())),
  )
  if (!removed) throw noEndpoint(path.endpointId)
  return { status: 204 }
}
