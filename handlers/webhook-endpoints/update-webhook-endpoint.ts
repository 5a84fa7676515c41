import type { Handler } from '#handlers/handler.ts'
import type { KeptEndpoint } from '#runtime/ports/webhooks.ts'
import { noEndpoint, refuseUrl, wireEndpoint } from './webhook-endpoint.ts'

export const updateWebhookEndpoint: Handler<'updateWebhookEndpoint'> = async (request, deps) => {
  const { path, body, caller, ifMatch } = request
  const { store, clock } = deps
  if (body.url !== undefined) await refuseUrl(body.url, deps)
  const now = clock.now()
  const at = new Date(now).toISOString()
  const endpoint = await store.webhookEndpoints.update(caller.tenantId, path.endpointId, (was) => {
    ifMatch(wireEndpoint(was, now))
    const { url = was.url, eventTypes = was.eventTypes, description = was.description } = body
    return { ...moved(was, body.state, at), url, eventTypes, description }
  })
  if (endpoint === null) throw noEndpoint(path.endpointId)
  return { status: 200, body: wireEndpoint(endpoint, now) }
}

/** Whoever enables an endpoint gives it another chance: what failed before does not count. */
function moved(was: KeptEndpoint, state: KeptEndpoint['state'] | undefined, stateSince: string): KeptEndpoint {
  if (state === undefined || state === was.state) return was
  return { ...was, state, stateSince, ...(state === 'enabled' && { consecutiveFailures: 0 }) }
}
