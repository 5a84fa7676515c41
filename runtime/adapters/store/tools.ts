import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Tool } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { IdOrName, ToolStore } from '#runtime/ports/store.ts'
import { isFull } from './full.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { build, inTenant } from './tenant-transaction.ts'
import { orTaken } from './violations.ts'

const taken = { tools_name_key: 'name_taken' } as const
const columns = ['id', 'name', 'config', 'created_at', 'updated_at'] as const

type Row = Pick<Selectable<Tables['tools']>, (typeof columns)[number]>
type Config = Omit<Tool, 'id' | 'name' | 'createdAt' | 'updatedAt'>

/** The tenants' tools (FR-TC1). A removed one is gone: calls keep what they began with. */
export function postgresTools(pool: Pool): ToolStore {
  return {
    create: (tenantId, tool, most) => {
      const created = inTenant(pool, tenantId, async (run, tenantUuid) => {
        const row = { id: storedId('tool', tool.id), tenant_id: tenantUuid, created_at: tool.createdAt }
        if (await isFull(run, build.selectFrom('tools'), most)) return 'too_many' as const
        await run(build.insertInto('tools').values({ ...row, ...changeable(tool) }))
        return 'created' as const
      })
      return orTaken(taken, created)
    },

    get: (tenantId, tool) =>
      inTenant(pool, tenantId, async (run) => {
        const [row] = await run(one(tool))
        return row ? toolFrom(row) : null
      }),

    named: (tenantId, names) =>
      inTenant(pool, tenantId, async (run) => {
        if (names.length === 0) return []
        const rows = await run(build.selectFrom('tools').select(columns).where('name', 'in', names.map(storedText)))
        return rows.map(toolFrom)
      }),

    list: (tenantId, { limit, before }) =>
      inTenant(pool, tenantId, async (run) => {
        const newest = build.selectFrom('tools').select(columns).orderBy('id', 'desc').limit(limit)
        const rows = await run(before === undefined ? newest : newest.where('id', '<', storedId('tool', before)))
        return rows.map(toolFrom)
      }),

    update: (tenantId, tool, change) => {
      const changed = inTenant(pool, tenantId, async (run) => {
        const [row] = await run(one(tool).forUpdate())
        if (!row) return 'not_found' as const
        const next = changeable(change(toolFrom(row)))
        const [after] = await run(build.updateTable('tools').set(next).where('id', '=', row.id).returning(columns))
        return toolFrom(after!)
      })
      return orTaken(taken, changed)
    },

    remove: (tenantId, tool, check) =>
      inTenant(pool, tenantId, async (run) => {
        const [row] = await run(one(tool).forUpdate())
        if (row) check?.(toolFrom(row))
        if (row) await run(build.deleteFrom('tools').where('id', '=', row.id))
        return row !== undefined
      }),
  }
}

function one(tool: IdOrName) {
  const uuid = uuidFromId('tool', tool)
  const all = build.selectFrom('tools').select(columns)
  return uuid ? all.where('id', '=', uuid) : all.where('name', '=', storedText(tool))
}

function changeable({ id: _id, createdAt: _createdAt, name, updatedAt, ...config }: Tool) {
  return { name: storedText(name), config: storedJson(config satisfies Config), updated_at: updatedAt }
}

const toolFrom = (row: Row): Tool => ({
  id: idFromUuid('tool', row.id),
  name: row.name,
  ...(row.config as Config),
  createdAt: instant(row.created_at),
  updatedAt: instant(row.updated_at),
})
