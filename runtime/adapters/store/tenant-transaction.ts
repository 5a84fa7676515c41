import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import { DatabaseError, type Pool, type PoolClient } from 'pg'
import { oneTrip } from './one-trip.ts'
import { storedId } from './stored-id.ts'
import type { Tables } from './tables.ts'

const STATEMENT_TIMEOUT = '10s'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TASK = /^(fx|webhooks)$/
const KEY_HASH = /^[0-9a-f]{64}$/
const KEY_IDS = /^\{[0-9a-f,-]*\}$/
const ON = /^on$/
const LIVEKIT_KEY = /^[A-Za-z0-9_-]{4,64}$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Builds queries; it has no connection of its own, so nothing can run outside a transaction below. */
export const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Runs one query of a transaction and gives its rows. */
export type Run = <Row>(query: { compile(): CompiledQuery<Row> }) => Promise<Row[]>

/** A query that is compiled once, for those that are asked all the time; `values` are its parameters, in their order. */
export function prepared<Row>(query: () => { compile(): CompiledQuery<Row> }) {
  let compiled: CompiledQuery<Row> | undefined
  return (...values: readonly unknown[]): { compile(): CompiledQuery<Row> } => {
    compiled ??= query().compile()
    const ready = { ...compiled, parameters: values }
    return { compile: () => ready }
  }
}

/**
 * Runs `work` in a transaction that sees one tenant's rows and no others. Throws when `tenantId` is no minted id, and
 * what the database throws.
 */
export async function inTenant<T>(
  pool: Pool,
  tenantId: string,
  work: (run: Run, tenantUuid: string) => Promise<T>,
): Promise<T> {
  const uuid = storedId('tenant', tenantId)
  return await inTransaction(pool, ['app.tenant_id', uuid, UUID], (run) => work(run, uuid))
}

/** The same, for what makes one of those of which a tenant has `most` (`migrations/0013-tenant-counts.sql`). */
export async function inCappedTenant<T>(
  pool: Pool,
  tenantId: string,
  most: number,
  work: (run: Run, tenantUuid: string) => Promise<T>,
): Promise<T> {
  const uuid = storedId('tenant', tenantId)
  return await inTransaction(pool, ['app.tenant_id', uuid, UUID], (run) => work(run, uuid), { most })
}

/**
 * One query as a transaction of its own that sees one tenant's rows and no others: a single round trip. It must have
 * a parameter.
 */
export async function askTenant<Row>(
  pool: Pool,
  tenantId: string,
  query: { compile(): CompiledQuery<Row> },
  bounds: Bounds = {},
): Promise<Row[]> {
  return await ask(pool, ['app.tenant_id', storedId('tenant', tenantId), UUID], () => query, bounds)
}

/** The same for what is only known once there is a connection: `query` is asked then. */
export async function askTenantLate<Row>(
  pool: Pool,
  tenantId: string,
  query: (tenantUuid: string) => { compile(): CompiledQuery<Row> },
): Promise<Row[]> {
  const uuid = storedId('tenant', tenantId)
  return await ask(pool, ['app.tenant_id', uuid, UUID], () => query(uuid))
}

/** The same, for what may be forgotten when the database itself crashes: the commit does not wait for the disk. */
export async function inRelaxedTenant<T>(
  pool: Pool,
  tenantId: string,
  work: (run: Run, tenantUuid: string) => Promise<T>,
): Promise<T> {
  const uuid = storedId('tenant', tenantId)
  return await inTransaction(pool, ['app.tenant_id', uuid, UUID], (run) => work(run, uuid), { relaxed: true })
}

/** Runs `work` in a transaction that sees the row of every tenant, and nothing of what tenants have. */
export function asOperator<T>(pool: Pool, work: (run: Run) => Promise<T>): Promise<T> {
  return inTransaction(pool, ['app.operator', 'on', ON], work)
}

/** Runs `work` in a transaction that sees the keys with these ids and nothing else. */
export function byKeyIds<T>(pool: Pool, uuids: readonly string[], work: (run: Run) => Promise<T>): Promise<T> {
  return inTransaction(pool, ['app.key_ids', `{${uuids.join(',')}}`, KEY_IDS], work)
}

/** Runs `work` in a transaction that sees the key or ticket with this hash and nothing else. */
export function byKeyHash<T>(pool: Pool, hash: Buffer, work: (run: Run) => Promise<T>): Promise<T> {
  return inTransaction(pool, ['app.key_hash', hash.toString('hex'), KEY_HASH], work)
}

/** One query that sees the LiveKit project with this key and nothing else. It must have a parameter. */
export function askByLiveKitKey<Row>(
  pool: Pool,
  key: string,
  query: { compile(): CompiledQuery<Row> },
): Promise<Row[]> {
  return ask(pool, ['app.livekit_key', key, LIVEKIT_KEY], () => query)
}

/** Work that no tenant asks for. */
type Task = 'fx' | 'webhooks'

