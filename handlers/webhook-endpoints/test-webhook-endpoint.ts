import type { Handler } from '#handlers/handler.ts'
import { sampleOf } from '#runtime/domain/webhooks/samples.ts'
import { noEndpoint } from './webhook-endpoint.ts'

export const testWebhookEndpoint: Handler<'testWebhookEndpoint'> = async ({ path, body, caller }, deps) => {
  const { store, clock, ids, webhooks } = deps
  const { tenantId } = caller
  const endpoint = await store.webhookEndpoints.get(tenantId, path.endpointId)
  if (endpoint === null) throw noEndpoint(path.endpointId)
  const eventId = ids.next('webhookEvent').replace('evt_', 'evt_test_')
  const payload = sampleOf(body.type, { tenantId, eventId, now: clock.now() })
  const { at, latencyMs, httpStatus, failure, excerpt } = await webhooks.sender.send(tenantId, endpoint, payload)
  const tried = {
    attempt: 1,
    trigger: 'test',
    at: new Date(at).toISOString(),
    latencyMs: Math.round(latencyMs),
  } as const
  return { status: 200, body: { ...tried, httpStatus, failure, ...(excerpt !== '' && { responseExcerpt: excerpt }) } }
}
