import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Tool } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { IdOrName, ToolStore } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { askTenant, build, inTenant } from './tenant-transaction.ts'
import { full, orRefused } from './violations.ts'

const taken = { tools_name_key: 'name_taken' } as const
const columns = ['id', 'name', 'config', 'created_at', 'updated_at'] as const

type Row = Pick<Selectable<Tables['tools']>, (typeof columns)[number]>
type Config = Omit<Tool, 'id' | 'name' | 'createdAt' | 'updatedAt'>

/** The tenants' tools (FR-TC1). A removed one is gone: calls keep what they began with. */
export function postgresTools(pool: Pool): ToolStore {
  return {
    create: (tenantId, tool, most) => {
      const ids = { id: storedId('tool', tool.id), tenant_id: storedId('tenant', tenantId) }
      const row = build.insertInto('tools').values({ ...ids, ...changeable(tool), created_at: tool.createdAt })
      const created = askTenant(pool, tenantId, row, { most }).then(() => 'created' as const)
      return orRefused({ ...taken, ...full }, created)
    },

    async get(tenantId, tool) {
      const [row] = await askTenant(pool, tenantId, one(tool))
      return row ? toolFrom(row) : null
    },

    async named(tenantId, names) {
      if (names.length === 0) return []
      const query = build.selectFrom('tools').select(columns).where('name', 'in', names.map(storedText))
      return (await askTenant(pool, tenantId, query)).map(toolFrom)
    },

    async list(tenantId, { limit, before }) {
      const newest = build.selectFrom('tools').select(columns).orderBy('id', 'desc').limit(limit)
      const page = before === undefined ? newest : newest.where('id', '<', storedId('tool', before))
      return (await askTenant(pool, tenantId, page)).map(toolFrom)
    },

    update: (tenantId, tool, change) => {
      const changed = inTenant(pool, tenantId, async (run) => {
        const [row] = await run(one(tool).forUpdate())
        if (!row) return 'not_found' as const
        const next = changeable(change(toolFrom(row)))
        const [after] = await run(build.updateTable('tools').set(next).where('id', '=', row.id).returning(columns))
        return toolFrom(after!)
      })
      return orRefused(taken, changed)
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
