import { type Row, statuses, statusOf } from './rows.ts'

/** The documents that ask, and how their ids begin. */
const sources: readonly (readonly [string, RegExp])[] = [
  ['SRS, functional', /^FR-/],
  ['SRS, not functional', /^NFR-/],
  ['SRS, other sections', /^SRS-/],
  ['OBS-00', /^OBS-00-/],
  ['1:1 calls', /^VOIP-/],
  ['README of the product', /^README-/],
]

const columns = ['asked for by', ...statuses, 'live and proven'] as const

/** How many rows there are by source and status, as a Markdown table. */
export function figuresTable(rows: readonly Row[]): string[] {
  const line = (name: string, of: readonly Row[]): (string | number)[] => [
    name,
    ...statuses.map((status) => of.filter((row) => statusOf(row) === status).length),
    of.filter(({ mutation }) => mutation !== undefined).length,
  ]
  const lines = [
    ...sources.map(([name, prefix]) =>
      line(
        name,
        rows.filter(({ id }) => prefix.test(id)),
      ),
    ),
    line(`all ${rows.length}`, rows),
  ]
  return [columns, columns.map((_, index) => (index === 0 ? '---' : '---:')), ...lines].map(
    (cells) => `| ${cells.join(' | ')} |`,
  )
}

/** The text with the table in the place of the one that it has; null where it has none. */
export function withFigures(text: string, table: readonly string[]): string | null {
  const lines = text.split('\n')
  const from = lines.indexOf(table[0]!)
  if (from === -1) return null
  const length = lines.slice(from).findIndex((line) => !line.startsWith('|'))
  lines.splice(from, length === -1 ? lines.length : length, ...table)
  return lines.join('\n')
}
