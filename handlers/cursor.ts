import type { OperationId } from '#generated/operations.gen.ts'
import { canonicalJson } from '#runtime/core/canonical-json.ts'
import type { CursorSigner } from '#runtime/core/cursor-signer.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'

/** A list as one caller asks for it: its cursors open for the same tenant, list and filters, and nowhere else. */
export interface List {
  /** Where a cursor reads on; throws `bad_request` for one that is not of this list. */
  position(cursor: string): string
  /** The same for lists that are newest first and paged by id: what to add to the filter. */
  before(cursor: string | undefined): { before?: string }
  /** A page of what was read one too many, and where to read on. */
  page<T>(rows: readonly T[], limit: number, positionOf: (row: T) => string): Page<T>
  page<T extends { id: string }>(rows: readonly T[], limit: number): Page<T>
  /** A cursor that reads on behind this position. */
  cursorAt(position: string): string
}

interface Page<T> {
  data: T[]
  nextCursor: string | null
}

/** `asked` is the query, or the filters that cursors of this list are bound to; `cursor` and `limit` in it do not count. */
export function listOf(
  cursors: CursorSigner,
  { tenantId }: Pick<Caller, 'tenantId'>,
  list: OperationId,
  asked: object,
): List {
  const place = canonicalJson([tenantId, list, { ...asked, cursor: undefined, limit: undefined }])
  const position = (cursor: string): string => {
    const opened = cursors.open(cursor, place)
    if (opened === null) throw badCursor()
    return opened
  }
  return {
    position,
    cursorAt: (position) => cursors.sign(position, place),
    before: (cursor) => (cursor === undefined ? {} : { before: position(cursor) }),
    page<T>(rows: readonly T[], limit: number, positionOf = (row: T): string => (row as { id: string }).id): Page<T> {
      const data = rows.slice(0, limit)
      return { data, nextCursor: rows.length > limit ? cursors.sign(positionOf(data.at(-1)!), place) : null }
    },
  }
}

const badCursor = (): Problem =>
  new Problem('bad_request', 'Take "cursor" from the last page\'s nextCursor, and repeat the filters of that page.', {
    errors: [{ parameter: 'cursor', message: 'is no cursor of this list', keyword: 'cursor' }],
  })
