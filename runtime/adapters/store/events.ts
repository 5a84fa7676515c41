import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { CallEvent } from '#generated/events.gen.ts'
import { uuidFromId } from '#runtime/core/ids.ts'
import { Problem } from '#runtime/core/problem.ts'
import { type CallChange, type EventStore, type LogBatch, NotOwner, type StoredEvent } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { storedJson } from './stored-json.ts'
import { build, inTenant, type Run } from './tenant-transaction.ts'

/**
 * The logs (OBS-00). A session is a call (`c_…`) or the tenant itself (`t_…`). The first event with a number stays;
 * the same batch again changes nothing, and neither does any batch change a call that has ended. Appending to a
 * session that the tenant does not have throws `not_found` and writes nothing.
 */
export function postgresEvents(pool: Pool): EventStore {
  return {
    async append(tenantId, batch) {
      if (batch.events.some((event) => event.session_id !== batch.sessionId)) {
        throw new TypeError('a batch holds events of one session')
      }
      const session = sessionUuid(batch.sessionId) ?? noSession()
      await inTenant(pool, tenantId, async (run, tenantUuid) => {
        await write(run, tenantUuid, session, batch)
        if (batch.call) await changeCall(run, session, batch.call)
      })
    },

    async read(tenantId, sessionId, { after, limit }) {
      const session = sessionUuid(sessionId)
      if (!session) return []
      const rows = await inTenant(pool, tenantId, (run) =>
        run(withSealed(session).where('e.seq', '>', after).limit(limit)),
      )
      return rows.map(storedFrom)
    },

    async ofTypes(tenantId, sessionId, types, limit) {
      const session = sessionUuid(sessionId)
      if (!session) return []
      const rows = await inTenant(pool, tenantId, (run) =>
        run(
          withSealed(session)
            .where('e.event_type', 'in', [...types])
            .limit(limit),
        ),
      )
      return rows.map(storedFrom)
    },

    async lastSeq(tenantId, sessionId) {
      const session = sessionUuid(sessionId)
      if (!session) return 0
      const newest = build.selectFrom('events').select('seq').where('session_id', '=', session)
      const [row] = await inTenant(pool, tenantId, (run) => run(newest.orderBy('seq', 'desc').limit(1)))
      return row?.seq ?? 0
    },
  }
}

const withSealed = (session: string) =>
  build
    .selectFrom('events as e')
    .select(({ selectFrom }) => [
      'e.envelope',
      // Not a join: on a table without statistics yet that reads all of it.
      selectFrom('sealed_content as s')
        .select('s.sealed')
        .whereRef('s.session_id', '=', 'e.session_id')
        .whereRef('s.seq', '=', 'e.seq')
        .as('sealed'),
    ])
    .where('e.session_id', '=', session)
    .orderBy('e.seq')

const storedFrom = ({ envelope, sealed }: { envelope: unknown; sealed: Buffer | null }): StoredEvent => ({
  event: envelope as CallEvent,
  sealed,
})

const sessionUuid = (id: string): string | null => uuidFromId('call', id) ?? uuidFromId('tenant', id)

function noSession(): never {
  throw new Problem('not_found', 'There is no such session.')
}

/** One statement: the columns are read out of the envelopes, so the two cannot disagree. */
async function write(run: Run, tenantUuid: string, session: string, batch: LogBatch): Promise<void> {
  const { events, content, owner } = batch
  const process = owner ? storedId('process', owner.processId) : null
  const envelopes = storedJson(events.map(withoutContent))
  const seqs = content.map(({ seq }) => seq)
  const sealed = content.map((one) => one.sealed)
  const [found] = await run<{ found: boolean; owned: boolean }>({
    compile: () =>
      sql<{ found: boolean; owned: boolean }>`
        with owned as (
          -- Held until the commit: nobody takes the call over between this look and the write.
          select from call_owners where call_id = ${session} and owner = ${process} and epoch = ${owner?.epoch ?? null}
          for share
        ), session as (
          select id from calls where id = ${session} and (${process}::uuid is null or exists (select from owned))
          union all select id from tenants where id = ${session}
        ), logged as (
          insert into events (session_id, seq, tenant_id, ts, event_type, component, severity, correlation_id, envelope)
          select id, (e->>'seq')::int, ${tenantUuid}, (e->>'ts')::timestamptz, e->>'event_type', e->>'component',
            e->>'severity', e->>'correlation_id', e
          from session, jsonb_array_elements(${envelopes}::jsonb) as e
          on conflict do nothing
        ), kept as (
          insert into sealed_content (session_id, seq, tenant_id, sealed)
          select id, c.seq, ${tenantUuid}, c.sealed
          from session, unnest(${seqs}::int[], ${sealed}::bytea[]) as c (seq, sealed)
          on conflict do nothing
        )
        select exists (select from session) as found, exists (select from owned) as owned`.compile(build),
  })
  if (process !== null && !found?.owned) throw new NotOwner('The call has another owner.')
  if (!found?.found) noSession()
}

function withoutContent(event: CallEvent): CallEvent {
  if (!('content' in event)) return event
  const { content: _sealedApart, ...envelope } = event
  return envelope as CallEvent
}

async function changeCall(run: Run, call: string, change: CallChange): Promise<void> {
  const { status, endReason, answeredAt, endedAt, durationSec } = change
  const set = {
    ...(status !== undefined && { status }),
    ...(endReason !== undefined && { end_reason: endReason }),
    ...(answeredAt !== undefined && { answered_at: answeredAt }),
    ...(endedAt !== undefined && { ended_at: endedAt }),
    ...(durationSec !== undefined && { duration_sec: durationSec }),
  }
  if (Object.keys(set).length === 0) return
  await run(build.updateTable('calls').set(set).where('id', '=', call).where('status', '<>', 'ended'))
}