/** Runs `work` in a transaction that sees and writes what the task may (`migrations/0008-costs.sql`, `0014-webhooks.sql`). */
export function forTask<T>(pool: Pool, task: Task, work: (run: Run) => Promise<T>): Promise<T> {
  return inTransaction(pool, ['app.task', task, TASK], work)
}

/** One query of such work: a single round trip. It must have a parameter. */
export function askForTask<Row>(pool: Pool, task: Task, query: { compile(): CompiledQuery<Row> }): Promise<Row[]> {
  return ask(pool, ['app.task', task, TASK], () => query)
}

/** What a library asks of tables of its own: as our role, in a transaction that sees no tenant. */
export async function asLibrary(
  pool: Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<{ rows: unknown[] }> {
  const client = await pool.connect()
  let broken = true
  try {
    if (values.length > 0) {
      const rows = await oneTrip<unknown>(client, always, { sql: text, parameters: values })
      broken = false
      return { rows }
    }
    await client.query(`begin; select ${always}`)
    const result = await client.query(text)
    await client.query('commit')
    broken = false
    return result
  } catch (error) {
    if (error instanceof DatabaseError && error.severity === 'ERROR') {
      broken = await client.query('rollback').then(
        () => false,
        () => true,
      )
    }
    throw error
  } finally {
    client.release(broken)
  }
}

/** Runs `work` in a transaction that sees who lives and who owns which call, and nothing else. */
export function asProcess<T>(
  pool: Pool,
  processId: string,
  work: (run: Run, processUuid: string) => Promise<T>,
): Promise<T> {
  const uuid = storedId('process', processId)
  return inTransaction(pool, ['app.process_id', uuid, UUID], (run) => work(run, uuid))
}

/** Runs `work` in a transaction that sees what expired before `at`, of any tenant, and nothing else. */
export function amongExpired<T>(pool: Pool, at: string, work: (run: Run) => Promise<T>): Promise<T> {
  return inTransaction(pool, ['app.swept_until', at, INSTANT], work)
}

type Scope = readonly [name: string, value: string, form: RegExp]

interface Bounds {
  /** Of what the transaction makes one more, the tenant has at most so many. */
  readonly most?: number
  /** May be forgotten when the database itself crashes: the commit does not wait for the disk. */
  readonly relaxed?: boolean
  /** Its rows come in the order of an index, and end with the page: no plan may collect a whole log first and sort it then. */
  readonly inOrder?: boolean
}

/** What is local to a transaction, as arguments of SQL; each call sets one and is not null. */
function settingsOf([setting, value, form]: Scope, { most, relaxed = false, inOrder = false }: Bounds): string {
  if (!form.test(value)) throw new TypeError(`${setting} has the wrong form`)
  if (most !== undefined && !Number.isSafeInteger(most)) throw new TypeError('a cap is a whole number')
  const set = (name: string, to: string): string => `set_config('${name}', '${to}', true)`
  const cap = most === undefined ? '' : `, ${set('app.cap', `${most}`)}`
  const flush = relaxed ? `, ${set('synchronous_commit', 'off')}` : ''
  // Of a session the planner believes too little: without statistics, and where it takes tenants for independent of sessions.
  const order = inOrder ? `, ${set('enable_bitmapscan', 'off')}` : ''
  return `${always}, ${set(setting, value)}${cap}${flush}${order}`
}

const always = `set_config('role', 'invorto_app', true), set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true)`

async function ask<Row>(
  pool: Pool,
  scope: Scope,
  query: () => { compile(): CompiledQuery<Row> },
  bounds: Bounds = {},
): Promise<Row[]> {
  const settings = settingsOf(scope, bounds)
  const client = await pool.connect()
  let broken = false
  try {
    return await oneTrip<Row>(client, settings, query().compile())
  } catch (error) {
    // What the database refused it has rolled back; any other failure says nothing of how the connection stands.
    broken = !(error instanceof DatabaseError) || error.severity !== 'ERROR'
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Role and scope are local to the transaction and travel with `begin` in one string: nothing stays on the connection,
 * so it may be anybody's the next moment (transaction pooling).
 */
async function inTransaction<T>(
  pool: Pool,
  scope: Scope,
  work: (run: Run) => Promise<T>,
  bounds: Bounds = {},
): Promise<T> {
  const settings = settingsOf(scope, bounds)
  const client = await pool.connect()
  let broken: unknown
  try {
    await client.query(`begin; select ${settings}`)
    const result = await work(runOn(client))
    await client.query('commit')
    return result
  } catch (error) {
    // A database that did not answer will not answer a rollback: the connection is given up.
    const silent = error instanceof Error && error.message === 'Query read timeout'
    broken = silent
      ? error
      : await client.query('rollback').then(
          () => undefined,
          (failure: unknown) => failure,
        )
    throw error
  } finally {
    client.release(broken !== undefined)
  }
}

const runOn =
  (client: PoolClient): Run =>
  async <Row>(query: { compile(): CompiledQuery<Row> }) => {
    const { sql, parameters } = query.compile()
    const { rows } = await client.query({ text: sql, values: [...parameters] })
    return rows as Row[]
  }
