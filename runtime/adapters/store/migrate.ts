import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

const FILE = /^\d{4}-[a-z0-9-]+\.sql$/
/** Any number, as long as it stays: all who migrate one database wait for each other on it. */
const LOCK = 7_446_702_011
const CONNECT_TIMEOUT_MS = 5_000
/** How long a migration waits for a table, and with it everybody who comes after; then it lets them go first. */
const LOCK_TIMEOUT = '2s'
const TRIES = 30
const LOCK_NOT_AVAILABLE = '55P03'
/** The first line of a migration that does what a transaction cannot, as `create index concurrently`. */
const OUTSIDE = '-- outside of a transaction\n'

/** A folder of migrations that does not fit the database. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
}

interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

/**
 * Brings the database up to the migrations in `folder` and gives the names of those it applied, each in a transaction
 * of its own; one that begins with `-- outside of a transaction` in none, a statement at a time, which a blank line
 * parts. When that one is interrupted it is begun again. Any number of processes may do so at once. Throws
 * `MigrationRefused` when an applied file has changed or a new one is older than what is applied.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const migrations = await migrationsIn(folder)
  return await connected(url, async (client) => {
    await transaction(client, prepare)
    const applied: string[] = []
    for (const migration of migrations) {
      if (await transaction(client, () => apply(client, url, migration))) applied.push(migration.name)
    }
    return applied
  })
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function migrationsIn(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      if (!FILE.test(name)) throw new MigrationRefused(`${name}: a migration is called 0001-what-it-does.sql`)
      const sql = await readFile(join(folder, name), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function prepare(client: pg.Client): Promise<void> {
  await client.query(`
    create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz(3) not null);
    alter table schema_migrations enable row level security;
    revoke all on schema_migrations from public`)
}

/** False when it was applied before. */
async function apply(client: pg.Client, url: string, { name, sql, sha256 }: Migration): Promise<boolean> {
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migrations')
  const before = rows.find((row) => row.name === name)
  if (before?.sha256 === sha256) return false
  if (before)
    throw new MigrationRefused(
      `${name} is not what this database was made with. Run the version that made it, or start on a new database; a change of the schema is a new migration.`,
    )
  const later = rows.find((row) => row.name > name)
  if (later) throw new MigrationRefused(`${name} is new but sorts before ${later.name}, which is applied`)
  if (sql.startsWith(OUTSIDE)) await connected(url, (other) => outside(other, sql))
  else await client.query(sql)
  await client.query('insert into schema_migrations values ($1, $2, now())', [name, sha256])
  return true
}

/** While another connection holds the lock, in a transaction that sees nothing and so is waited for by nobody. */
async function outside(client: pg.Client, sql: string): Promise<void> {
  for (const statement of sql.split(/\n\s*\n/)) await client.query(statement)
}

async function transaction<T>(client: pg.Client, work: (client: pg.Client) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    await begin(client)
    try {
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {})
      const waited = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE
      if (!waited || tries === TRIES) throw error
      await client.query('select pg_sleep(1)')
    }
  }
}

/** Asks for the lock and does not wait in it: a statement that waits is a snapshot, and what is built concurrently waits for those. */
async function begin(client: pg.Client): Promise<void> {
  for (;;) {
    await client.query('begin')
    const { rows } = await client.query(`select pg_try_advisory_xact_lock(${LOCK}) as mine`)
    if (rows[0].mine) break
    await client.query('rollback')
    await client.query('select pg_sleep(0.05)')
  }
  await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'; set local idle_in_transaction_session_timeout = 0`)
}
