import { randomBytes } from 'node:crypto'
import type { EventOf } from '#generated/events.gen.ts'
import { createPool } from '#runtime/adapters/store/pool.ts'
import { postgresStore } from '#runtime/adapters/store/postgres.ts'
import { uuidV7Ids } from '#runtime/core/ids.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import type { Store } from '#runtime/ports/store.ts'
import { secretPlaceOf } from '#runtime/sessions/webhooks/webhook-sender.ts'

export interface WebhookTenant {
  readonly tenantId: string
  readonly agentId: string
  readonly callId: string
  /** The paths of its endpoints at the receiver. */
  readonly paths: readonly string[]
}

const ids = uuidV7Ids(systemClock(), randomBytes)
const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const EVENTS_A_BATCH = 200

/** A store on the bench's database; what breaks on a connection that is killed is no news. */
export const openStore = (url: string): Store => postgresStore(createPool({ url }), systemClock())

/** A tenant with a call, and endpoints at the receiver that take `call.started`. */
export async function makeTenant(
  store: Store,
  { receiver, contentKey, endpoints }: { receiver: string; contentKey: string; endpoints: number },
): Promise<WebhookTenant> {
  const createdAt = new Date().toISOString()
  const sealer = aesSealer(Buffer.from(contentKey, 'base64'), randomBytes)
  const tenantId = ids.next('tenant')
  await store.keys.ensureTenant({ id: tenantId, name: 'bench', createdAt })
  const agent = sampleAgent({ id: ids.next('agent'), externalId: null, name: tenantId })
  await store.agents.create(tenantId, agent, 10)
  const { asr, llm, tts, endpointing, locale: language } = agent
  const callId = ids.next('call')
  await store.calls.create(tenantId, {
    ...{
      id: callId,
      externalId: null,
      agentId: agent.id,
      agentVersion: 1,
      direction: 'inbound',
      status: 'in_progress',
    },
    agentConfigAtCallStart: { asr: { ...asr, language }, llm, tts, endpointing },
    ...{ endReason: null, createdAt, answeredAt: createdAt, endedAt: null, durationSec: null, metadata: {} },
  })
  const paths: string[] = []
  for (let n = 0; n < endpoints; n++) {
    const id = ids.next('webhookEndpoint')
    paths.push(`/${id}`)
    const endpoint = {
      ...{
        id,
        url: `${receiver}/${id}`,
        eventTypes: ['call.started' as const],
        description: null,
        state: 'enabled' as const,
      },
      ...{ stateSince: createdAt, consecutiveFailures: 0, lastSuccessAt: null, createdAt },
      secrets: { current: sealer.seal(secret, secretPlaceOf(tenantId, id)), next: null },
    }
    await store.webhookEndpoints.create(tenantId, endpoint, 1_000)
  }
  return { tenantId, agentId: agent.id, callId, paths }
}

/** Appends events `from` to `to` to the tenant's call, the same batch again until the database has it. */
export async function appendStarts(
  store: Store,
  { tenantId, agentId, callId }: WebhookTenant,
  from: number,
  to: number,
): Promise<void> {
  for (let first = from; first <= to; first += EVENTS_A_BATCH) {
    const last = Math.min(to, first + EVENTS_A_BATCH - 1)
    const events = Array.from({ length: last - first + 1 }, (_, i) => started(callId, agentId, first + i))
    for (;;) {
      try {
        await store.events.append(tenantId, { sessionId: callId, events, content: [] })
        break
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }
}

const started = (session_id: string, agent_id: string, seq: number): EventOf<'call.started'> => ({
  ts: new Date().toISOString(),
  ...{ session_id, seq, component: 'control_plane', event_type: 'call.started', severity: 'info' },
  correlation_id: session_id,
  pii: { contains_pii: false, fields: [], handling: 'none' },
  data: { direction: 'inbound', agent_id, agent_version: 1 },
})
