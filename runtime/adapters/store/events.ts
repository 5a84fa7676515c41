import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import type { EventStore } from '#runtime/ports/store.ts'
import { LogWriter } from './log-writer.ts'
import { sessionUuid } from './sessions.ts'
import { askTenant, build, prepared } from './tenant-transaction.ts'

/**
 * The logs (OBS-00). A session is a call (`c_…`) or the tenant itself (`t_…`). The first event with a number stays;
 * the same batch again changes nothing, and neither does any batch change a call that has ended. Appending to a
 * session that the tenant does not have throws `not_found` and writes nothing. `onPosts` is told when an event was written that
 * is to be posted to webhooks.
 */
export function postgresEvents(pool: Pool, clock: Clock, onPosts: () => void): EventStore {
  const writer = new LogWriter(pool, clock, onPosts)
  return {
    async append(tenantId, batch) {
      if (batch.events.some((event) => event.session_id !== batch.sessionId)) {
        throw new TypeError('a batch holds events of one session')
      }
      await writer.append(tenantId, sessionUuid(batch.sessionId) ?? noSession(), batch)
    },

    async read(tenantId, sessionId, { after, limit }) {
      const session = sessionUuid(sessionId)
      if (!session) return []
      return (await askTenant(pool, tenantId, page(session, after, limit), { inOrder: true })).map(storedFrom)
    },

    async ofTypes(tenantId, sessionId, types, limit) {
      const session = sessionUuid(sessionId)
      if (!session) return []
      return (await askTenant(pool, tenantId, pageOfTypes(session, types, limit))).map(storedFrom)
    },

    async lastSeq(tenantId, sessionId) {
      const session = sessionUuid(sessionId)
      if (!session) return 0
      const [row] = await askTenant(pool, tenantId, newest(session, 1), { inOrder: true })
      return row?.seq ?? 0
    },
  }
}

const withSealed = () =>
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
    .where('e.session_id', '=', '')
    .orderBy('e.seq')

const page = prepared(() => withSealed().where('e.seq', '>', 0).limit(1))
const pageOfTypes = prepared(() => withSealed().where('e.event_type', '=', sql<string>`any(${[]}::text[])`).limit(1))
const newest = prepared(() =>
  build.selectFrom('events').select('seq').where('session_id', '=', '').orderBy('seq', 'desc').limit(1),
)

const storedFrom = ({ envelope, sealed }: { envelope: unknown; sealed: Buffer | null }): StoredEvent => ({
  event: envelope as CallEvent,
  sealed,
})

function noSession(): never {
  throw new Problem('not_found', 'There is no such session.')
}
