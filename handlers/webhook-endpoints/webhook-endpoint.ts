import type { WebhookEndpoint } from '#generated/openapi.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { standing } from '#runtime/domain/webhooks/secret-rotation.ts'
import type { KeptEndpoint } from '#runtime/ports/webhooks.ts'

/** An endpoint as its tenant sees it: without its secrets. */
export function wireEndpoint({ secrets, ...endpoint }: KeptEndpoint, now: number): WebhookEndpoint {
  const { id, url, eventTypes, description, state, stateSince, consecutiveFailures, lastSuccessAt, createdAt } =
    endpoint
  const { next } = standing(secrets, now)
  const secretRotation = next && { startedAt: next.startedAt, graceEndsAt: next.graceEndsAt }
  return {
    ...{ id, url, eventTypes, description, state, stateSince, consecutiveFailures, lastSuccessAt },
    ...{ secretRotation, createdAt },
  }
}

/** Throws `bad_request` for an address that nothing may be posted to (NFR 4.4, OWASP SSRF). */
export async function refuseUrl(url: string, { egress }: Pick<Deps, 'egress'>): Promise<void> {
  const why = egress.refusal(url)
  if (why !== null) throw badUrl(why)
  // Whether a name stands for nothing or for something of the inside is nobody's business.
  if (!(await egress.leadsOut(url))) throw badUrl('The host has no address in the public internet.')
}

const badUrl = (why: string): Problem =>
  new Problem('bad_request', `"/url" cannot be posted to. ${why}`, {
    errors: [{ pointer: '/url', message: why, keyword: 'url' }],
  })

export const noEndpoint = (id: string): Problem => new Problem('not_found', `There is no webhook endpoint "${id}".`)

export const noDelivery = (id: string): Problem => new Problem('not_found', `There is no webhook delivery "${id}".`)

export const notEnabled = (): Problem =>
  new Problem('conflict', 'Nothing is posted to this endpoint. Set its "state" to "enabled" first.')
