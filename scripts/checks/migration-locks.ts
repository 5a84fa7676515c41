/** From here on; what was committed before is what it is. */
const SINCE = '0025'
const INDEX =
  /\bcreate\s+(?:unique\s+)?index\s+(concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:(?!on\b)\w+\s+)?on\s+(?:only\s+)?(\w+)/gi

/** The indexes of a migration that nobody could write beside: on a table that was there, and not built concurrently. */
export function lockingIndexes(name: string, sql: string): string[] {
  if (name < SINCE) return []
  const code = sql.replaceAll(/--.*$/gm, '')
  const made = new Set(
    [...code.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?(\w+)/gi)].map(([, table]) => table),
  )
  return [...code.matchAll(INDEX)]
    .filter(([, concurrently, table]) => concurrently === undefined && !made.has(table))
    .map(
      ([, , table]) =>
        `migrations/${name}: nobody could write to ${table} while the index is built: create index concurrently, outside of a transaction.`,
    )
}
