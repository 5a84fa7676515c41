import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { newKey } from './platform.ts'

/** One statement as the owner of the tables, past row-level security. */
export async function sql<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** An empty database on the server; it goes with the server. */
export async function newDatabase(server: string): Promise<string> {
  const name = `contract_${randomBytes(8).toString('hex')}`
  await sql(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** The pepper that the platforms of these tests are given. */
export const pepper = 'a pepper of the contract tests, long enough'

/** The operator's key of these platforms. */
export const operatorKey = 'operator-key-of-the-contract-tests-0001'

/** A key of the tenant with this role; without a tenant, of a new one. Nobody limits it unless `limits` says so. */
export async function addKey(
  database: string,
  role: 'admin' | 'dev' | 'analyst',
  tenant?: string,
  limits: object = { restPerMinute: null, socketsPerSecond: null },
): Promise<{ key: string; tenant: string }> {
  const key = newKey()
  const owner = tenant ?? randomUUID()
  if (tenant === undefined) {
    await sql(database, 'insert into tenants (id, name, created_at) values ($1, $2, now())', [owner, `tenant ${owner}`])
  }
  const hash = createHmac('sha256', pepper).update(key).digest()
  await sql(
    database,
    `insert into api_keys (id, tenant_id, hash, role, name, last_four, limits, created_at)
     values ($1, $2, $3, $4, 'of a test', $5, $6, now())`,
    [randomUUID(), owner, hash, role, key.slice(-4), limits],
  )
  return { key, tenant: owner }
}

/** The tenant that the development key belongs to. */
export const developmentTenant = '00000000-0000-7000-8000-000000000001'
