import { type RawBuilder, sql } from 'kysely'
import type { Pool } from 'pg'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Session } from '#generated/openapi.gen.ts'
import { type IdKind, idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { EventFilter, SessionFilter, SessionStore } from '#runtime/ports/session-store.ts'
import { instant, instantOrNull } from './stored-instant.ts'
import { storedText } from './stored-json.ts'
import { askTenant, build } from './tenant-transaction.ts'

/** The kinds of session that have a log, with the ids that they go by. */
const idKinds = { call: 'call', tenant: 'tenant' } as const satisfies Record<string, IdKind>

interface SessionRow {
  readonly id: string
  readonly kind: keyof typeof idKinds
  readonly live: boolean
  readonly complete: boolean
  readonly created_at: Date
  readonly ended_at: Date | null
  readonly visible: boolean | null
  readonly last_seq: number | null
  readonly state: string | null
  readonly debug: boolean | null
}

/** The logs of a tenant as its programs see them (OBS-00 3.9.4). */
export function postgresSessions(pool: Pool): SessionStore {
  return {
    async get(tenantId, session) {
      const [row] = await askTenant(pool, tenantId, asQuery<SessionRow>(described(one(session))), { inOrder: true })
      return row === undefined ? null : { session: sessionFrom(row), complete: row.complete }
    },
    list: async (tenantId, filter) =>
      (await askTenant(pool, tenantId, asQuery<SessionRow>(described(several(filter))), { inOrder: true })).map(
        sessionFrom,
      ),
    async events(tenantId, sessionId, filter) {
      const uuid = sessionUuid(sessionId)
      if (uuid === null) return []
      const rows = await askTenant(pool, tenantId, page(uuid, filter), { inOrder: true })
      return rows.map(({ envelope, sealed }) => ({ event: envelope as CallEvent, sealed }))
    },
  }
}

/** The UUID of a session that has a log. */
export function sessionUuid(id: string): string | null {
  for (const kind of Object.values(idKinds)) {
    const uuid = uuidFromId(kind, id)
    if (uuid !== null) return uuid
  }
  return null
}

type Sql = RawBuilder<unknown>

const calls = (where: Sql, end: Sql): Sql => sql`
  (select id, 'call' as kind, status <> 'ended' as live, finished_at is not null as complete, created_at, ended_at,
    agent_config #>> '{events,content}' = 'true' as visible
  from calls where ${where} ${end})`

const tenants = (where: Sql): Sql => sql`
  select id, 'tenant' as kind, true as live, false as complete, created_at, null::timestamptz as ended_at, false as visible
  from tenants where ${where}`

function one(session: string): Sql {
  const tenant = uuidFromId('tenant', session)
  if (tenant !== null) return tenants(sql`id = ${tenant}`)
  const call = uuidFromId('call', session)
  return calls(call === null ? sql`external_id = ${storedText(session)}` : sql`id = ${call}`, sql``)
}

function several({ limit, before, kind, live, startedAfter, startedBefore }: SessionFilter): Sql {
  const place = before === undefined ? null : sessionUuid(before)
  const both = all([
    place !== null && sql`id < ${place}`,
    startedAfter !== undefined && sql`created_at >= ${startedAfter}::timestamptz`,
    startedBefore !== undefined && sql`created_at < ${startedBefore}::timestamptz`,
  ])
  // Each kind by its own index; the newest of both are the newest.
  const end = sql`order by id desc limit ${limit}`
  const ofCalls = all([both, live === true && sql`status <> 'ended'`, live === false && sql`status = 'ended'`])
  const ofTenant = all([both, sql`${live ?? true}::boolean`])
  if (kind === 'call') return calls(ofCalls, end)
  if (kind === 'tenant') return sql`${tenants(ofTenant)} ${end}`
  if (kind === 'peer_call') return tenants(sql`${false}::boolean`)
  return sql`${calls(ofCalls, end)} union all ${tenants(ofTenant)} ${end}`
}

/** With what their logs say of them; each is a look at the end of an index. */
const described = (sessions: Sql): Sql => sql`
  select s.*,
    (select e.seq from events e where e.session_id = s.id order by e.seq desc limit 1) as last_seq,
    (select e.envelope #>> '{data,to}' from events e
      where e.session_id = s.id and e.event_type = 'session.state_changed' order by e.seq desc limit 1) as state,
    (select (e.envelope #>> '{data,debug}')::boolean from events e
      where e.session_id = s.id and e.event_type = 'control.command_applied' order by e.seq desc limit 1) as debug
  from (${sessions}) as s order by s.id desc`

const all = (conditions: readonly (Sql | false)[]): Sql =>
  sql`${sql.join([sql`true`, ...conditions.filter((one) => one !== false)], sql` and `)}`

const asQuery = <Row>(query: Sql) => ({ compile: () => (query as RawBuilder<Row>).compile(build) })

function sessionFrom({ kind, live, state, debug, ...row }: SessionRow): Session {
  return {
    id: idFromUuid(idKinds[kind], row.id),
    kind,
    live,
    state: kind === 'call' ? ((state as Session['state']) ?? 'created') : null,
    startedAt: instant(row.created_at),
    endedAt: instantOrNull(row.ended_at),
    lastSeq: row.last_seq ?? 0,
    debug: live && debug === true,
    contentVisible: row.visible === true,
  }
}

function page(session: string, { after, limit, types, component, since, until, content }: EventFilter) {
  let events = build
    .selectFrom('events as e')
    .select(({ selectFrom, val }) => [
      'e.envelope',
      content
        ? selectFrom('sealed_content as s')
            .select('s.sealed')
            .whereRef('s.session_id', '=', 'e.session_id')
            .whereRef('s.seq', '=', 'e.seq')
            .as('sealed')
        : val<Buffer | null>(null).as('sealed'),
    ])
    .where('e.session_id', '=', session)
    .where('e.seq', '>', after)
    .orderBy('e.seq')
    .limit(limit)
  if (types !== undefined) events = events.where('e.event_type', '=', sql<string>`any(${types}::text[])`)
  if (component !== undefined) events = events.where('e.component', '=', component)
  if (since !== undefined) events = events.where('e.ts', '>=', new Date(since))
  if (until !== undefined) events = events.where('e.ts', '<', new Date(until))
  return events
}
