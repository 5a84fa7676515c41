import type { SelectQueryBuilder } from 'kysely'
import type { Tables } from './tables.ts'
import type { Run } from './tenant-transaction.ts'

/** Whether the tenant of the transaction has `most` of these rows; it reads no more of them. */
export async function isFull<Table extends 'agents' | 'api_keys' | 'tools'>(
  run: Run,
  rows: SelectQueryBuilder<Tables, Table, object>,
  most: number,
): Promise<boolean> {
  const [last] = await run(
    rows
      .select((row) => row.lit(1).as('one'))
      .offset(most - 1)
      .limit(1),
  )
  return last !== undefined
}
