import type { Row } from './bench.ts'

/** The rows as text, under the columns of the first one; numbers to the right, words to the left. */
export function tableOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const lines = [Object.fromEntries(columns.map((column) => [column, column])), ...rows]
  const width = (column: string): number => Math.max(...lines.map((line) => String(line[column] ?? '').length))
  const isNumber = (column: string): boolean => rows.every((row) => typeof (row[column] ?? 0) === 'number')
  return lines
    .map((line) =>
      columns
        .map((column) => {
          const text = String(line[column] ?? '')
          return isNumber(column) ? text.padStart(width(column)) : text.padEnd(width(column))
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
