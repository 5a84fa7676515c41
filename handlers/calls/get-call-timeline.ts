import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { timelineEntry } from '#runtime/domain/projections/timeline.ts'
import { readLog } from '#runtime/sessions/log/call-reader.ts'
import { noCall } from './no-call.ts'

export const getCallTimeline: Handler<'getCallTimeline'> = async ({ path, query, caller }, deps) => {
  const call = await deps.store.calls.get(caller.tenantId, path.callId)
  if (call === null) throw noCall(path.callId)
  const { limit = 200, cursor, after = 0 } = query
  const list = listOf(deps.cursors, caller, 'getCallTimeline', { callId: call.id })
  const from = cursor === undefined ? after : Math.max(after, Number(list.position(cursor)))
  const events = await readLog(deps, caller.tenantId, call.id, { after: from, limit: limit + 1 })
  return { status: 200, body: list.page(events.map(timelineEntry), limit, ({ seq }) => String(seq)) }
}
