import { once } from 'node:events'
import { expect, inject, test } from 'vitest'
import { createTestDatabase, query } from '../testing/test-database.ts'
import { createPool } from './pool.ts'

test('of a connection that breaks the error is told, and nothing of the connection', async () => {
  const url = await createTestDatabase(inject('postgres18'))
  const told: unknown[][] = []
  const pool = createPool({ url, onError: (...values: unknown[]) => void told.push(values) })
  await pool.query('select 1')
  const broken = once(pool, 'error')
  await query(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'invorto' and datname = current_database()`,
  )
  await broken
  expect(told.map((values) => values.length)).toEqual([1])
  expect(told[0]?.[0]).toBeInstanceOf(Error)
  await pool.end()
})
