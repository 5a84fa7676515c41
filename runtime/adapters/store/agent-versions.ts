import type { Selectable } from 'kysely'
import type { Pool } from 'pg'
import type { Agent, AgentVersion } from '#generated/openapi.gen.ts'
import type { AgentStore } from '#runtime/ports/store.ts'
import { agentFrom, type changeable, found, one, type Row } from './agent-row.ts'
import { instant } from './stored-instant.ts'
import type { Tables } from './tables.ts'
import { build, inTenant, prepared } from './tenant-transaction.ts'

/** What an agent was, version by version, and which of them answers. */
export function postgresVersions(pool: Pool): Pick<AgentStore, 'answering' | 'version' | 'versions'> {
  return {
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

/** What a version has of its own, in this order. */
export const versionColumns = ['version', 'external_id', 'name', 'config', 'created_at'] as const
type VersionRow = Pick<Selectable<Tables['agent_versions']>, (typeof versionColumns)[number]>

const versionOf = prepared(() =>
  build.selectFrom('agent_versions').select(versionColumns).where('agent_id', '=', '').where('version', '=', 1),
)

/** The version as the agent stands in it. */
export function written(agent: { id: string } & ReturnType<typeof changeable>, tenantUuid: string) {
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
