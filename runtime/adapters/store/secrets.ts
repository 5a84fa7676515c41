import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Secret } from '#generated/openapi.gen.ts'
import type { SecretStore } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { askTenant, build, inTenant } from './tenant-transaction.ts'
import { full, orRefused } from './violations.ts'

const columns = ['name', 'hosts', 'created_at', 'updated_at'] as const
type Row = Pick<Selectable<Tables['secrets']>, (typeof columns)[number]>

/** The tenants' secrets, sealed (FR-TC1, FR-TC8). */
export function postgresSecrets(pool: Pool): SecretStore {
  return {
    put(tenantId, { name, hosts, sealed, createdAt, updatedAt }, most) {
      const change = { hosts: storedJson(hosts), sealed, updated_at: updatedAt }
      const query = build
        .insertInto('secrets')
        .values({ tenant_id: storedId('tenant', tenantId), name, created_at: createdAt, ...change })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(change))
        .returning(columns)
      const kept = askTenant(pool, tenantId, query, { most }).then(([row]) => secretFrom(row!))
      return orRefused(full, kept)
    },

    list: (tenantId) =>
      inTenant(pool, tenantId, async (run) =>
        (await run(build.selectFrom('secrets').select(columns).orderBy('name'))).map(secretFrom),
      ),

    async named(tenantId, names) {
      if (names.length === 0) return []
      const wanted = build
        .selectFrom('secrets')
        .select([...columns, 'sealed'])
        .where('name', 'in', names)
      return (await askTenant(pool, tenantId, wanted)).map((row) => ({ ...secretFrom(row), sealed: row.sealed }))
    },

    async remove(tenantId, name) {
      const query = build.deleteFrom('secrets').where('name', '=', name).returning('name')
      return (await askTenant(pool, tenantId, query)).length > 0
    },
  }
}

const secretFrom = (row: Row): Secret => ({
  name: row.name,
  hosts: row.hosts as string[],
  createdAt: instant(row.created_at),
  updatedAt: instant(row.updated_at),
})
