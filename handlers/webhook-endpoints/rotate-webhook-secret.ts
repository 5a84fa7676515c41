import type { Handler } from '#handlers/handler.ts'
import { newSecret, rotated } from '#runtime/domain/webhooks/secret-rotation.ts'
import { secretPlaceOf } from '#runtime/sessions/webhooks/webhook-sender.ts'
import { noEndpoint } from './webhook-endpoint.ts'

const DAY_SEC = 86_400

export const rotateWebhookSecret: Handler<'rotateWebhookSecret'> = async ({ path, body, caller }, deps) => {
  const { store, sealer, clock, random } = deps
  const { graceSec = DAY_SEC, secret = newSecret(random) } = body
  const now = clock.now()
  const sealed = sealer.seal(secret, secretPlaceOf(caller.tenantId, path.endpointId))
  const endpoint = await store.webhookEndpoints.update(caller.tenantId, path.endpointId, (was) => ({
    ...was,
    secrets: rotated(was.secrets, sealed, now, graceSec * 1000),
  }))
  if (endpoint === null) throw noEndpoint(path.endpointId)
  const [startedAt, graceEndsAt] = [now, now + graceSec * 1000].map((at) => new Date(at).toISOString()) as [
    string,
    string,
  ]
  return { status: 200, body: { startedAt, graceEndsAt, secret } }
}
