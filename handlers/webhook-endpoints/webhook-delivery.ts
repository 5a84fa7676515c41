import type { WebhookAttempt, WebhookDelivery } from '#generated/openapi.gen.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { webhookEventId } from '#runtime/domain/projections/webhooks/event-id.ts'
import type { KeptAttempt, KeptDelivery } from '#runtime/ports/webhooks.ts'
import { answerPlaceOf } from '#runtime/sessions/webhooks/webhook-sender.ts'

/** A delivery as its tenant sees it, with what its server answered opened. */
export function wireDelivery(kept: KeptDelivery, tenantId: string, sealer: Sealer): WebhookDelivery {
  const { id, endpointId, sessionId, seq, type, state, attempts, nextAttemptAt, createdAt, deliveredAt } = kept
  return {
    ...{ id, endpointId, eventId: webhookEventId(sessionId, seq, type), type },
    callId: sessionId === tenantId ? null : sessionId,
    ...{ state, attempts, nextAttemptAt, createdAt, deliveredAt },
    lastAttempt: kept.lastAttempt && wireAttempt(kept.lastAttempt, endpointId, sealer),
  }
}

export function wireAttempt({ sealed, ...attempt }: KeptAttempt, endpointId: string, sealer: Sealer): WebhookAttempt {
  if (sealed === null) return attempt
  return { ...attempt, responseExcerpt: sealer.open(sealed, answerPlaceOf(endpointId)) as string }
}
