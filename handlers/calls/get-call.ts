import type { Handler } from '#handlers/handler.ts'
import { callUsage } from '#runtime/domain/costs/call-usage.ts'
import { callConclusion } from '#runtime/domain/projections/call-conclusion.ts'
import { callMessages, typesOfMessages } from '#runtime/domain/projections/messages.ts'
import { readLogOf } from '#runtime/sessions/log/call-reader.ts'
import { noCall } from './no-call.ts'

/** Events that are read for the echo of messages, and messages that it has (`CallArtifact` in specs/schemas/call.yaml). */
const MOST_EVENTS = 8_000
const MOST_MESSAGES = 2_000

export const getCall: Handler<'getCall'> = async ({ path, query, caller: { tenantId } }, deps) => {
  const call = await deps.store.calls.get(tenantId, path.callId)
  if (call === null) throw noCall(path.callId)
  const over = call.status === 'ended'
  const lines = over ? await deps.store.costs.ofCall(tenantId, call.id) : null
  const concluded = over ? await readLogOf(deps, tenantId, call.id, ['call.summarized', 'call.evaluated'], 2) : []
  const details = { ...call, usage: lines && callUsage(lines), ...callConclusion(concluded) }
  if (query.include === undefined) return { status: 200, body: details }
  const log = await readLogOf(deps, tenantId, call.id, typesOfMessages, MOST_EVENTS)
  const messages = callMessages(log, call.answeredAt ?? call.createdAt).slice(0, MOST_MESSAGES)
  return { status: 200, body: { ...details, artifact: { messages } } }
}
