import type { Pool } from 'pg'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { KeyStore, Role } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { storedText } from './stored-json.ts'
import { build, byKeyHash, inTenant } from './tenant-transaction.ts'

/** Tenants and their API keys (SRS 6.1). */
export function postgresKeys(pool: Pool): KeyStore {
  return {
    async find(hash) {
      const [key] = await byKeyHash(pool, hash, (run) =>
        run(build.selectFrom('api_keys').select(['id', 'tenant_id', 'role']).where('active', '=', true)),
      )
      if (!key) return null
      return { id: idFromUuid('key', key.id), tenantId: idFromUuid('tenant', key.tenant_id), role: key.role as Role }
    },

    async ensureTenant({ id, name, createdAt }) {
      await inTenant(pool, id, (run, uuid) =>
        run(
          build
            .insertInto('tenants')
            .values({ id: uuid, name: storedText(name), created_at: createdAt })
            .onConflict((conflict) => conflict.doNothing()),
        ),
      )
    },

    async ensureKey({ id, tenantId, role, hash, name, lastFour, createdAt }) {
      const row = {
        id: storedId('key', id),
        hash,
        role,
        name: storedText(name),
        last_four: lastFour,
        created_at: createdAt,
      }
      await inTenant(pool, tenantId, (run, tenantUuid) =>
        run(
          build
            .insertInto('api_keys')
            .values({ ...row, tenant_id: tenantUuid, active: true })
            .onConflict((conflict) => conflict.column('hash').doUpdateSet({ active: true })),
        ),
      )
    },

    async disableKeys({ tenantId, name, except }) {
      await inTenant(pool, tenantId, (run) => {
        const keys = build.updateTable('api_keys').set({ active: false }).where('name', '=', storedText(name))
        return run(except === null ? keys : keys.where('hash', '<>', except))
      })
    },
  }
}
