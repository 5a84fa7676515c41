import type { CompiledQuery } from 'kysely'
import pg from 'pg'

/**
 * Runs a query with settings of its own, and gives its rows: two statements up to one Sync, which are one transaction
 * (PostgreSQL, "Pipelining"). When the first fails the second never runs, so none runs without its role and scope. The
 * query must have a parameter: what has none goes another way.
 */
export async function oneTrip<Row>(
  client: pg.PoolClient,
  settings: string,
  { sql, parameters }: Pick<CompiledQuery<Row>, 'sql' | 'parameters'>,
): Promise<Row[]> {
  if (parameters.length === 0) throw new TypeError('a query of one trip needs a parameter')
  // No row comes of the settings, because none of them is null.
  const first = `select where num_nulls(${settings}) > 0`
  const results = await new Promise<{ rows: Row[] } | { rows: Row[] }[]>((resolve, reject) => {
    const query = new pg.Query<never>(sql, [...parameters], (error, result) =>
      error ? reject(error) : resolve(result as never),
    )
    const { submit } = query
    query.submit = (connection) => {
      connection.stream.cork()
      try {
        connection.parse({ name: '', text: first, types: [] }, true)
        connection.bind({ values: [] } as never, true)
        connection.execute({} as never, true)
        return submit.call(query, connection)
      } finally {
        connection.stream.uncork()
      }
    }
    client.query(query)
  })
  return Array.isArray(results) ? results.at(-1)!.rows : results.rows
}
