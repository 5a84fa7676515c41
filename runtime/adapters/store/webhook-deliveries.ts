import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { WebhookAttempt, WebhookDelivery } from '#generated/openapi.gen.ts'
import type { WebhookType } from '#generated/webhooks.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type {
  DeliveryFilter,
  KeptAttempt,
  KeptDelivery,
  RecoverySpan,
  WebhookDeliveryStore,
} from '#runtime/ports/webhooks.ts'
import { storedId } from './stored-id.ts'
import { instant, instantOrNull } from './stored-instant.ts'
import { askTenant, build, inTenant, type Run } from './tenant-transaction.ts'

/** Deliveries and their tries, as their tenant sees them (FR-W3). `written` is told when one is due. */
export function postgresWebhookDeliveries(pool: Pool, written: () => void): WebhookDeliveryStore {
  return {
    async get(tenantId, deliveryId) {
      const uuid = uuidFromId('webhookDelivery', deliveryId)
      const [row] = uuid === null ? [] : await askTenant(pool, tenantId, deliveries().where('d.id', '=', uuid))
      return row ? deliveryFrom(row) : null
    },

    async attempts(tenantId, deliveryId) {
      const tries = build.selectFrom('webhook_attempts').selectAll().orderBy('attempt').limit(MOST_ATTEMPTS)
      const rows = await askTenant(
        pool,
        tenantId,
        tries.where('delivery_id', '=', storedId('webhookDelivery', deliveryId)),
      )
      return rows.map((row) => attemptFrom(row as AttemptRow))
    },

    async list(tenantId, endpointId, filter) {
      const endpoint = uuidFromId('webhookEndpoint', endpointId)
      if (endpoint === null) return null
      const rows = await askTenant(pool, tenantId, page(endpoint, filter))
      if (rows.length > 0) return rows.map(deliveryFrom)
      return (await askTenant(pool, tenantId, stateOf(endpoint))).length > 0 ? [] : null
    },

    async replay(tenantId, deliveryId) {
      const uuid = uuidFromId('webhookDelivery', deliveryId)
      if (uuid === null) return 'not_found'
      const outcome = await inTenant(pool, tenantId, async (run) => {
        const [row] = await run(deliveries().where('d.id', '=', uuid))
        if (!row) return 'not_found' as const
        const [endpoint] = await run(stateOf(row.endpoint_id).forShare())
        if (endpoint?.state !== 'enabled') return 'not_enabled' as const
        const again = await run(dueAgain('replay').where('id', '=', uuid).where('due_at', 'is', null).returning('id'))
        if (again.length === 0) return 'open' as const
        const [after] = await run(deliveries().where('d.id', '=', uuid))
        return deliveryFrom(after!)
      })
      if (typeof outcome !== 'string') written()
      return outcome
    },

    async recover(tenantId, endpointId, span) {
      const endpoint = uuidFromId('webhookEndpoint', endpointId)
      if (endpoint === null) return 'not_found'
      const outcome = await inTenant(pool, tenantId, (run) => recovered(run, endpoint, span))
      if (typeof outcome !== 'string' && outcome.recovered > 0) written()
      return outcome
    },
  }
}

async function recovered(
  run: Run,
  endpoint: string,
  { since, until, after, limit }: RecoverySpan,
): ReturnType<WebhookDeliveryStore['recover']> {
  const [found] = await run(stateOf(endpoint).forShare())
  if (!found) return 'not_found'
  if (found.state !== 'enabled') return 'not_enabled'
  const from = after === undefined ? null : storedId('webhookDelivery', after)
  const dead = await run(deadLetters(endpoint, { since, until, from }, limit + 1))
  const taken = dead.slice(0, limit).map(({ id }) => id)
  const next = dead.length > limit ? idFromUuid('webhookDelivery', taken.at(-1)!) : null
  return { recovered: await recoverAll(run, taken), next }
}

const MOST_ATTEMPTS = 1_000

const stateOf = (endpoint: string) => build.selectFrom('webhook_endpoints').select('state').where('id', '=', endpoint)

