import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { IdempotencyStore, IdempotentRun } from '#runtime/ports/store.ts'
import { storedText } from './stored-json.ts'
import { amongExpired, build, inTenant, type Run } from './tenant-transaction.ts'

/** Requests that carried an Idempotency-Key: a row is claimed by inserting it, so of two at once one has it. */
export function postgresIdempotency(pool: Pool): IdempotencyStore {
  return {
    begin: (tenantId, asked) => inTenant(pool, tenantId, (run, tenantUuid) => begin(run, tenantUuid, asked)),

    async keep(tenantId, { scope, run: name }, sealed) {
      await inTenant(pool, tenantId, (run) =>
        run(
          build
            .updateTable('idempotent_requests')
            .set({ sealed })
            .where('scope', '=', scope)
            .where('run', '=', storedText(name)),
        ),
      )
    },

    async release(tenantId, { scope, run: name }) {
      await inTenant(pool, tenantId, (run) =>
        run(
          build
            .deleteFrom('idempotent_requests')
            .where('scope', '=', scope)
            .where('run', '=', storedText(name))
            .where('sealed', 'is', null),
        ),
      )
    },

    sweep: (at, limit) =>
      amongExpired(pool, at, async (run) => {
        const expired = build.selectFrom('idempotent_requests').select(sql<string>`ctid`.as('ctid')).limit(limit)
        const removed = await run(
          build.deleteFrom('idempotent_requests').where(sql`ctid`, 'in', expired).returning('run'),
        )
        return removed.length
      }),
  }
}

async function begin(run: Run, tenantUuid: string, asked: IdempotentRun): ReturnType<IdempotencyStore['begin']> {
  const claim = { ...claimOf(asked), scope: asked.scope, tenant_id: tenantUuid }
  const [made] = await run(
    build
      .insertInto('idempotent_requests')
      .values(claim)
      .onConflict((conflict) => conflict.doNothing())
      .returning('run'),
  )
  if (made) return 'begun'
  const [row] = await run(
    build.selectFrom('idempotent_requests').selectAll().where('scope', '=', asked.scope).forUpdate(),
  )
  // Released between the two statements: whoever released it runs no more, and this one may ask again.
  if (!row) return 'runs'
  const at = new Date(asked.at)
  if (row.expires_at > at) {
    if (!row.fingerprint.equals(asked.fingerprint)) return 'other'
    if (row.sealed !== null) return { sealed: row.sealed }
    if (row.leased_until > at) return 'runs'
  }
  const again = { ...claimOf(asked), sealed: null }
  await run(build.updateTable('idempotent_requests').set(again).where('scope', '=', asked.scope))
  return 'begun'
}

const claimOf = ({ fingerprint, run, leasedUntil, expiresAt }: IdempotentRun) => ({
  fingerprint,
  run: storedText(run),
  leased_until: leasedUntil,
  expires_at: expiresAt,
})
