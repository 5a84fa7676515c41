import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { promoted } from '#runtime/domain/webhooks/secret-rotation.ts'
import { noEndpoint, wireEndpoint } from './webhook-endpoint.ts'

export const promoteWebhookSecret: Handler<'promoteWebhookSecret'> = async ({ path, caller }, { store, clock }) => {
  const now = clock.now()
  const endpoint = await store.webhookEndpoints.update(caller.tenantId, path.endpointId, (was) => {
    const secrets = promoted(was.secrets, now)
    if (secrets === null) throw noRotation()
    return { ...was, secrets }
  })
  if (endpoint === null) throw noEndpoint(path.endpointId)
  return { status: 200, body: wireEndpoint(endpoint, now) }
}

const noRotation = (): Problem =>
  new Problem('conflict', 'No rotation of the secret goes on: it was promoted, or its grace is over. Rotate it first.')
