import { endReasonClass } from '#generated/names.gen.ts'
import type { Call } from '#generated/openapi.gen.ts'
import {
  type AnyWebhookPayload,
  type WebhookPayloads,
  type WebhookType,
  webhookEvents,
} from '#generated/webhooks.gen.ts'
import { inr } from '#runtime/core/money.ts'
import { minutes } from '#runtime/domain/costs/call-usage.ts'
import { type LoggedEvent, spoken } from '../event-text.ts'
import { agentSummary, type Reading, readingsOfSummary, type SummaryLinks } from './agent-summary.ts'
import { webhookEventId } from './event-id.ts'
import { fitted } from './fitting.ts'
import { requestOf, toolCallReport } from './tool-calls.ts'

/** What a payload is made from: the event that it tells of, and of its session's log what `readingsFor` names. */
export interface WebhookSource {
  readonly tenantId: string
  readonly type: WebhookType
  readonly told: LoggedEvent
  readonly log: readonly LoggedEvent[]
  /** The call of the session. */
  readonly call: Pick<Call, 'agentConfigAtCallStart'> | null
  /** Made for this try. */
  readonly links: SummaryLinks
}

/** What a payload of this type reads of the session's log besides the event that it tells of. */
export const readingsFor = (type: WebhookType): readonly Reading[] => readings[type] ?? []

const readings: Partial<Record<WebhookType, readonly Reading[]>> = {
  'agent.summary': readingsOfSummary,
  'agent.tool_call': [{ types: ['action.requested'], limit: 1_000 }],
}

/**
 * The payload of a webhook (SRS 7.4, 7.7). Pure: the same log gives the same bytes, but for the links. Null where nothing can
 * be told any more, its words being erased.
 */
export function webhookPayload(source: WebhookSource): AnyWebhookPayload | null {
  const told = bodies[source.type](source)
  return told && fitted({ ...envelope(source), ...told } as AnyWebhookPayload)
}

type Common = 'type' | 'schemaVersion' | 'eventId' | 'callId' | 'tenantId'
type Body<T extends WebhookType> = Omit<WebhookPayloads[T], Common>

const bodies: { readonly [T in WebhookType]: (source: WebhookSource) => Body<T> | null } = {
  'call.started': ({ told }) => callStarted(told),
  'asr.final': ({ told }) => asrFinal(told),
  'agent.tool_call': toolCall,
  'call.ended': ({ told }) => callEnded(told),
  'agent.summary': agentSummary,
  'billing.usage.updated': ({ told }) => usageUpdated(told),
  // Nothing finds flags yet.
  'qa.flags': () => null,
}

const envelope = ({ tenantId, type, told: { event } }: WebhookSource) => ({
  type,
  schemaVersion: webhookEvents[type].schemaVersion,
  eventId: webhookEventId(event.session_id, event.seq, type),
  callId: event.session_id === tenantId ? null : event.session_id,
  tenantId,
})

/** No telephone is used yet, so there are neither numbers nor a carrier. */
function callStarted({ event }: LoggedEvent): Body<'call.started'> | null {
  if (event.event_type !== 'call.started') return null
  const { direction, agent_id: agentId } = event.data
  return { startedAt: event.ts, direction, agentId, from: null, to: null, carrier: null }
}

function asrFinal({ event, content }: LoggedEvent): Body<'asr.final'> | null {
  if (event.event_type !== 'stt.final' || content === undefined) return null
  const { confidence, language } = event.data
  return { ts: event.ts, turnId: event.correlation_id, text: spoken(content), confidence, language }
}

function toolCall({ told, log }: WebhookSource): Body<'agent.tool_call'> | null {
  const { event } = told
  if (event.event_type !== 'action.completed' && event.event_type !== 'action.failed') return null
  const ids = { toolCallId: event.data.tool_call_id, turnId: event.correlation_id }
  return { ...ids, ...toolCallReport(told, requestOf(log, event.data.tool_call_id)) }
}

function callEnded({ event }: LoggedEvent): Body<'call.ended'> | null {
  if (event.event_type !== 'call.ended') return null
  const { reason, duration_ms, last_event_ts: endedAt = event.ts } = event.data
  return { endedAt, reason: endReasonClass[reason], reasonDetail: reason, durationSec: duration_ms / 1000 }
}

/** There are no caps yet, so none has made it come. */
function usageUpdated({ event }: LoggedEvent): Body<'billing.usage.updated'> | null {
  if (event.event_type !== 'billing.usage_updated') return null
  const { period_start: periodStart, period_end: periodEnd, at_risk: atRisk, ...used } = event.data
  const totals = {
    asrMin: minutes(BigInt(used.asr_ms)),
    ttsChars: used.tts_chars,
    llmIn: used.llm_tokens_in,
    llmOut: used.llm_tokens_out,
    costInr: inr(BigInt(used.total_micro_inr)),
  }
  return { ts: event.ts, periodStart, periodEnd, totals, atRisk }
}
