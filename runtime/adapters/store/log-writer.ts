import { type RawBuilder, sql } from 'kysely'
import { DatabaseError, type Pool } from 'pg'
import type { CallEvent } from '#generated/events.gen.ts'
import { eventNames } from '#generated/names.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { Problem } from '#runtime/core/problem.ts'
import { type LogBatch, NotOwner } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { storedJson } from './stored-json.ts'
import { askTenantLate, build, prepared } from './tenant-transaction.ts'

/** A batch that waits to be written, and whoever waits for it. */
interface Waiting {
  /** The UUID of its session. */
  readonly session: string
  readonly batch: LogBatch
  done(): void
  failed(error: unknown): void
}

/** What one transaction takes, but for a batch that is larger alone. */
const GROUP_EVENTS = 1_000
/** From the beginning of a transaction to that of the next, unless so many batches wait: each costs two processes a waking. */
const GATHER_MS: Millis = 50
const GROUP_BATCHES = 100
/** Data exceptions, integrity violations and limits: the fault of one batch, not of the database. */
const OF_THE_BATCH = /^(22|23|54)/

/**
 * Group commit: the batches of a tenant that come while one transaction is under way, or soon after, are written in the next,
 * whoever's calls they are. Each is written or refused by itself.
 */
export class LogWriter {
  readonly #pool: Pool
  readonly #clock: Clock
  readonly #onPosts: () => void
  readonly #queues = new Map<string, Waiting[]>()

  /** `onPosts` is told when webhooks were written with what was appended. */
  constructor(pool: Pool, clock: Clock, onPosts: () => void) {
    this.#pool = pool
    this.#clock = clock
    this.#onPosts = onPosts
  }

  /** Throws `NotOwner` and `not_found` as `EventStore.append` does. */
  append(tenantId: string, session: string, batch: LogBatch): Promise<void> {
    return new Promise((done, failed) => {
      const waiting = { session, batch, done, failed }
      const queue = this.#queues.get(tenantId)
      if (queue !== undefined) queue.push(waiting)
      else void this.#work(tenantId, [waiting])
    })
  }

  async #work(tenantId: string, queue: Waiting[]): Promise<void> {
    this.#queues.set(tenantId, queue)
    while (queue.length > 0) {
      const next = this.#clock.now() + GATHER_MS
      await this.#writeGroup(tenantId, queue)
      if (queue.length < GROUP_BATCHES) await this.#clock.sleep(Math.max(0, next - this.#clock.now()))
    }
    this.#queues.delete(tenantId)
  }

  async #writeGroup(tenantId: string, queue: Waiting[]): Promise<void> {
    let group: Waiting[] = []
    try {
      const rows = await askTenantLate(this.#pool, tenantId, (tenantUuid) => {
        // Only now: what came while a connection was waited for goes with it.
        group = nextGroup(queue)
        return written(tenantUuid, group)
      })
      if (rows[0]?.posts) this.#onPosts()
      tell(group, rows)
    } catch (error) {
      if (group.length > 1 && error instanceof DatabaseError && OF_THE_BATCH.test(error.code ?? '')) {
        for (const waiting of group) await this.#writeGroup(tenantId, [waiting])
      } else for (const { failed } of group.length > 0 ? group : queue.splice(0)) failed(error)
    }
  }
}

/** The next batches that go together, one of a session: of two changes of a call the second must find the first. */
function nextGroup(queue: Waiting[]): Waiting[] {
  const sessions = new Set<string>()
  let events = 0
  for (const { session, batch } of queue) {
    events += batch.events.length
    if (sessions.has(session) || (events > GROUP_EVENTS && sessions.size > 0)) break
    sessions.add(session)
  }
  return queue.splice(0, sessions.size)
}

function tell(group: readonly Waiting[], rows: readonly Looked[]): void {
  for (const [index, { batch, done, failed }] of group.entries()) {
    const refusal = refusalOf(batch, rows[index]!)
    if (refusal) failed(refusal)
    else done()
  }
}

/** Writes a group; a row for each batch, in their order. */
function written(tenantUuid: string, group: readonly Waiting[]) {
  const content = group.flatMap(({ batch }, index) => batch.content.map((one) => ({ ...one, nth: index + 1 })))
  const told = group.some(({ batch }) => batch.events.some(({ event_type }) => event_type in webhookOf))
  return (told ? withWebhooks : withoutWebhooks)(
    group.map(({ session }) => session),
    group.map(({ batch: { owner } }) => (owner ? storedId('process', owner.processId) : null)),
    group.map(({ batch: { owner } }) => owner?.epoch ?? null),
    group.map(({ batch: { attempt } }) => attempt ?? null),
    storedJson(group.map(({ batch }) => batch.call ?? null)),
    tenantUuid,
    storedJson(group.map(({ batch }) => batch.events.map(withoutContent))),
    tenantUuid,
    content.map(({ nth }) => nth),
    content.map(({ seq }) => seq),
    content.map(({ sealed }) => sealed),
  )
}

interface Looked {
  readonly found: boolean
  readonly owned: boolean
  /** Whether webhooks were written; the same in every row. */
  readonly posts: boolean
}

