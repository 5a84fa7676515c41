import { isDeepStrictEqual } from 'node:util'
import type { PlacedRow } from '../requirements/rows.ts'

/** A requirement whose row says something else now; a status is null where there is no row. */
export interface RowChange {
  readonly id: string
  readonly title: string
  readonly before: string | null
  readonly after: string | null
}

export function rowChanges(before: readonly PlacedRow[], after: readonly PlacedRow[]): RowChange[] {
  const [left, right] = [byId(before), byId(after)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((id) => {
    const [was, is] = [left.get(id), right.get(id)]
    if (isDeepStrictEqual(was, is)) return []
    return [{ id, title: (is ?? was)!.title, before: was?.status ?? null, after: is?.status ?? null }]
  })
}

const byId = (rows: readonly PlacedRow[]): Map<string, PlacedRow> => new Map(rows.map((row) => [row.id, row]))
