import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { newSecret } from '#runtime/domain/webhooks/secret-rotation.ts'
import { secretPlaceOf } from '#runtime/sessions/webhooks/webhook-sender.ts'
import { refuseUrl, wireEndpoint } from './webhook-endpoint.ts'

export const createWebhookEndpoint: Handler<'createWebhookEndpoint'> = async ({ body, caller }, deps) => {
  await refuseUrl(body.url, deps)
  const { store, sealer, clock, ids, random, webhooks, caps } = deps
  const now = clock.now()
  const createdAt = new Date(now).toISOString()
  const id = ids.next('webhookEndpoint')
  const secret = body.secret ?? webhooks.defaultSecret(caller.tenantId) ?? newSecret(random)
  const current = sealer.seal(secret, secretPlaceOf(caller.tenantId, id))
  const { url, eventTypes = null, description = null } = body
  const endpoint = {
    ...{ id, url, eventTypes, description, state: 'enabled' as const, stateSince: createdAt },
    ...{ consecutiveFailures: 0, lastSuccessAt: null, createdAt, secrets: { current, next: null } },
  }
  const outcome = await store.webhookEndpoints.create(caller.tenantId, endpoint, caps['webhook endpoints'])
  if (outcome === 'too_many') throw tooMany('webhook endpoints', caps)
  return { status: 201, body: { ...wireEndpoint(endpoint, now), secret } }
}
