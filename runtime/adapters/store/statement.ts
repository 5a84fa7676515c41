import { sql } from 'kysely'
import { build } from './tenant-transaction.ts'

/** A statement as it is written, its values as parameters. */
export function statement<Row>(strings: TemplateStringsArray, ...values: unknown[]) {
  return { compile: () => sql<Row>(strings, ...values).compile(build) }
}
