import { sql } from 'kysely'
import type { Pool } from 'pg'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { FinishingStore } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { askForTask, askTenant, build } from './tenant-transaction.ts'

/** How often the lease doubles at the most. */
const MAX_DOUBLINGS = 8

const free = sql<boolean>`finished_at is null and (finishing_until is null or finishing_until < now())`

/** Which calls that ended are finished, and who is at the others. The database's clock measures the leases. */
export function postgresFinishing(pool: Pool): FinishingStore {
  return {
    async waiting(limit) {
      const calls = build.selectFrom('calls').select(['id', 'tenant_id']).where('status', '=', 'ended').where(free)
      const rows = await askForTask(pool, 'finish', calls.orderBy('id').limit(limit))
      return rows.map((row) => ({ tenantId: idFromUuid('tenant', row.tenant_id), callId: idFromUuid('call', row.id) }))
    },

    async claim(tenantId, callId, leaseMs) {
      const lease = sql<string>`now() + ${leaseMs}::float8 * power(2, least(finish_attempts, ${MAX_DOUBLINGS})) * interval '1 millisecond'`
      const claimed = build
        .updateTable('calls')
        .set({ finishing_until: lease, finish_attempts: sql<number>`least(finish_attempts + 1, 1000)` })
        .where('id', '=', storedId('call', callId))
        .where('status', '=', 'ended')
        .where(free)
        .returning('id')
      return (await askTenant(pool, tenantId, claimed)).length > 0
    },

    async finished(tenantId, callId, at) {
      const calls = build.updateTable('calls').set({ finished_at: at }).where('id', '=', storedId('call', callId))
      await askTenant(pool, tenantId, calls)
    },

    async isFinished(tenantId, callId) {
      const call = build.selectFrom('calls').select('id').where('id', '=', storedId('call', callId))
      return (await askTenant(pool, tenantId, call.where('finished_at', 'is not', null))).length > 0
    },
  }
}
