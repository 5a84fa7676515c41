// Generated from specs/ by scripts/generate.ts. Do not edit.
import type { Validator } from '../violation.gen.ts'

export const CallStartedPayload: Validator
export const AsrFinalPayload: Validator
export const AgentToolCallPayload: Validator
export const CallEndedPayload: Validator
export const AgentSummaryPayload: Validator
export const BillingUsageUpdatedPayload: Validator
export const QaFlagsPayload: Validator
