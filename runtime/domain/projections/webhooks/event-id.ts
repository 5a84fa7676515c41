import { createHash } from 'node:crypto'
import type { WebhookType } from '#generated/webhooks.gen.ts'
import { idFromUuid } from '#runtime/core/ids.ts'

/** Names the fact for the tenant (`eventId`, `webhook-id`): whoever posts it, however often, says the same. */
export function webhookEventId(sessionId: string, seq: number, type: WebhookType): string {
  const hash = createHash('sha256').update(`${sessionId}/${seq}/${type}`).digest('hex')
  return idFromUuid('webhookEvent', hash.slice(0, 32))
}
