import { badCursor } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { timelineEntry } from '#runtime/domain/projections/timeline.ts'
import { readLog } from '#runtime/sessions/call-reader.ts'
import { noCall } from './no-call.ts'

/** What the database counts to (`Seq` in specs/schemas/scalars.yaml). */
const MAX_SEQ = 2_147_483_647

export const getCallTimeline: Handler<'getCallTimeline'> = async ({ path, query, caller }, deps) => {
  const call = await deps.store.calls.get(caller.tenantId, path.callId)
  if (call === null) throw noCall(path.callId)
  const { limit = 200, cursor, after = 0 } = query
  const from = cursor === undefined ? after : Math.max(after, seqOfCursor(cursor))
  const events = await readLog(deps, caller.tenantId, call.id, { after: from, limit: limit + 1 })
  const data = events.slice(0, limit).map(timelineEntry)
  return { status: 200, body: { data, nextCursor: events.length > limit ? String(data.at(-1)!.seq) : null } }
}

function seqOfCursor(cursor: string): number {
  const seq = /^[1-9][0-9]{0,9}$/.test(cursor) ? Number(cursor) : Number.POSITIVE_INFINITY
  if (seq > MAX_SEQ) throw badCursor()
  return seq
}