/** With the last try of each. Those of an endpoint that is gone are not there. */
const deliveries = () =>
  build
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhook_endpoints as e', 'e.id', 'd.endpoint_id')
    .leftJoin('webhook_attempts as a', (join) =>
      join.onRef('a.delivery_id', '=', 'd.id').onRef('a.attempt', '=', 'd.attempts'),
    )
    .selectAll('d')
    .select(['a.attempt', 'a.trigger as made_by', 'a.at', 'a.latency_ms', 'a.http_status', 'a.failure', 'a.sealed'])

function page(endpoint: string, filter: DeliveryFilter) {
  const { limit, before, state, type, callId, createdAfter, createdBefore } = filter
  let found = deliveries().where('d.endpoint_id', '=', endpoint).orderBy('d.id', 'desc').limit(limit)
  if (before !== undefined) found = found.where('d.id', '<', storedId('webhookDelivery', before))
  if (state !== undefined) found = found.where('d.state', '=', state)
  if (type !== undefined) found = found.where('d.type', '=', type)
  if (callId !== undefined) found = found.where('d.session_id', '=', storedId('call', callId))
  if (createdAfter !== undefined) found = found.where('d.id', '>=', firstId(createdAfter))
  if (createdBefore !== undefined) found = found.where('d.id', '<', firstId(createdBefore))
  return found
}

/** The lowest id of a delivery of an event of this instant. */
export const firstId = (at: string): string => {
  const hex = Math.max(0, Math.ceil(Date.parse(at)))
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** Its tries begin anew; what was tried stays. */
const dueAgain = (trigger: 'replay' | 'recovery') =>
  build
    .updateTable('webhook_deliveries')
    .set({ state: 'pending', trigger, tries: 0, due_at: sql<string>`clock_timestamp()`, delivered_at: null })

function deadLetters(endpoint: string, span: { since: string; until: string; from: string | null }, limit: number) {
  const dead = build.selectFrom('webhook_deliveries').select('id').where('endpoint_id', '=', endpoint)
  const within = dead.where('id', '>=', firstId(span.since)).where('id', '<', firstId(span.until))
  const behind = span.from === null ? within : within.where('id', '>', span.from)
  return behind.where('state', '=', 'dead').orderBy('id').limit(limit)
}

async function recoverAll(run: Run, uuids: readonly string[]): Promise<number> {
  if (uuids.length === 0) return 0
  const these = sql<string>`any(${uuids}::uuid[])`
  const again = dueAgain('recovery').where('id', '=', these).where('state', '=', 'dead').returning('id')
  return (await run(again)).length
}

interface AttemptRow {
  readonly attempt: number
  readonly trigger: string
  readonly at: Date
  readonly latency_ms: number
  readonly http_status: number | null
  readonly failure: string | null
  readonly sealed: Buffer | null
}

const attemptFrom = (row: AttemptRow): KeptAttempt => ({
  attempt: row.attempt,
  trigger: row.trigger as WebhookAttempt['trigger'],
  at: instant(row.at),
  latencyMs: row.latency_ms,
  httpStatus: row.http_status,
  failure: row.failure as WebhookAttempt['failure'],
  sealed: row.sealed,
})

type Row = Awaited<ReturnType<ReturnType<typeof deliveries>['execute']>>[number]

function deliveryFrom(row: Row): KeptDelivery {
  const { attempt, made_by: trigger, at, latency_ms, http_status, failure, sealed } = row
  const known = attempt !== null && trigger !== null && at !== null && latency_ms !== null
  return {
    id: idFromUuid('webhookDelivery', row.id),
    endpointId: idFromUuid('webhookEndpoint', row.endpoint_id),
    sessionId: sessionOf(row),
    seq: row.seq,
    type: row.type as WebhookType,
    state: row.state as WebhookDelivery['state'],
    attempts: row.attempts,
    nextAttemptAt: instantOrNull(row.due_at),
    createdAt: instant(row.created_at),
    deliveredAt: instantOrNull(row.delivered_at),
    lastAttempt: known ? attemptFrom({ attempt, trigger, at, latency_ms, http_status, failure, sealed }) : null,
  }
}

/** The session is a call, or the tenant itself. */
export const sessionOf = ({ session_id, tenant_id }: { session_id: string; tenant_id: string }): string =>
  idFromUuid(session_id === tenant_id ? 'tenant' : 'call', session_id)
