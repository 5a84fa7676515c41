import { type AnyWebhookPayload, type WebhookType, webhookEvents } from '#generated/webhooks.gen.ts'
import { dayOf, monthOf } from '#runtime/core/local-day.ts'
import { noLinks } from '#runtime/domain/projections/webhooks/agent-summary.ts'

interface Occasion {
  readonly tenantId: string
  readonly eventId: string
  readonly now: number
}

const callId = 'c_00000000000000000000000000'
const agentId = 'a_00000000000000000000000000'
const turnId = 'turn_1'
const LENGTH_MS = 62_000

/** A payload of each type, of a call that never was, for who wants to see whether an endpoint takes it. */
export function sampleOf(type: WebhookType, { tenantId, eventId, now }: Occasion): AnyWebhookPayload {
  const [startedAt, endedAt] = [now - LENGTH_MS, now].map((at) => new Date(at).toISOString()) as [string, string]
  const about = type === 'billing.usage.updated' ? null : callId
  const envelope = { type, schemaVersion: webhookEvents[type].schemaVersion, eventId, callId: about, tenantId }
  return { ...envelope, ...bodies(startedAt, endedAt)[type] } as AnyWebhookPayload
}

const used = { asrMin: 1, ttsChars: 360, llmIn: 420, llmOut: 150, costInr: 1.63 }
const report = { name: 'get_order_status', blocking: true, ok: true, latencyMs: 312, httpStatus: 200 }

const bodies = (startedAt: string, endedAt: string): Record<WebhookType, object> => {
  const toolCall = { ...report, startedAt, endedAt, args: { orderId: 'A123' }, resultSummary: { status: 'shipped' } }
  const period = monthOf(dayOf(Date.parse(endedAt)))
  return {
    'call.started': { startedAt, direction: 'inbound', agentId, from: null, to: null, carrier: null },
    'asr.final': { ts: endedAt, turnId, text: 'I want pricing', confidence: 0.98, language: 'en-IN' },
    'agent.tool_call': { toolCallId: 'tk_1', turnId, ...toolCall },
    'call.ended': { endedAt, reason: 'hangup', reasonDetail: 'caller_hangup', durationSec: LENGTH_MS / 1000 },
    'agent.summary': {
      ...{ startedAt, endedAt, durationSec: LENGTH_MS / 1000, carrier: null, media: null },
      kpis: { asrFirstPartialMs: 122, eouMs: 340, llmFirstTokenMs: 210, ttsFirstChunkMs: 380 },
      usage: used,
      summary: { outcome: 'meeting_booked', nextStep: 'Calendar invite sent', notes: 'Prefers the morning.' },
      emotion: { enabled: false, dominant: null, valence: null, arousal: null },
      artifacts: noLinks,
      toolCalls: [toolCall],
    },
    'billing.usage.updated': {
      ts: endedAt,
      periodStart: period.start,
      periodEnd: period.end,
      totals: used,
      atRisk: false,
    },
    'qa.flags': { ts: endedAt, flags: [{ kind: 'frustration_spike', ts: 17.2, level: 0.86 }] },
  }
}
