import pg from 'pg'

const MAX_CONNECTIONS = 10
const CONNECT_TIMEOUT_MS = 5_000
/** A little longer than the server's own limit (`tenant-transaction.ts`): for one that does not answer at all. */
const ANSWER_TIMEOUT_MS = 12_000

export interface PoolOptions {
  /** `postgresql://…`; a socket folder goes in `?host=`. */
  readonly url: string
  readonly maxConnections?: number
  /** Told when an idle connection breaks; the pool has already let go of it. */
  readonly onError?: (error: Error) => void
}

/**
 * Connections to PostgreSQL. A connection that cannot be had within 5 s is an error, and
 * so is a query without an answer after 12 s; a broken connection is replaced.
 */
export function createPool({ url, maxConnections = MAX_CONNECTIONS, onError = () => {} }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'invorto',
  })
  // The pool hands the client over too, password and all: that goes no further.
  pool.on('error', (error) => onError(error))
  // One that breaks while it is in use fails its query; unheard, the event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
