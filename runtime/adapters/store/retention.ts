import { sql } from 'kysely'
import type { Pool } from 'pg'
import { idFromUuid } from '#runtime/core/ids.ts'
import { type ArtifactKind, artifactKinds, type RetentionStore } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { build, inTenant } from './tenant-transaction.ts'

/** Before the first call. */
const NOWHERE = '00000000-0000-0000-0000-000000000000'

const leased = (leaseMs: number) => sql<string>`clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'`

/** How far what calls leave behind was swept, a row for each tenant and kind. The database's clock measures the leases. */
export function postgresRetention(pool: Pool): RetentionStore {
  return {
    claim: (tenantId, leaseMs) =>
      inTenant(pool, tenantId, async (run, tenant) => {
        const rows = artifactKinds.map((kind) => ({
          ...{ tenant_id: tenant, kind, last_call: NOWHERE },
          leased_until: leased(leaseMs),
        }))
        const claimed = await run(
          build
            .insertInto('retention_sweeps')
            .values(rows)
            .onConflict((conflict) =>
              conflict
                .columns(['tenant_id', 'kind'])
                .doUpdateSet({ leased_until: leased(leaseMs) })
                .where('retention_sweeps.leased_until', '<', sql<Date>`clock_timestamp()`),
            )
            .returning(['kind', 'last_call']),
        )
        return claimed.map(({ kind, last_call }) => ({
          kind: kind as ArtifactKind,
          upTo: idFromUuid('call', last_call),
        }))
      }),

    async callsAfter(tenantId, callId, limit) {
      const calls = build
        .selectFrom('calls')
        .select(['id', 'created_at', sql<boolean>`finished_at is not null`.as('finished')])
        .where('id', '>', storedId('call', callId))
      const rows = await inTenant(pool, tenantId, (run) => run(calls.orderBy('id').limit(limit)))
      return rows.map((row) => ({
        callId: idFromUuid('call', row.id),
        createdAt: instant(row.created_at),
        finished: row.finished,
      }))
    },

    async done(tenantId, kind, callId, leaseMs) {
      const upTo = sql<string>`greatest(last_call, ${storedId('call', callId)}::uuid)`
      const row = build.updateTable('retention_sweeps').set({ last_call: upTo, leased_until: leased(leaseMs) })
      await inTenant(pool, tenantId, (run) => run(row.where('kind', '=', kind)))
    },

    eraseContent: (tenantId, callId, at) =>
      inTenant(pool, tenantId, async (run) => {
        const call = storedId('call', callId)
        const finished = sql<string>`coalesce(finished_at, ${at})`
        await run(build.updateTable('calls').set({ finished_at: finished }).where('id', '=', call))
        await run(build.deleteFrom('sealed_content').where('session_id', '=', call))
        // What LiveKit told of its room and the log never took.
        await run(build.deleteFrom('livekit_events').where('call_id', '=', call))
        // What servers of the tenant answered may echo the words that they were posted.
        const posted = build.selectFrom('webhook_deliveries').select('id').where('session_id', '=', call)
        await run(build.updateTable('webhook_attempts').set({ sealed: null }).where('delivery_id', 'in', posted))
      }),
  }
}
