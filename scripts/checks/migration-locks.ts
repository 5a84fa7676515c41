import { type Constraint, type Node, parse } from 'libpg-query'

/** From here on; what was committed before is what it is. */
const SINCE = '0025'

/**
 * The indexes of a migration that nobody could write beside: on a table that was there, and not built concurrently. A constraint
 * builds one as well, unless it takes one that is built (`using index`). The SQL is read by PostgreSQL's own parser.
 */
export async function lockingIndexes(name: string, sql: string): Promise<string[]> {
  if (name < SINCE) return []
  const statements = ((await parse(sql)).stmts ?? []).flatMap(({ stmt }) => stmt ?? [])
  const made = new Set(statements.map(madeTable))
  return statements
    .map(lockedTable)
    .filter((table) => table !== undefined && !made.has(table))
    .map(
      (table) =>
        `migrations/${name}: nobody could write to ${table} while the index is built: create index concurrently, outside of a transaction; a constraint takes it by using index.`,
    )
}

/** The table that is certainly new. */
function madeTable(statement: Node): string | undefined {
  if (!('CreateStmt' in statement) || statement.CreateStmt.if_not_exists) return undefined
  return statement.CreateStmt.relation?.relname
}

/** The table that nobody can write to while an index is built. */
function lockedTable(statement: Node): string | undefined {
  if ('IndexStmt' in statement) {
    const { concurrent, relation } = statement.IndexStmt
    return concurrent ? undefined : relation?.relname
  }
  if (!('AlterTableStmt' in statement)) return undefined
  const { cmds = [], relation } = statement.AlterTableStmt
  return cmds.flatMap(constraintsOf).some(buildsIndex) ? relation?.relname : undefined
}

/** What a command of `alter table` adds, also beside a column. */
function constraintsOf(command: Node): Constraint[] {
  const added = 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined
  if (added === undefined) return []
  const nodes = 'ColumnDef' in added ? (added.ColumnDef.constraints ?? []) : [added]
  return nodes.flatMap((node) => ('Constraint' in node ? node.Constraint : []))
}

const buildsIndex = ({ contype, indexname }: Constraint): boolean =>
  (contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_EXCLUSION') && !indexname
