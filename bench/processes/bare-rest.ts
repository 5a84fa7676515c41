import { hash, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { Pool, QueryResultRow } from 'pg'
import { oneTrip } from '#runtime/adapters/store/one-trip.ts'
import { createPool } from '#runtime/adapters/store/pool.ts'
import { idFromUuid, uuidFromId, uuidV7Ids } from '#runtime/core/ids.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { answerParent } from './child.ts'
import { usageAnswers } from './usage.ts'

/**
 * The baseline of REST: Fastify alone, with SQL by hand. The same pool, the same transactions that write the same rows,
 * and the same JSON; no API key, no checks, no request ids, no document, nothing hashed, keyed or sealed with care.
 */
export interface BareStart {
  readonly url: string
  readonly tenantId: string
  /** `one`: a transaction travels as the platform's do. `three`: as it is usually written: begin, the query, commit. */
  readonly trips: 'one' | 'three'
}

const columns = '"id", "external_id", "name", "version", "config", "created_at", "updated_at"'
const one = `select ${columns} from "agents" where "deleted_at" is null and "id" = $1`
const newest = `select ${columns} from "agents" where "deleted_at" is null order by "id" desc limit $1`
const insert =
  'with made as (insert into "agents" ("id", "external_id", "name", "version", "config", "updated_at", "created_at", "tenant_id") values ($1, $2, $3, $4, $5, $6, $7, $8) returning *) insert into "agent_versions" ("agent_id", "tenant_id", "version", "external_id", "name", "config", "created_at") select "id", "tenant_id", "version", "external_id", "name", "config", "updated_at" from made'
const claim =
  'insert into "idempotent_requests" ("tenant_id", "scope", "fingerprint", "run", "leased_until", "expires_at") values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning "run"'
const keep = 'update "idempotent_requests" set "sealed" = $1 where "scope" = $2'

async function start({ url, tenantId, trips }: BareStart): Promise<string> {
  const clock = systemClock()
  const ids = uuidV7Ids(clock, randomBytes)
  const pool = createPool({ url })
  const tenant = uuidFromId('tenant', tenantId)!
  const run = trips === 'one' ? inOneTrip : inThreeTrips
  const query = (sql: string, values: unknown[]) => run(pool, scopeOf(tenant), sql, values)
  const relaxed = (sql: string, values: unknown[]) =>
    run(pool, `${scopeOf(tenant)}, set_config('synchronous_commit', 'off', true)`, sql, values)
  const server = Fastify({ logger: false })

  server.get('/v1/agents/:id', async ({ params }, reply) => {
    const [row] = await query(one, [uuidFromId('agent', (params as { id: string }).id)])
    return row === undefined ? reply.code(404).send() : agentFrom(row)
  })
  server.get('/v1/agents', async () => {
    const rows = await query(newest, [21])
    return { data: rows.slice(0, 20).map(agentFrom), nextCursor: rows.length > 20 ? String(rows[19]!.id) : null }
  })
  server.post('/v1/agents', async ({ body, headers }, reply) => {
    const key = headers['idempotency-key']
    const scope = key === undefined ? null : hash('sha256', String(key), 'buffer')
    const soon = new Date(clock.now() + 60_000).toISOString()
    if (scope !== null) await relaxed(claim, [tenant, scope, scope, 'run', soon, soon])
    const { name, externalId = null, ...config } = body as { name: string; externalId?: string }
    const id = ids.next('agent')
    const at = new Date(clock.now()).toISOString()
    const uuid = uuidFromId('agent', id)
    await query(insert, [uuid, externalId, name, 1, JSON.stringify(config), at, at, tenant])
    const answer = { id, externalId, version: 1, name, ...config, createdAt: at, updatedAt: at }
    if (scope !== null) await relaxed(keep, [Buffer.from(JSON.stringify(answer)), scope])
    return reply.code(201).send(answer)
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

const scopeOf = (tenant: string): string =>
  `set_config('role', 'invorto_app', true), set_config('statement_timeout', '10s', true), set_config('app.tenant_id', '${tenant}', true)`

async function inOneTrip(pool: Pool, scope: string, sql: string, values: unknown[]): Promise<QueryResultRow[]> {
  const client = await pool.connect()
  try {
    return await oneTrip<QueryResultRow>(client, scope, { sql, parameters: values })
  } finally {
    client.release()
  }
}

async function inThreeTrips(pool: Pool, scope: string, sql: string, values: unknown[]): Promise<QueryResultRow[]> {
  const client = await pool.connect()
  try {
    await client.query(`begin; select ${scope}`)
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
