import { idOfCursor, page } from '#handlers/cursor.ts'
import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'

export const listCalls: Handler<'listCalls'> = async ({ query, caller }, { store }) => {
  const { limit = 20, cursor, agentId, ...filter } = query
  refuseUnreal(filter)
  const agent = agentId === undefined ? undefined : await store.agents.get(caller.tenantId, agentId)
  if (agent === null) return { status: 200, body: { data: [], nextCursor: null } }
  const rows = await store.calls.list(caller.tenantId, {
    ...filter,
    limit: limit + 1,
    ...(cursor !== undefined && { before: idOfCursor('call', cursor) }),
    ...(agent !== undefined && { agentId: agent.id }),
  })
  return { status: 200, body: page('call', rows, limit) }
}

/** RFC 3339 has instants that no clock of ours shows, such as a leap second. */
function refuseUnreal({ startedAfter, startedBefore }: { startedAfter?: string; startedBefore?: string }): void {
  for (const [parameter, instant] of Object.entries({ startedAfter, startedBefore })) {
    if (instant === undefined || !Number.isNaN(Date.parse(instant))) continue
    throw new Problem('bad_request', `"${parameter}" is an instant that cannot be looked for.`, {
      errors: [{ parameter, message: 'is no instant of ours', keyword: 'format' }],
    })
  }
}
