import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { CallEvent } from '#generated/events.gen.ts'
import type { WebhookEndpoint } from '#generated/openapi.gen.ts'
import type { WebhookType } from '#generated/webhooks.gen.ts'
import type { Bell } from '#runtime/core/bell.ts'
import { idFromUuid } from '#runtime/core/ids.ts'
import type {
  EndpointHealth,
  EndpointTally,
  EventPlace,
  SettledTry,
  TakenDelivery,
  Taking,
  WebhookWorkStore,
} from '#runtime/ports/webhooks.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson } from './stored-json.ts'
import { askForTask, askTenant, build, forTask } from './tenant-transaction.ts'
import { firstId, sessionOf } from './webhook-deliveries.ts'

/** Before the first endpoint. */
const NOWHERE = '00000000-0000-0000-0000-000000000000'
/** Nobody counts further what waits. */
const MOST_COUNTED = 10_000
/** How many of an endpoint that is not enabled are held back at once. */
const HELD_BACK = 500

/** Deliveries as those see them who post them. What is due is taken across tenants, all else is done as the tenant. */
export function postgresWebhookWork(pool: Pool, bell: Bell): WebhookWorkStore {
  return {
    listen: (listener) => bell.listen(listener),

    async take(taking) {
      const rows = await askForTask(pool, 'webhooks', due(taking))
      return rows.map(takenFrom)
    },

    async told(tenantId, deliveries) {
      if (deliveries.length === 0) return []
      const rows = await askTenant(pool, tenantId, eventsAt(deliveries))
      return rows.map(({ envelope, sealed }) => envelope && { event: envelope, sealed })
    },

    async giveBack(tenantId, taken) {
      if (taken.length > 0) await askTenant(pool, tenantId, closed(taken, { state: null, due: 'now' }))
    },

    async abandon(tenantId, taken) {
      if (taken.length > 0) await askTenant(pool, tenantId, closed(taken, { state: 'dead', due: null }))
    },

    async settle(tenantId, tries, tally) {
      const rows = await askTenant(pool, tenantId, settled(storedId('tenant', tenantId), tries, tally))
      return (rows[0]?.health ?? []).map(healthFrom)
    },

    async disable(tenantId, endpointId, { state, at, event }) {
      const tenant = storedId('tenant', tenantId)
      const uuid = storedId('webhookEndpoint', endpointId)
      const rows = await askTenant(
        pool,
        tenantId,
        asked<{ last: number | null }>`
          with disabled as (
            update webhook_endpoints set state = ${state}, state_since = ${at}::timestamptz
            where id = ${uuid} and state = 'enabled' returning 1
          )
          select append_to_tenant_log(${tenant}, ${storedJson([event])}::jsonb) as last from disabled`,
      )
      return rows.length > 0
    },

    async waiting() {
      const [row] = await askForTask(pool, 'webhooks', backlog(MOST_COUNTED))
      return { due: row?.due ?? 0, oldestMs: Math.max(0, row?.oldest_ms ?? 0) }
    },

    sweep: (before, limit) =>
      forTask(pool, 'webhooks', async (run) => {
        const [old] = await run(removedWhere(sql`d.id < ${firstId(before)} and d.due_at is null`, limit))
        const [orphans] = await run(removedWhere(sql`d.endpoint_id = any(${goneEndpoints})`, limit))
        return (old?.count ?? 0) + (orphans?.count ?? 0)
      }),
  }
}

function asked<Row>(strings: TemplateStringsArray, ...values: unknown[]) {
  return { compile: () => sql<Row>(strings, ...values).compile(build) }
}

const eventsAt = (places: readonly EventPlace[]) => {
  const sessions = places.map(({ sessionId: id }) => storedId(id.startsWith('t_') ? 'tenant' : 'call', id))
  return asked<{ envelope: CallEvent | null; sealed: Buffer | null }>`
    select e.envelope, s.sealed
    from unnest(${sessions}::uuid[], ${places.map(({ seq }) => seq)}::int[]) with ordinality as d (session_id, seq, nth)
    left join events e on e.session_id = d.session_id and e.seq = d.seq
    left join sealed_content s on s.session_id = d.session_id and s.seq = d.seq
    order by d.nth`
}

