import type { Insertable } from 'kysely'
import type { Pool } from 'pg'
import type { AgentStore } from '#runtime/ports/store.ts'
import { agentFrom, changeable, columns, found, living, locked, one } from './agent-row.ts'
import { postgresVersions, versionColumns, written } from './agent-versions.ts'
import { storedId } from './stored-id.ts'
import type { Tables } from './tables.ts'
import { askTenant, build, inTenant, prepared } from './tenant-transaction.ts'
import { full, orRefused } from './violations.ts'

const taken = { agents_name_key: 'name_taken', agents_external_id_key: 'external_id_taken' } as const

/** The tenants' agents (FR-G1). A removed one keeps its row, for the calls that it had, and frees its names. */
export function postgresAgents(pool: Pool): AgentStore {
  return {
    create: (tenantId, agent, most) => {
      const ids = { id: storedId('agent', agent.id), tenant_id: storedId('tenant', tenantId) }
      const row = { ...ids, ...changeable(agent), created_at: agent.createdAt }
      const created = askTenant(pool, tenantId, inserted(row), { most }).then(() => 'created' as const)
      return orRefused({ ...taken, ...full }, created)
    },

    async get(tenantId, agent) {
      const row = await one((query) => askTenant(pool, tenantId, query), agent, found)
      return row ? agentFrom(row) : null
    },

    async list(tenantId, { limit, before }) {
      const query = before === undefined ? newest(limit) : olderThan(storedId('agent', before), limit)
      return (await askTenant(pool, tenantId, query)).map(agentFrom)
    },

    update: (tenantId, agent, change) => {
      const changed = inTenant(pool, tenantId, async (run, tenantUuid) => {
        const row = await one(run, agent, locked)
        if (!row) return 'not_found' as const
        const next = changeable(change(agentFrom(row)))
        const [after] = await run(build.updateTable('agents').set(next).where('id', '=', row.id).returning(columns))
        if (next.version !== row.version) await run(written({ id: row.id, ...next }, tenantUuid))
        return agentFrom(after!)
      })
      return orRefused(taken, changed)
    },

    remove: (tenantId, agent, at, check) =>
      inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, locked)
        if (!row) return false
        check?.(agentFrom(row))
        await run(build.updateTable('agents').set({ deleted_at: at }).where('id', '=', row.id))
        return true
      }),

    ...postgresVersions(pool),
  }
}

/**
 * The agent and its first version in one statement. Every row has the same columns in the same order, so the first
 * one's statement serves them all.
 */
let insert: ReturnType<typeof prepared<unknown>> | undefined
function inserted(row: Insertable<Tables['agents']>) {
  insert ??= prepared<unknown>(() =>
    build
      .with('made', (query) => query.insertInto('agents').values(row).returningAll())
      .insertInto('agent_versions')
      .columns(['agent_id', 'tenant_id', ...versionColumns])
      .expression((query) =>
        query
          .selectFrom('made')
          .select(['id', 'tenant_id', 'version', 'external_id', 'name', 'config', 'updated_at as created_at']),
      ),
  )
  return insert(...Object.values(row))
}

const newest = prepared(() => living().orderBy('id', 'desc').limit(1))
const olderThan = prepared(() => living().where('id', '<', '').orderBy('id', 'desc').limit(1))
