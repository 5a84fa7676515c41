import type { Selectable, Updateable } from 'kysely'
import type { Pool } from 'pg'
import type { Tenant } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import { mergePatch } from '#runtime/domain/tenants/merge-patch.ts'
import { capturePatch, capturePolicy, type StoredSettings, tenantSettings } from '#runtime/domain/tenants/settings.ts'
import type { Precondition, TenantStore } from '#runtime/ports/store.ts'
import { insertKey } from './keys.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { asOperator, build, inTenant } from './tenant-transaction.ts'

const columns = ['id', 'name', 'active', 'created_at'] as const

/** Tenants as the operator sees them, and each one's settings, which only the tenant's own transactions read. */
export function postgresTenants(pool: Pool): TenantStore {
  return {
    create: ({ id, name, active, createdAt }, key) =>
      inTenant(pool, id, async (run, uuid) => {
        const row = { id: uuid, name: storedText(name), active, created_at: createdAt, settings: '{}' }
        await run(build.insertInto('tenants').values(row))
        return insertKey(run, uuid, key)
      }),

    get: (tenantId) =>
      asOperator(pool, async (run) => {
        const uuid = uuidFromId('tenant', tenantId)
        const [row] = uuid === null ? [] : await run(all().where('id', '=', uuid))
        return row ? tenantFrom(row) : null
      }),

    list: ({ limit, before }) =>
      asOperator(pool, async (run) => {
        const page = all().orderBy('id', 'desc').limit(limit)
        const rows = await run(before === undefined ? page : page.where('id', '<', storedId('tenant', before)))
        return rows.map(tenantFrom)
      }),

    async update(tenantId, change, check) {
      if (uuidFromId('tenant', tenantId) === null) return null
      return inTenant(pool, tenantId, async (run, uuid) => {
        const [before] = await run(all().where('id', '=', uuid).forUpdate())
        if (before) check?.(tenantFrom(before))
        const [row] = await run(
          build.updateTable('tenants').set(changed(change)).where('id', '=', uuid).returning(columns),
        )
        if (row) await run(build.updateTable('api_keys').set({ tenant_active: row.active }))
        return row ? tenantFrom(row) : null
      })
    },

    async settings(tenantId) {
      if (uuidFromId('tenant', tenantId) === null) return null
      return inTenant(pool, tenantId, async (run) => {
        const [row] = await run(build.selectFrom('tenants').select(['active', 'settings']))
        return row ? { active: row.active, settings: tenantSettings(tenantId, row.settings as StoredSettings) } : null
      })
    },

    changeSettings: (tenantId, change, check) =>
      changeStored(pool, tenantId, change, (stored) => tenantSettings(tenantId, stored), check),

    async capturePolicy(tenantId) {
      if (uuidFromId('tenant', tenantId) === null) return null
      const [row] = await inTenant(pool, tenantId, (run) => run(build.selectFrom('tenants').select('settings')))
      return row ? capturePolicy(row.settings as StoredSettings) : null
    },

    changeCapturePolicy: (tenantId, change, check) =>
      changeStored(pool, tenantId, capturePatch(change), capturePolicy, check),
  }
}

/** Merges a change under a lock; what `read` makes of it then. */
const changeStored = <T>(
  pool: Pool,
  tenantId: string,
  change: StoredSettings,
  read: (stored: StoredSettings) => T,
  check: Precondition<T> | undefined,
): Promise<T | null> =>
  inTenant(pool, tenantId, async (run, uuid) => {
    const [row] = await run(build.selectFrom('tenants').select('settings').forUpdate())
    if (!row) return null
    check?.(read(row.settings as StoredSettings))
    const settings = mergePatch(row.settings, change) as StoredSettings
    await run(
      build
        .updateTable('tenants')
        .set({ settings: storedJson(settings) })
        .where('id', '=', uuid),
    )
    return read(settings)
  })

const changed = ({ name, active }: { name?: string; active?: boolean }): Updateable<Tables['tenants']> => ({
  ...(name !== undefined && { name: storedText(name) }),
  ...(active !== undefined && { active }),
})

const all = () => build.selectFrom('tenants').select(columns)

const tenantFrom = (row: Pick<Selectable<Tables['tenants']>, (typeof columns)[number]>): Tenant => ({
  id: idFromUuid('tenant', row.id),
  name: row.name,
  active: row.active,
  createdAt: instant(row.created_at),
})