interface TakenRow {
  readonly id: string
  readonly tenant_id: string
  readonly endpoint_id: string
  readonly session_id: string
  readonly seq: number
  readonly type: string
  readonly attempts: number
  readonly tries: number
  readonly trigger: string
  readonly lease: number
  readonly created_at: Date
}

const takenFrom = (row: TakenRow): TakenDelivery => ({
  id: idFromUuid('webhookDelivery', row.id),
  tenantId: idFromUuid('tenant', row.tenant_id),
  endpointId: idFromUuid('webhookEndpoint', row.endpoint_id),
  sessionId: sessionOf(row),
  seq: row.seq,
  type: row.type as WebhookType,
  attempts: row.attempts,
  tries: row.tries,
  trigger: row.trigger as TakenDelivery['trigger'],
  lease: row.lease,
  createdAt: instant(row.created_at),
})

/**
 * From endpoint to endpoint along the index of what is due, a few of each, so that no endpoint and no tenant hides others behind
 * it, however much waits for it. Rows that somebody else looks at in this moment are left to them.
 */
const due = ({ limit, leaseMs, perEndpoint, held, full, after }: Taking) => asked<TakenRow>`
  with recursive lanes as (
    (select endpoint_id, tenant_id from webhook_deliveries
      where due_at is not null and endpoint_id > ${after === null ? NOWHERE : storedId('webhookEndpoint', after)}
      order by endpoint_id limit 1)
    union all
    select n.endpoint_id, n.tenant_id from lanes l cross join lateral (
      select endpoint_id, tenant_id from webhook_deliveries
      where due_at is not null and endpoint_id > l.endpoint_id order by endpoint_id limit 1
    ) n
  ), held as (
    select * from unnest(${[...held.keys()].map((id) => storedId('webhookEndpoint', id))}::uuid[], ${[...held.values()]}::int[])
      as h (endpoint_id, count)
  ), picked as materialized (
    select d.id, e.state = 'enabled' as enabled
    from lanes l
    join webhook_endpoints e on e.id = l.endpoint_id
    left join held h on h.endpoint_id = l.endpoint_id
    cross join lateral (
      select w.id from webhook_deliveries w
      where w.endpoint_id = l.endpoint_id and w.due_at <= clock_timestamp()
      order by w.due_at
      limit case when e.state <> 'enabled' then ${HELD_BACK}::int
        else greatest(0, case when e.consecutive_failures > 0 then 1 else ${perEndpoint}::int end - coalesce(h.count, 0)) end
      for update skip locked
    ) d
    where l.tenant_id <> all(${full.map((id) => storedId('tenant', id))}::uuid[])
    limit ${limit}
  ), taken as (
    update webhook_deliveries d set lease = d.lease + 1,
      state = case when p.enabled then d.state else 'dead' end,
      due_at = case when p.enabled then clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond' end
    from picked p where d.id = p.id
    returning d.*, p.enabled
  )
  select id, tenant_id, endpoint_id, session_id, seq, type, attempts, tries, trigger, lease, created_at
  from taken where enabled order by created_at, id`

const backlog = (most: number) => asked<{ due: number; oldest_ms: number | null }>`
  select count(*)::int as due, (extract(epoch from clock_timestamp() - min(due_at)) * 1000)::float8 as oldest_ms
  from (select due_at from webhook_deliveries where due_at <= clock_timestamp() limit ${most}) as waiting`

const closed = (
  taken: readonly Pick<TakenDelivery, 'id' | 'lease'>[],
  { state, due }: { state: 'dead' | null; due: 'now' | null },
) => asked<never>`
  update webhook_deliveries d set state = coalesce(${state}, d.state),
    due_at = case when ${due === 'now'} then clock_timestamp() end
  from unnest(${taken.map(({ id }) => storedId('webhookDelivery', id))}::uuid[], ${taken.map(({ lease }) => lease)}::int[])
    as t (id, lease)
  where d.id = t.id and d.lease = t.lease and d.due_at is not null`

interface HealthRow {
  readonly id: string
  readonly state: string
  readonly state_since: string
  readonly consecutive_failures: number
  readonly last_success_at: string | null
}

