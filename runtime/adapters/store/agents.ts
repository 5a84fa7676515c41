import type { Insertable, Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Agent } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { AgentStore, IdOrName } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { build, inTenant, prepared, type Run } from './tenant-transaction.ts'
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
        await run(inserted({ ...row, tenant_id: tenantUuid }))
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
      const changed = inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, locked)
        if (!row) return 'not_found' as const
        const next = changeable(change(agentFrom(row)))
        const [after] = await run(build.updateTable('agents').set(next).where('id', '=', row.id).returning(columns))
        return agentFrom(after!)
      })
      return orTaken(taken, changed)
    },

    remove: (tenantId, agent, at) =>
      inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, locked)
        if (!row) return false
        await run(build.updateTable('agents').set({ deleted_at: at }).where('id', '=', row.id))
        return true
      }),
  }
}

const living = () => build.selectFrom('agents').select(columns).where('deleted_at', 'is', null)

/** Every row has the same columns in the same order, so the first one's statement serves them all. */
let insert: ReturnType<typeof prepared<unknown>> | undefined
function inserted(row: Insertable<Tables['agents']>) {
  insert ??= prepared<unknown>(() => build.insertInto('agents').values(row))
  return insert(...Object.values(row))
}

const byId = () => living().where('id', '=', '')
const byName = () => living().where('external_id', '=', '')
const found = [prepared(byId), prepared(byName)] as const
const locked = [prepared(() => byId().forUpdate()), prepared(() => byName().forUpdate())] as const
const newest = prepared(() => living().orderBy('id', 'desc').limit(1))
const olderThan = prepared(() => living().where('id', '<', '').orderBy('id', 'desc').limit(1))

async function one(run: Run, agent: IdOrName, [byId, byName]: typeof found): Promise<Row | undefined> {
  const uuid = uuidFromId('agent', agent)
  const [row] = await run(uuid ? byId(uuid) : byName(storedText(agent)))
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
