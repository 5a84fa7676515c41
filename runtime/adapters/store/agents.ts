import type { Insertable, Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Agent, AgentVersion } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import type { AgentStore, IdOrName } from '#runtime/ports/store.ts'
import { storedId } from './stored-id.ts'
import { instant } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { build, inTenant, prepared, type Run } from './tenant-transaction.ts'
import { orTaken } from './violations.ts'

const taken = { agents_name_key: 'name_taken', agents_external_id_key: 'external_id_taken' } as const
const columns = [
  'id',
  'external_id',
  'name',
  'version',
  'published_version',
  'config',
  'created_at',
  'updated_at',
] as const

type Row = Pick<Selectable<Tables['agents']>, (typeof columns)[number]>
type Config = Omit<Agent, 'id' | 'externalId' | 'name' | 'version' | 'publishedVersion' | 'createdAt' | 'updatedAt'>

/** The tenants' agents (FR-G1). A removed one keeps its row, for the calls that it had, and frees its names. */
export function postgresAgents(pool: Pool): AgentStore {
  return {
    create: (tenantId, agent) => {
      const row = { id: storedId('agent', agent.id), ...changeable(agent), created_at: agent.createdAt }
      const created = inTenant(pool, tenantId, async (run, tenantUuid) => {
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

    remove: (tenantId, agent, at) =>
      inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, locked)
        if (!row) return false
        await run(build.updateTable('agents').set({ deleted_at: at }).where('id', '=', row.id))
        return true
      }),

    answering: (tenantId, agent) =>
      inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, found)
        if (!row) return null
        const { published_version: published, version } = row
        if (published === null || published === version) return agentFrom(row)
        const [then] = await run(versionOf(row.id, published))
        return then ? asOf(row, then) : null
      }),

    version: (tenantId, agent, version) =>
      inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, found)
        if (!row) return null
        const [then] = await run(versionOf(row.id, version))
        return then ? versionFrom(row, then) : null
      }),

    versions: (tenantId, agent, { limit, before }) =>
      inTenant(pool, tenantId, async (run) => {
        const row = await one(run, agent, found)
        if (!row) return null
        const all = build.selectFrom('agent_versions').select(versionColumns).where('agent_id', '=', row.id)
        const older = before === undefined ? all : all.where('version', '<', before)
        const rows = await run(older.orderBy('version', 'desc').limit(limit))
        return rows.map((then) => versionFrom(row, then))
      }),
  }
}

const versionColumns = ['version', 'external_id', 'name', 'config', 'created_at'] as const
type VersionRow = Pick<Selectable<Tables['agent_versions']>, (typeof versionColumns)[number]>

const versionOf = prepared(() =>
  build.selectFrom('agent_versions').select(versionColumns).where('agent_id', '=', '').where('version', '=', 1),
)

/** The version as the agent stands in it. */
function written(agent: { id: string } & ReturnType<typeof changeable>, tenantUuid: string) {
  const { id, external_id, name, version, config, updated_at } = agent
  return build
    .insertInto('agent_versions')
    .values({ agent_id: id, version, tenant_id: tenantUuid, external_id, name, config, created_at: updated_at })
}

/** The agent as it stood then, under the id and the publishing of now. */
const asOf = (row: Row, then: VersionRow): Agent =>
  agentFrom({ ...row, ...then, updated_at: then.created_at, created_at: row.created_at })

function versionFrom(row: Row, then: VersionRow): AgentVersion {
  const published = (row.published_version ?? row.version) === then.version
  return { version: then.version, published, createdAt: instant(then.created_at), agent: asOf(row, then) }
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

function changeable(agent: Agent) {
  const { id: _id, createdAt: _createdAt, externalId, name, version, publishedVersion, updatedAt, ...config } = agent
  return {
    external_id: externalId,
    name: storedText(name),
    version,
    published_version: publishedVersion,
    config: storedJson(config satisfies Config),
    updated_at: updatedAt,
  }
}

function agentFrom(row: Row): Agent {
  return {
    id: idFromUuid('agent', row.id),
    externalId: row.external_id,
    version: row.version,
    publishedVersion: row.published_version,
    name: row.name,
    ...(row.config as Config),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  }
}