const healthFrom = (row: HealthRow): EndpointHealth => ({
  id: idFromUuid('webhookEndpoint', row.id),
  state: row.state as WebhookEndpoint['state'],
  stateSince: new Date(row.state_since).toISOString(),
  consecutiveFailures: row.consecutive_failures,
  lastSuccessAt: row.last_success_at && new Date(row.last_success_at).toISOString(),
})

/** One statement: the tries, the log and the endpoints say the same. A try under a lease that is over counts for nothing. */
const settled = (tenant: string, tries: readonly SettledTry[], tally: readonly EndpointTally[]) => {
  const events = tries.flatMap(({ delivery, events }) =>
    events.map((event) => ({ delivery: storedId('webhookDelivery', delivery.id), event })),
  )
  return asked<{ health: HealthRow[] | null }>`
  with told as materialized (
    select * from unnest(
      ${tries.map(({ delivery }) => storedId('webhookDelivery', delivery.id))}::uuid[],
      ${tries.map(({ delivery }) => delivery.lease)}::int[], ${tries.map(({ delivery }) => delivery.trigger)}::text[],
      ${tries.map(({ at }) => at)}::timestamptz[], ${tries.map(({ latencyMs }) => Math.round(latencyMs))}::int[],
      ${tries.map(({ httpStatus }) => httpStatus)}::int[], ${tries.map(({ failure }) => failure)}::text[],
      ${tries.map(({ sealed }) => sealed)}::bytea[], ${tries.map(({ state }) => state)}::text[],
      ${tries.map(({ delayMs }) => delayMs)}::float8[]
    ) as t (id, lease, trigger, at, latency_ms, http_status, failure, sealed, state, delay_ms)
  ), settled as (
    update webhook_deliveries d set state = t.state, attempts = d.attempts + 1, tries = d.tries + 1, trigger = 'schedule',
      due_at = clock_timestamp() + t.delay_ms * interval '1 millisecond',
      delivered_at = case when t.state = 'delivered' then t.at + t.latency_ms * interval '1 millisecond' end
    from told t where d.id = t.id and d.lease = t.lease and d.due_at is not null
    returning d.id, d.attempts
  ), tried as (
    insert into webhook_attempts (delivery_id, attempt, tenant_id, trigger, at, latency_ms, http_status, failure, sealed)
    select t.id, s.attempts, ${tenant}, t.trigger, t.at, t.latency_ms, t.http_status, t.failure, t.sealed
    from told t join settled s on s.id = t.id
  ), health as (
    update webhook_endpoints e set
      consecutive_failures = least(1000000, t.failures + case when t.success is null then e.consecutive_failures else 0 end),
      last_success_at = greatest(e.last_success_at, t.success)
    from unnest(${tally.map(({ endpointId }) => storedId('webhookEndpoint', endpointId))}::uuid[],
      ${tally.map(({ lastSuccessAt }) => lastSuccessAt)}::timestamptz[], ${tally.map(({ failures }) => failures)}::int[]
    ) as t (id, success, failures)
    where e.id = t.id
    returning e.id, e.state, e.state_since, e.consecutive_failures, e.last_success_at
  )
  select (select jsonb_agg(h) from health h) as health,
    (select append_to_tenant_log(${tenant}, coalesce(jsonb_agg(e.item->'event' order by e.nth), '[]'))
      from jsonb_array_elements(${storedJson(events)}::jsonb) with ordinality as e (item, nth)
      join settled s on s.id = (e.item->>'delivery')::uuid) as last`
}

const removedWhere = (which: ReturnType<typeof sql>, limit: number) => asked<{ count: number }>`
  with old as (
    delete from webhook_deliveries where id in (select d.id from webhook_deliveries d where ${which} limit ${limit})
    returning id
  ), tried as (delete from webhook_attempts a using old where a.delivery_id = old.id)
  select count(*)::int as count from old`

/** From endpoint to endpoint along the index: those that have deliveries and are not there. */
const goneEndpoints = sql`array(
  with recursive seen as (
    (select endpoint_id from webhook_deliveries order by endpoint_id limit 1)
    union all
    select (select w.endpoint_id from webhook_deliveries w where w.endpoint_id > s.endpoint_id order by w.endpoint_id limit 1)
    from seen s where s.endpoint_id is not null
  )
  select s.endpoint_id from seen s
  where s.endpoint_id is not null and not exists (select from webhook_endpoints e where e.id = s.endpoint_id))`
