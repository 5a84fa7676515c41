import type { Handler } from '#handlers/handler.ts'
import { noEndpoint, wireEndpoint } from './webhook-endpoint.ts'

export const getWebhookEndpoint: Handler<'getWebhookEndpoint'> = async ({ path, caller }, { store, clock }) => {
  const endpoint = await store.webhookEndpoints.get(caller.tenantId, path.endpointId)
  if (endpoint === null) throw noEndpoint(path.endpointId)
  return { status: 200, body: wireEndpoint(endpoint, clock.now()) }
}
