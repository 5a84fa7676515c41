import { listOf } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { refuseReversed, refuseUnreal } from '#handlers/instants.ts'
import { sessionEvent } from '#runtime/domain/projections/session-event.ts'
import { opened } from '#runtime/sessions/log/call-reader.ts'
import { knownTypes } from './event-types.ts'
import { knownSession } from './known-session.ts'

export const listSessionEvents: Handler<'listSessionEvents'> = async ({ path, query, caller }, deps) => {
  const { limit = 200, cursor, after = 0, event_type, component, since, until } = query
  refuseUnreal({ since, until })
  refuseReversed({ since, until })
  const types = knownTypes(event_type)
  const { id, contentVisible: content } = (await knownSession(deps, caller, path)).session
  const list = listOf(deps.cursors, caller, 'listSessionEvents', { ...query, sessionId: id, after: undefined })
  const from = cursor === undefined ? after : Math.max(after, Number(list.position(cursor)))
  const page = { after: from, limit: limit + 1, types, component, since, until, content }
  const events = await deps.store.sessions.events(caller.tenantId, id, page)
  const seen = events.map((stored) => sessionEvent(opened(deps.sealer, stored)))
  return { status: 200, body: list.page(seen, limit, ({ seq }) => String(seq)) }
}
