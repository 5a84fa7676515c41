import { type BenchDatabase, startDatabase } from './database.ts'
import { type Child, startChild } from './processes/child.ts'

/** An empty database and a process for each program, for as long as `measure` takes. */
export async function withCast<Outcome>(
  programs: readonly [string, string, string],
  measure: (database: BenchDatabase, children: readonly [Child, Child, Child]) => Promise<Outcome>,
): Promise<Outcome> {
  const database = await startDatabase()
  const children = programs.map(startChild) as [Child, Child, Child]
  try {
    return await measure(database, children)
  } finally {
    for (const child of children.reverse()) await child.stop()
    await database.stop()
  }
}
