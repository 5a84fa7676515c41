import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { IdempotencyStore, IdempotentRun } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { storedText } from './stored-json.ts'
import { amongExpired, askTenant, build, inRelaxedTenant, prepared, type Run } from './tenant-transaction.ts'

/**
 * Requests that carried an Idempotency-Key: a row is claimed by inserting it, so of two at once one has it. No commit waits
 * for the disk: what the handler commits after a claim takes the claim there with it, and an answer that a crash of the
 * database forgets is as one that a crash of ours forgets.
 */
export function postgresIdempotency(pool: Pool): IdempotencyStore {
  return {
    async begin(tenantId, asked) {
      const first = claim(storedId('tenant', tenantId), asked.scope, ...claimOf(asked))
      const [made] = await askTenant(pool, tenantId, first, { relaxed: true })
      return made ? 'begun' : inRelaxedTenant(pool, tenantId, (run) => beginAgain(run, asked))
    },

    async keep(tenantId, { scope, run: name }, sealed) {
      await askTenant(pool, tenantId, keep(sealed, scope, storedText(name)), { relaxed: true })
    },

    async release(tenantId, { scope, run: name }) {
      await askTenant(pool, tenantId, release(scope, storedText(name)), { relaxed: true })
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

const claimOf = ({ fingerprint, run, leasedUntil, expiresAt }: IdempotentRun): unknown[] => [
  fingerprint,
  storedText(run),
  leasedUntil,
  expiresAt,
]

/** What holds for a request that is not the first one. */
async function beginAgain(run: Run, asked: IdempotentRun): ReturnType<IdempotencyStore['begin']> {
  const { scope, fingerprint } = asked
  const [row] = await run(locked(scope))
  // Released between the two statements: whoever released it runs no more, and this one may ask again.
  if (!row) return 'runs'
  const at = new Date(asked.at)
  if (row.expires_at > at) {
    if (!row.fingerprint.equals(fingerprint)) return 'other'
    if (row.sealed !== null) return { sealed: row.sealed }
    if (row.leased_until > at) return 'runs'
  }
  await run(claimAgain(...claimOf(asked), null, scope))
  return 'begun'
}

const nothing = Buffer.alloc(0)
const blank = { fingerprint: nothing, run: '', leased_until: '', expires_at: '' }
const claim = prepared(() =>
  build
    .insertInto('idempotent_requests')
    .values({ tenant_id: '', scope: nothing, ...blank })
    .onConflict((conflict) => conflict.doNothing())
    .returning('run'),
)
const locked = prepared(() =>
  build.selectFrom('idempotent_requests').selectAll().where('scope', '=', nothing).forUpdate(),
)
const claimAgain = prepared(() =>
  build
    .updateTable('idempotent_requests')
    .set({ ...blank, sealed: null })
    .where('scope', '=', nothing),
)
const keep = prepared(() =>
  build.updateTable('idempotent_requests').set({ sealed: nothing }).where('scope', '=', nothing).where('run', '=', ''),
)
const release = prepared(() =>
  build
    .deleteFrom('idempotent_requests')
    .where('scope', '=', nothing)
    .where('run', '=', '')
    .where('sealed', 'is', null),
)
