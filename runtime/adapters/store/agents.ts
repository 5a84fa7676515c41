import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Agent } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { AgentStore, IdOrName } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { build, inTenant, type Run } from './tenant-transaction.ts'
import { orTaken } from './violations.ts'

const taken = { agents_name_key: 'name_taken', agents_external_id_key: 'external_id_taken' } as const
const columns = ['id', 'external_id', 'name', 'version', 'config', 'created_at', 'updated_at'] as const

type Row = Pick<Selectable<Tables['agents']>, (typeof columns)[number]>
type Config = Omit<Agent, 'id' | 'externalId' | 'name' | 'version' | 'createdAt' | 'updatedAt'>

/** The tenants' agents (FR-G1). A removed one keeps its row, for the calls that it had, and frees its names. */
export function postgresAgents(pool: Pool): AgentStore {
  return {
    create: (tenantId, agent) => {
      const row = { id: storedId('agent', agent.id), ...changeable(agent), created_at: agent.createdAt }
      const created = inTenant(pool, tenantId, async (run, tenantUuid) => {
        await run(build.insertInto('agents').values({ ...row, tenant_id: tenantUuid }))
        return 'created' as const
      })
      return orTaken(taken, created)
    },

    get: (tenantId, agent) =>
      inTenant(pool, tenantId, async (run) => {
        const [row] = await run(named(agent))
        return row ? agentFrom(row) : null
      }),

    list: (tenantId, { limit, before }) =>
      inTenant(pool, tenantId, async (run) => {
        const newest = living().orderBy('id', 'desc').limit(limit)
        const rows = await run(before === undefined ? newest : newest.where('id', '<', storedId('agent', before)))
        return rows.map(agentFrom)
      }),

    update: (tenantId, agent, change) => {
      const changed = inTenant(pool, tenantId, async (run) => {
        const locked = await lock(run, agent)
        if (!locked) return 'not_found' as const
        const next = changeable(change(agentFrom(locked)))
        const [row] = await run(build.updateTable('agents').set(next).where('id', '=', locked.id).returning(columns))
        return agentFrom(row!)
      })
      return orTaken(taken, changed)
    },

    remove: (tenantId, agent, at) =>
      inTenant(pool, tenantId, async (run) => {
        const locked = await lock(run, agent)
        if (!locked) return false
        await run(build.updateTable('agents').set({ deleted_at: at }).where('id', '=', locked.id))
        return true
      }),
  }
}

const living = () => build.selectFrom('agents').select(columns).where('deleted_at', 'is', null)

function named(agent: IdOrName) {
  const uuid = uuidFromId('agent', agent)
  return uuid ? living().where('id', '=', uuid) : living().where('external_id', '=', storedText(agent))
}

async function lock(run: Run, agent: IdOrName): Promise<Row | undefined> {
  const [row] = await run(named(agent).forUpdate())
  return row
}

function changeable({ id: _id, createdAt: _createdAt, externalId, name, version, updatedAt, ...config }: Agent) {
  return {
    external_id: externalId,
    name: storedText(name),
    version,
    config: storedJson(config satisfies Config),
    updated_at: updatedAt,
  }
}

function agentFrom(row: Row): Agent {
  return {
    id: idFromUuid('agent', row.id),
    externalId: row.external_id,
    version: row.version,
    name: row.name,
    ...(row.config as Config),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  }
}
