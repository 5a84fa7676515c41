import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Secret } from '#generated/openapi.gen.ts'
import type { SecretStore } from '#runtime/ports/store.ts'
import { instant } from './stored-instant.ts'
import { storedJson } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { build, inTenant } from './tenant-transaction.ts'

const columns = ['name', 'hosts', 'created_at', 'updated_at'] as const
type Row = Pick<Selectable<Tables['secrets']>, (typeof columns)[number]>

/** The tenants' secrets, sealed (FR-TC1, FR-TC8). */
export function postgresSecrets(pool: Pool): SecretStore {
  return {
    put: (tenantId, { name, hosts, sealed, createdAt, updatedAt }, most) =>
      inTenant(pool, tenantId, async (run, tenantUuid) => {
        const known = await run(build.selectFrom('secrets').select('name').forUpdate())
        if (known.length >= most && !known.some((secret) => secret.name === name)) return 'too_many' as const
        const change = { hosts: storedJson(hosts), sealed, updated_at: updatedAt }
        const [row] = await run(
          build
            .insertInto('secrets')
            .values({ tenant_id: tenantUuid, name, created_at: createdAt, ...change })
            .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(change))
            .returning(columns),
        )
        return secretFrom(row!)
      }),

    list: (tenantId) =>
      inTenant(pool, tenantId, async (run) =>
        (await run(build.selectFrom('secrets').select(columns).orderBy('name'))).map(secretFrom),
      ),

    named: (tenantId, names) =>
      inTenant(pool, tenantId, async (run) => {
        if (names.length === 0) return []
        const rows = await run(
          build
            .selectFrom('secrets')
            .select([...columns, 'sealed'])
            .where('name', 'in', names),
        )
        return rows.map((row) => ({ ...secretFrom(row), sealed: row.sealed }))
      }),

    remove: (tenantId, name) =>
      inTenant(pool, tenantId, async (run) => {
        const gone = await run(build.deleteFrom('secrets').where('name', '=', name).returning('name'))
        return gone.length > 0
      }),
  }
}

const secretFrom = (row: Row): Secret => ({
  name: row.name,
  hosts: row.hosts as string[],
  createdAt: instant(row.created_at),
  updatedAt: instant(row.updated_at),
})
