import { type IdKind, idFromUuid, uuidFromId } from '#runtime/core/ids.ts'
import { Problem } from '#runtime/core/problem.ts'

/** A position in a list: the id of the last thing that was shown, as the cursor's opaque text. */
export const cursorOf = (kind: IdKind, id: string): string =>
  Buffer.from(uuidFromId(kind, id)!.replaceAll('-', ''), 'hex').toString('base64url')

/** The id in a cursor; throws `bad_request` for one that we did not make. */
export function idOfCursor(kind: IdKind, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url')
  if (bytes.length === 16 && bytes.toString('base64url') === cursor) return idFromUuid(kind, bytes.toString('hex'))
  throw badCursor()
}

export const badCursor = (): Problem =>
  new Problem('bad_request', 'Take "cursor" from the last page\'s nextCursor.', {
    errors: [{ parameter: 'cursor', message: 'is no cursor of this list', keyword: 'cursor' }],
  })

/** A page of what was read one too many, and where to read on. */
export function page<T extends { id: string }>(
  kind: IdKind,
  rows: T[],
  limit: number,
): { data: T[]; nextCursor: string | null } {
  const data = rows.slice(0, limit)
  return { data, nextCursor: rows.length > limit ? cursorOf(kind, data.at(-1)!.id) : null }
}
