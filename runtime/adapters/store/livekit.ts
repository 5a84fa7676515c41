import { type Selectable, sql } from 'kysely'
import type { Pool } from 'pg'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { LeasedEvent, LiveKitStore, StoredLiveKitProject, WaitingEvent } from '#runtime/ports/livekit.ts'
import { statement } from './statement.ts'
import { storedId } from './stored-id.ts'
import { instant, instantOrNull } from './stored-instant.ts'
import type { Tables } from './tables.ts'
import { askByLiveKitKey, askTenant, asProcess, build } from './tenant-transaction.ts'
import { orRefused } from './violations.ts'

const FORGOTTEN_AT_ONCE = 100
/** `lastEventAt` is exact to this. */
const NOTICED_EVERY = '1 second'
const taken = { livekit_projects_api_key_key: 'key_taken' } as const

/** LiveKit projects, and events between their arrival and the log (OBS-00 3.2). */
export function postgresLiveKit(pool: Pool): LiveKitStore {
  return {
    set({ tenantId, url, apiKey, sealed, updatedAt }) {
      const change = { url, api_key: apiKey, sealed, updated_at: updatedAt }
      const query = build
        .insertInto('livekit_projects')
        .values({ tenant_id: storedId('tenant', tenantId), ...change })
        .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(change))
        .returningAll()
      const kept = askTenant(pool, tenantId, query).then(([row]) => projectFrom(row!))
      return orRefused(taken, kept)
    },

    async get(tenantId) {
      const [row] = await askTenant(pool, tenantId, projects().where('tenant_id', '=', storedId('tenant', tenantId)))
      return row ? projectFrom(row) : null
    },

    async remove(tenantId) {
      const query = build.deleteFrom('livekit_projects').where('tenant_id', '=', storedId('tenant', tenantId))
      return (await askTenant(pool, tenantId, query.returning('tenant_id'))).length > 0
    },

    async byKey(apiKey) {
      const [row] = await askByLiveKitKey(pool, apiKey, projects().where('api_key', '=', apiKey))
      return row ? projectFrom(row) : null
    },

    async noticed(tenantId, at) {
      const seen = sql<boolean>`last_event_at is null or last_event_at < ${at}::timestamptz - ${NOTICED_EVERY}::interval`
      const query = build.updateTable('livekit_projects').set({ last_event_at: at })
      await askTenant(pool, tenantId, query.where('tenant_id', '=', storedId('tenant', tenantId)).where(seen))
    },

    async take(event, bounds) {
      const look = async () => (await askTenant(pool, event.tenantId, takes(event, bounds)))[0]
      const first = await look()
      // One that comes twice at once does not see the other yet; a second look does.
      const row = first?.taken || first?.known ? first : await look()
      if (row?.taken) return 'taken'
      return row?.known ? 'repeated' : 'too_many'
    },

    lease: (processId, leaseMs, limit) =>
      asProcess(pool, processId, async (run, process) => (await run(leases(process, leaseMs, limit))).map(leasedFrom)),

    async logged(event) {
      await askTenant(pool, event.tenantId, ofEvent(event).set({ sealed: null }))
    },

    async putBack(event, ms) {
      const until = sql<string>`clock_timestamp() + make_interval(secs => ${ms / 1000})`
      await askTenant(pool, event.tenantId, ofEvent(event).set({ leased_until: until }))
    },

    forget: (tenantId, now, limit) => forget(pool, tenantId, now, limit),
  }
}

async function forget(pool: Pool, tenantId: string, now: string, limit: number): Promise<number> {
  const tenant = storedId('tenant', tenantId)
  const over = sql<boolean>`expires_at <= ${now}::timestamptz`
  const some = build.selectFrom('livekit_events').select('event_hash').where('tenant_id', '=', tenant).where(over)
  const gone = build.deleteFrom('livekit_events').where('tenant_id', '=', tenant)
  const query = gone.where('event_hash', 'in', some.limit(limit)).returning('event_hash')
  return (await askTenant(pool, tenantId, query)).length
}

const projects = () => build.selectFrom('livekit_projects').selectAll()

const ofEvent = ({ tenantId, hash }: Pick<WaitingEvent, 'tenantId' | 'hash'>) =>
  build
    .updateTable('livekit_events')
    .where('tenant_id', '=', storedId('tenant', tenantId))
    .where('event_hash', '=', hash)

type Bounds = Parameters<LiveKitStore['take']>[1]

/** One statement: what is known no longer is forgotten, and the event kept unless it is known or the call has enough. */
function takes({ tenantId, callId, hash, sealed }: WaitingEvent, { now, expiresAt, most }: Bounds) {
  const tenant = storedId('tenant', tenantId)
  const call = storedId('call', callId)
  return statement<{ taken: boolean; known: boolean }>`
    with forgotten as (
      delete from livekit_events where ctid = any (array(
        select ctid from livekit_events where tenant_id = ${tenant} and expires_at <= ${now}::timestamptz
        and event_hash <> ${hash} limit ${FORGOTTEN_AT_ONCE}
      ))
    ), kept as (
      insert into livekit_events (tenant_id, event_hash, call_id, sealed, expires_at)
      select ${tenant}, ${hash}, ${call}, ${sealed}, ${expiresAt}::timestamptz
      where (select count(*) from livekit_events where call_id = ${call}) < ${most}
      on conflict do nothing returning 1
    )
    select exists (select from kept) as taken,
      exists (select from livekit_events where tenant_id = ${tenant} and event_hash = ${hash}) as known`
}

interface LeasedRow {
  readonly tenant_id: string
  readonly call_id: string
  readonly event_hash: Buffer
  readonly sealed: Buffer
  readonly tries: number
}

/** Rows that another process looks at in this moment are left to it; so are those of a call that another one owns. */
const leases = (process: string, leaseMs: number, limit: number) => statement<LeasedRow>`
  with leased as (
    update livekit_events set leased_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}), tries = tries + 1
    where (tenant_id, event_hash) in (
      select e.tenant_id, e.event_hash from livekit_events e
      left join call_owners o on o.call_id = e.call_id
      where e.sealed is not null and e.leased_until < clock_timestamp() and e.expires_at > clock_timestamp() and (o.owner is null or o.owner = ${process})
      order by e.arrival limit ${limit} for update of e skip locked
    )
    returning tenant_id, call_id, event_hash, sealed, tries, arrival
  )
  select tenant_id, call_id, event_hash, sealed, tries from leased order by arrival`

const leasedFrom = (row: LeasedRow): LeasedEvent => ({
  tenantId: idFromUuid('tenant', row.tenant_id),
  callId: idFromUuid('call', row.call_id),
  hash: row.event_hash,
  sealed: row.sealed,
  tries: row.tries,
})

const projectFrom = (row: Selectable<Tables['livekit_projects']>): StoredLiveKitProject => ({
  tenantId: idFromUuid('tenant', row.tenant_id),
  url: row.url,
  apiKey: row.api_key,
  sealed: row.sealed,
  updatedAt: instant(row.updated_at),
  lastEventAt: instantOrNull(row.last_event_at),
})
