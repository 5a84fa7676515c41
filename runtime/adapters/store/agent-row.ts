import type { Selectable } from 'kysely'
import type { Agent } from '#generated/openapi.gen.ts'
import { idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import { agentDefaults, isNested } from '#runtime/domain/agents/agent-defaults.ts'
import type { IdOrName } from '#runtime/ports/store.ts'
import { instant } from './stored-instant.ts'
import { storedJson, storedText } from './stored-json.ts'
import type { Tables } from './tables.ts'
import { build, prepared, type Run } from './tenant-transaction.ts'

export const columns = [
  'id',
  'external_id',
  'name',
  'version',
  'published_version',
  'config',
  'created_at',
  'updated_at',
] as const

export type Row = Pick<Selectable<Tables['agents']>, (typeof columns)[number]>
type Config = Omit<Agent, 'id' | 'externalId' | 'name' | 'version' | 'publishedVersion' | 'createdAt' | 'updatedAt'>

/** Agents that were not removed. */
export const living = () => build.selectFrom('agents').select(columns).where('deleted_at', 'is', null)

const byId = () => living().where('id', '=', '')
const byName = () => living().where('external_id', '=', '')
export const found = [prepared(byId), prepared(byName)] as const
export const locked = [prepared(() => byId().forUpdate()), prepared(() => byName().forUpdate())] as const
/** The agent with this id or name; `locked` holds its row to the end of the transaction. */
export async function one(run: Run, agent: IdOrName, [byId, byName]: typeof found): Promise<Row | undefined> {
  const uuid = uuidFromId('agent', agent)
  const [row] = await run(uuid ? byId(uuid) : byName(storedText(agent)))
  return row
}

/** What of an agent may change, as its row has it. */
export function changeable(agent: Agent) {
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

/** Every member in the order of an answer; copying it and setting members is faster than putting them together. */
const { externalId, ...settings } = agentDefaults
const blank: Agent = {
  ...{ id: '', externalId, version: 0, publishedVersion: null },
  ...{ ...settings, name: '', prompt: '', createdAt: '', updatedAt: '' },
}

/** A setting that is younger than the row has its default. */
export function agentFrom(row: Row): Agent {
  const agent: Agent = { ...blank }
  agent.id = idFromUuid('agent', row.id)
  agent.externalId = row.external_id
  agent.version = row.version
  agent.publishedVersion = row.published_version
  for (const [name, value] of Object.entries(row.config as Config)) {
    const standard: unknown = blank[name as keyof Agent]
    const filled = isNested(standard) && isNested(value) ? { ...standard, ...value } : value
    ;(agent as unknown as Record<string, unknown>)[name] = filled
  }
  agent.name = row.name
  agent.createdAt = instant(row.created_at)
  agent.updatedAt = instant(row.updated_at)
  return agent
}
