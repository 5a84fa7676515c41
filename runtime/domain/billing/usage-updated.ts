import type { CallEvent } from '#generated/events.gen.ts'
import type { PeriodUsage } from '#runtime/core/period-usage.ts'
import { tenantEvent } from '../tenants/tenant-event.ts'

/** What the tenant's own log is told of its usage (SRS 7.4.4). There are no caps, so none is near. */
export const usageUpdated = (tenantId: string, usage: PeriodUsage, ts: string): CallEvent =>
  tenantEvent(
    'billing.usage_updated',
    'info',
    { tenantId, ts, correlationId: tenantId },
    {
      period_start: usage.periodStart,
      period_end: usage.periodEnd,
      through: usage.through,
      calls: usage.calls,
      asr_ms: usage.asrMs,
      tts_chars: usage.ttsChars,
      llm_tokens_in: usage.llmTokensIn,
      llm_tokens_out: usage.llmTokensOut,
      total_micro_inr: Number(usage.microInr),
      at_risk: false,
    },
  )
