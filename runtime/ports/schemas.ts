import type { Violation } from '#runtime/core/problem.ts'

/** What does not fit the schema, with pointers into the value; empty when all of it fits. */
export type SchemaCheck = (value: unknown) => readonly Violation[]

/** JSON Schemas of tenants, within the limits of `domain/tools/schema-limits.ts`. */
export interface Schemas {
  /** Throws an error whose message may be shown to the tenant when the schema cannot be used. */
  compile(schema: object): SchemaCheck
}