function refusalOf({ owner, attempt }: LogBatch, { found, owned }: Looked): Error | null {
  if ((owner || attempt !== undefined) && !owned) return new NotOwner('The call has another owner.')
  return found ? null : new Problem('not_found', 'There is no such session.')
}

/** The webhook that tells of an event, by its type (`names.yaml`). */
const webhookOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(eventNames).flatMap(([type, names]) => ('webhook' in names ? [[type, names.webhook]] : [])),
)

/**
 * A delivery for each endpoint that wants the event, written with it, so that none is lost in between (FR-W1). What an endpoint
 * is not posted now is kept for it as a dead letter.
 */
export const posts = sql`, posted as (
      insert into webhook_deliveries (id, tenant_id, endpoint_id, session_id, seq, type, state, due_at, created_at)
      select webhook_delivery_id(l.ts, w.id, l.session_id, l.seq), l.tenant_id, w.id, l.session_id, l.seq, n.type,
        case w.state when 'enabled' then 'pending' else 'dead' end, case w.state when 'enabled' then clock_timestamp() end, l.ts
      from logged l
      join (values ${sql.join(
        Object.entries(webhookOf).map(([event, webhook]) => sql`(${sql.lit(event)}, ${sql.lit(webhook)})`),
      )}) as n (event_type, type) using (event_type)
      join webhook_endpoints w on w.tenant_id = l.tenant_id and (w.event_types is null or w.event_types ? n.type)
      on conflict do nothing
      returning 1
    )`

/** One statement: the columns are read out of the envelopes, so the two cannot disagree. */
const statement = (posting: RawBuilder<unknown>, posted: RawBuilder<boolean>) => ({
  compile: () =>
    sql<Looked>`
    with batch as materialized (
      select * from unnest(${[]}::uuid[], ${[]}::uuid[], ${[]}::int[], ${[]}::int[])
        with ordinality as b (session, process, epoch, attempt, nth)
    ), owned as (
      -- Held until the commit: nobody takes the call over between this look and the write.
      select b.nth from batch b
      join call_owners o on o.call_id = b.session and o.owner = b.process and o.epoch = b.epoch
      for share of o
    ), working as materialized (
      -- Held likewise: nobody else works on what follows the call.
      select b.nth from batch b
      join pgboss.job_common j on j.name = 'after-call' and j.id = b.session and j.state = 'active' and j.retry_count = b.attempt
      for share of j
    ), changes as (
      select nth, change from jsonb_array_elements(${''}::jsonb) with ordinality as l (change, nth)
      where jsonb_typeof(change) = 'object'
    ), found as (
      select b.nth, b.session from batch b join calls c on c.id = b.session
      where (b.process is null or b.nth in (select nth from owned))
        and (b.attempt is null or b.nth in (select nth from working))
      union all select b.nth, b.session from batch b join tenants t on t.id = b.session
    ), logged as (
      insert into events (session_id, seq, tenant_id, ts, event_type, component, severity, correlation_id, envelope)
      select f.session, (e->>'seq')::int, ${''}::uuid, (e->>'ts')::timestamptz, e->>'event_type', e->>'component',
        e->>'severity', e->>'correlation_id', e
      from jsonb_array_elements(${''}::jsonb) with ordinality as l (events, nth)
      join found f on f.nth = l.nth, jsonb_array_elements(l.events) as e
      on conflict do nothing
      returning session_id, seq, tenant_id, ts, event_type
    ), kept as (
      insert into sealed_content (session_id, seq, tenant_id, sealed)
      select f.session, c.seq, ${''}::uuid, c.sealed
      from unnest(${[]}::int[], ${[]}::int[], ${[]}::bytea[]) as c (nth, seq, sealed)
      join found f on f.nth = c.nth
      on conflict do nothing
    ), changed as (
      update calls set status = coalesce(n.change->>'status', calls.status),
        end_reason = case when n.change ? 'endReason' then n.change->>'endReason' else calls.end_reason end,
        answered_at = case when n.change ? 'answeredAt'
          then (n.change->>'answeredAt')::timestamptz else calls.answered_at end,
        ended_at = case when n.change ? 'endedAt' then (n.change->>'endedAt')::timestamptz else calls.ended_at end,
        duration_sec = case when n.change ? 'durationSec'
          then (n.change->>'durationSec')::numeric else calls.duration_sec end
      from changes n join found f on f.nth = n.nth
      where calls.id = f.session and calls.status <> 'ended'
    )${posting}
    select exists (select from found f where f.nth = b.nth) as found,
      exists (select from owned o where o.nth = b.nth union all select from working w where w.nth = b.nth) as owned,
      ${posted} as posts
    from batch b order by b.nth`.compile(build),
})
const withWebhooks = prepared(() => statement(posts, sql`exists (select from posted)`))
const withoutWebhooks = prepared(() => statement(sql``, sql`false`))

function withoutContent(event: CallEvent): CallEvent {
  if (!('content' in event)) return event
  const { content: _sealedApart, ...envelope } = event
  return envelope as CallEvent
}
