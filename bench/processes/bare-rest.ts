import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { Pool, QueryResultRow } from 'pg'
import { createPool } from '#runtime/adapters/store/pool.ts'
import { idFromUuid, uuidFromId, uuidV7Ids } from '#runtime/core/ids.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { answerParent } from './child.ts'
import { usageAnswers } from './usage.ts'

/**
 * The baseline of REST: Fastify alone, with SQL by hand. The same pool, the same three round trips of a tenant's
 * transaction and the same JSON; no key, no checks, no request ids, no document.
 */
interface Start {
  readonly url: string
  readonly tenantId: string
}

const columns = '"id", "external_id", "name", "version", "config", "created_at", "updated_at"'
const one = `select ${columns} from "agents" where "deleted_at" is null and "id" = $1`
const newest = `select ${columns} from "agents" where "deleted_at" is null order by "id" desc limit $1`
const insert =
  'insert into "agents" ("id", "external_id", "name", "version", "config", "updated_at", "created_at", "tenant_id") values ($1, $2, $3, $4, $5, $6, $7, $8)'

async function start({ url, tenantId }: Start): Promise<string> {
  const clock = systemClock()
  const ids = uuidV7Ids(clock, randomBytes)
  const pool = createPool({ url })
  const tenant = uuidFromId('tenant', tenantId)!
  const query = (sql: string, values: unknown[]) => inTenant(pool, tenant, sql, values)
  const server = Fastify({ logger: false })

  server.get('/v1/agents/:id', async ({ params }, reply) => {
    const [row] = await query(one, [uuidFromId('agent', (params as { id: string }).id)])
    return row === undefined ? reply.code(404).send() : agentFrom(row)
  })
  server.get('/v1/agents', async () => {
    const rows = await query(newest, [21])
    return { data: rows.slice(0, 20).map(agentFrom), nextCursor: rows.length > 20 ? String(rows[19]!.id) : null }
  })
  server.post('/v1/agents', async ({ body }, reply) => {
    const { name, externalId = null, ...config } = body as { name: string; externalId?: string }
    const id = ids.next('agent')
    const at = new Date(clock.now()).toISOString()
    const uuid = uuidFromId('agent', id)
    await query(insert, [uuid, externalId, name, 1, JSON.stringify(config), at, at, tenant])
    return reply.code(201).send({ id, externalId, version: 1, name, ...config, createdAt: at, updatedAt: at })
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

async function inTenant(pool: Pool, tenant: string, sql: string, values: unknown[]): Promise<QueryResultRow[]> {
  const client = await pool.connect()
  try {
    await client.query(
      `begin; set local role invorto_app; select set_config('app.tenant_id', '${tenant}', true), set_config('statement_timeout', '10s', true)`,
    )
    const { rows } = await client.query(sql, values)
    await client.query('commit')
    return rows
  } finally {
    client.release()
  }
}

const agentFrom = (row: QueryResultRow): object => ({
  id: idFromUuid('agent', row.id),
  externalId: row.external_id,
  version: row.version,
  name: row.name,
  ...row.config,
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
})

answerParent({ start, ...usageAnswers() })
