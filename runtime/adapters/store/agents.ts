import type { Insertable } from 'kysely'
import type { Pool } from 'pg'
import type { AgentStore } from '#runtime/ports/store.ts'
import { agentFrom, changeable, columns, found, living, locked, one } from './agent-row.ts'
import { postgresVersions, written } from './agent-versions.ts'
import { isFull } from './full.ts'
import { storedId } from './stored-id.ts'
import type { Tables } from './tables.ts'
import { build, inTenant, prepared } from './tenant-transaction.ts'
import { orTaken } from './violations.ts'

const taken = { agents_name_key: 'name_taken', agents_external_id_key: 'external_id_taken' } as const

/** The tenants' agents (FR-G1). A removed one keeps its row, for the calls that it had, and frees its names. */
export function postgresAgents(pool: Pool): AgentStore {
  return {
    create: (tenantId, agent, most) => {
      const row = { id: storedId('agent', agent.id), ...changeable(agent), created_at: agent.createdAt }
      const created = inTenant(pool, tenantId, async (run, tenantUuid) => {
        if (await isFull(run, build.selectFrom('agents').where('deleted_at', 'is', null), most))
          return 'too_many' as const
        await run(inserted({ ...row, tenant_id: tenantUuid }))
        await run(written(row, tenantUuid))
        return 'created' as const
      })
      return orTaken(taken, created)
    },

    get: (tenantId, agent) =>
      inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, found)
        return row ? agentFrom(row) : null
      }),

    list: (tenantId, { limit, before }) =>
      inTenant(pool, tenantId, async (run) => {
        const rows = await run(before === undefined ? newest(limit) : olderThan(storedId('agent', before), limit))
        return rows.map(agentFrom)
      }),

    update: (tenantId, agent, change) => {
      const changed = inTenant(pool, tenantId, async (run, tenantUuid) => {
        const row = await one(run, agent, locked)
        if (!row) return 'not_found' as const
        const next = changeable(change(agentFrom(row)))
        const [after] = await run(build.updateTable('agents').set(next).where('id', '=', row.id).returning(columns))
        if (next.version !== row.version) await run(written({ id: row.id, ...next }, tenantUuid))
        return agentFrom(after!)
      })
      return orTaken(taken, changed)
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

/** Every row has the same columns in the same order, so the first one's statement serves them all. */
let insert: ReturnType<typeof prepared<unknown>> | undefined
function inserted(row: Insertable<Tables['agents']>) {
  insert ??= prepared<unknown>(() => build.insertInto('agents').values(row))
  return insert(...Object.values(row))
}

const newest = prepared(() => living().orderBy('id', 'desc').limit(1))
const olderThan = prepared(() => living().where('id', '<', '').orderBy('id', 'desc').limit(1))
