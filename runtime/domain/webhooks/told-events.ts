import type { CallEvent } from '#generated/events.gen.ts'
import type { WebhookType } from '#generated/webhooks.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import { tenantEvent } from '#runtime/domain/tenants/tenant-event.ts'
import type { Reply } from './verdict.ts'

/** `attempt` of an envelope has no room for more. */
const MOST_ATTEMPTS = 100

/** A try to post an event. */
export interface ToldTry extends Reply {
  readonly tenantId: string
  readonly endpointId: string
  readonly eventId: string
  readonly type: WebhookType
  /** From 1. */
  readonly attempt: number
  readonly ts: string
  readonly latencyMs: Millis
  /** When it is tried again; null where it is not. */
  readonly delayMs: Millis | null
}

/** What the tenant's own log is told of a try (OBS-00 3); the database numbers it. */
export function eventsOfTry(told: ToldTry): CallEvent[] {
  const { endpointId: endpoint_id, eventId: event_id, type: webhook_type, httpStatus, failure, delayMs } = told
  const delivery = { endpoint_id, event_id, webhook_type }
  const place = { tenantId: told.tenantId, ts: told.ts, correlationId: event_id }
  const measured = {
    attempt: Math.min(MOST_ATTEMPTS, told.attempt),
    latency_ms: Math.round(told.latencyMs * 10) / 10,
  }
  if (failure === null) {
    const data = { ...delivery, http_status: httpStatus ?? 200 }
    return [{ ...tenantEvent('webhook.delivered', 'info', place, data), ...measured }]
  }
  const status = httpStatus !== null && { http_status: httpStatus }
  const data = { ...delivery, class: failure, ...status, ...(delayMs !== null && { backoff_ms: delayMs }) }
  const failed = { ...tenantEvent('webhook.attempt_failed', 'warn', place, data), ...measured }
  return delayMs === null ? [failed, tenantEvent('webhook.dead_lettered', 'error', place, delivery)] : [failed]
}

/** What it is told of an endpoint that is disabled. */
export const endpointDisabled = (
  tenantId: string,
  endpoint_id: string,
  state: 'failing' | 'gone',
  ts: string,
): CallEvent =>
  tenantEvent(
    'webhook.endpoint_disabled',
    'error',
    { tenantId, ts, correlationId: endpoint_id },
    { endpoint_id, state },
  )
