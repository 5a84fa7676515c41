import type { Selectable, Updateable } from 'kysely'
import type { Pool } from 'pg'
import type { KeyLimits, ApiKey as ListedKey } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import { defaultLimits } from '#runtime/domain/auth/limits.ts'
import type { ApiKey, KeyChange, KeyStore, NewKey, Role } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant, instantOrNull } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { build, byKeyHash, byKeyIds, inCappedTenant, inTenant, prepared, type Run } from './tenant-transaction.ts'
import { full, orRefused } from './violations.ts'

const working = ['id', 'tenant_id', 'role', 'limits', 'last_used_at'] as const
const listed = ['id', 'name', 'role', 'active', 'limits', 'last_four', 'created_at', 'last_used_at'] as const

type Row = Pick<Selectable<Tables['api_keys']>, (typeof listed)[number]>

/** The tenants' API keys (SRS 6.1, FR-RL1). */
export const postgresKeys = (pool: Pool): KeyStore => ({ ...keysThatWork(pool), ...keysOfTenant(pool) })

type Managing = 'create' | 'get' | 'list' | 'update' | 'remove'

function keysThatWork(pool: Pool): Omit<KeyStore, Managing> {
  return {
    async find(hash) {
      const [key] = await byKeyHash(pool, hash, (run) => run(withHash(hash, true, true)))
      return key ? workingKey(key) : null
    },

    async working(keyIds) {
      const uuids = keyIds.map((id) => uuidFromId('key', id)).filter((uuid) => uuid !== null)
      if (uuids.length === 0) return []
      const keys = build.selectFrom('api_keys').select(working).where('id', 'in', uuids)
      const rows = await byKeyIds(pool, uuids, (run) =>
        run(keys.where('active', '=', true).where('tenant_active', '=', true)),
      )
      return rows.map(workingKey)
    },

    used: ({ tenantId, id }, at) =>
      inTenant(pool, tenantId, async (run) => {
        await run(build.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', storedId('key', id)))
      }),

    async ensureTenant({ id, name, createdAt }) {
      await inTenant(pool, id, (run, uuid) =>
        run(
          build
            .insertInto('tenants')
            .values({ id: uuid, name: storedText(name), created_at: createdAt, active: true, settings: '{}' })
            .onConflict((conflict) => conflict.doNothing()),
        ),
      )
    },

    async ensureKey(key) {
      await inTenant(pool, key.tenantId, async (run, tenantUuid) => {
        const row = newRow(key, tenantUuid, await isServed(run, tenantUuid))
        const changes = { active: true, limits: row.limits }
        const query = build.insertInto('api_keys').values(row)
        return run(query.onConflict((conflict) => conflict.column('hash').doUpdateSet(changes)))
      })
    },

    async disableKeys({ tenantId, name, except }) {
      await inTenant(pool, tenantId, (run) => {
        const keys = build.updateTable('api_keys').set({ active: false }).where('name', '=', storedText(name))
        return run(except === null ? keys : keys.where('hash', '<>', except))
      })
    },
  }
}

function keysOfTenant(pool: Pool): Pick<KeyStore, Managing> {
  return {
    create: (key, most) =>
      orRefused(
        full,
        inCappedTenant(pool, key.tenantId, most, (run, tenantUuid) => insertKey(run, tenantUuid, key)),
      ),

    get: (tenantId, keyId) =>
      inTenant(pool, tenantId, async (run) => {
        const uuid = uuidFromId('key', keyId)
        const [row] = uuid === null ? [] : await run(own().where('id', '=', uuid))
        return row ? listedKey(row) : null
      }),

    list: (tenantId, { limit, before }) =>
      inTenant(pool, tenantId, async (run) => {
        const page = own().orderBy('id', 'desc').limit(limit)
        const rows = await run(before === undefined ? page : page.where('id', '<', storedId('key', before)))
        return rows.map(listedKey)
      }),

    update: (tenantId, keyId, change, check) =>
      inTenant(pool, tenantId, async (run, tenantUuid) => {
        const row = await lockedKey(run, tenantUuid, keyId)
        if (!row) return 'not_found' as const
        check?.(listedKey(row))
        const leaves = change.active === false || (change.role !== undefined && change.role !== 'admin')
        if (leaves && (await isLastAdmin(run, row))) return 'last_admin' as const
        const [after] = await run(
          build.updateTable('api_keys').set(changed(row, change)).where('id', '=', row.id).returning(listed),
        )
        return listedKey(after!)
      }),

    remove: (tenantId, keyId, check) =>
      inTenant(pool, tenantId, async (run, tenantUuid) => {
        const row = await lockedKey(run, tenantUuid, keyId)
        if (!row) return 'not_found'
        check?.(listedKey(row))
        if (await isLastAdmin(run, row)) return 'last_admin'
        await run(build.deleteFrom('api_keys').where('id', '=', row.id))
        return 'removed'
      }),
  }
}

const withHash = prepared(() =>
  build
    .selectFrom('api_keys')
    .select(working)
    .where('hash', '=', Buffer.alloc(0))
    .where('active', '=', true)
    .where('tenant_active', '=', true),
)

const own = () => build.selectFrom('api_keys').select(listed)

/** Makes a key in a transaction of its tenant. */
export async function insertKey(run: Run, tenantUuid: string, key: NewKey): Promise<ListedKey> {
  const made = newRow(key, tenantUuid, await isServed(run, tenantUuid))
  const [row] = await run(build.insertInto('api_keys').values(made).returning(listed))
  return listedKey(row!)
}

/** Whether the tenant is active, and stays so until the transaction ends: a key must not be made while it is suspended. */
async function isServed(run: Run, tenantUuid: string): Promise<boolean> {
  const [tenant] = await run(build.selectFrom('tenants').select('active').where('id', '=', tenantUuid).forShare())
  return tenant?.active ?? false
}

function newRow(key: NewKey, tenantUuid: string, served: boolean) {
  const { id, role, hash, name, lastFour, createdAt, limits = {} } = key
  return {
    id: storedId('key', id),
    tenant_id: tenantUuid,
    hash,
    role,
    name: storedText(name),
    last_four: storedText(lastFour),
    active: true,
    created_at: createdAt,
    tenant_active: served,
    limits: storedJson(limits),
  }
}

/** The key, while nobody else changes keys of the tenant. */
async function lockedKey(run: Run, tenantUuid: string, keyId: string): Promise<Row | undefined> {
  const uuid = uuidFromId('key', keyId)
  if (uuid === null) return undefined
  await run(build.selectFrom('tenants').select('id').where('id', '=', tenantUuid).forUpdate())
  const [row] = await run(own().where('id', '=', uuid))
  return row
}

async function isLastAdmin(run: Run, { id, role, active }: Row): Promise<boolean> {
  if (role !== 'admin' || !active) return false
  const others = build.selectFrom('api_keys').select('id').where('role', '=', 'admin').where('active', '=', true)
  return (await run(others.where('id', '<>', id).limit(1))).length === 0
}

function changed(row: Row, { name, role, active, limits }: KeyChange): Updateable<Tables['api_keys']> {
  return {
    name: name === undefined ? row.name : storedText(name),
    role: role ?? row.role,
    active: active ?? row.active,
    limits: storedJson({ ...(row.limits as object), ...limits }),
  }
}

const limitsFrom = (limits: unknown): KeyLimits => ({ ...defaultLimits, ...(limits as Partial<KeyLimits>) })

function workingKey(key: Pick<Selectable<Tables['api_keys']>, (typeof working)[number]>): ApiKey {
  return {
    id: idFromUuid('key', key.id),
    tenantId: idFromUuid('tenant', key.tenant_id),
    role: key.role as Role,
    limits: limitsFrom(key.limits),
    lastUsedAt: instantOrNull(key.last_used_at),
  }
}

function listedKey(row: Row): ListedKey {
  return {
    id: idFromUuid('key', row.id),
    name: row.name,
    role: row.role as Role,
    active: row.active,
    limits: limitsFrom(row.limits),
    lastFour: row.last_four,
    createdAt: instant(row.created_at),
    lastUsedAt: instantOrNull(row.last_used_at),
  }
}
