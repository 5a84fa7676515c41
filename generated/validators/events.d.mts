// Generated from specs/ by scripts/generate.ts. Do not edit.
import type { Validator } from '../violation.gen.ts'

export const CallStarted: Validator
export const CallAnswered: Validator
export const CallEnded: Validator
export const SessionStateChanged: Validator
export const TurnStarted: Validator
export const EndpointingDelayApplied: Validator
export const ConsentPrompted: Validator
export const ConsentCompleted: Validator
export const TextReceived: Validator
export const DtmfReceived: Validator
export const DtmfSent: Validator
export const SilenceTimerStarted: Validator
export const SilenceTimerFired: Validator
export const UxDelayAcknowledged: Validator
export const SttPartialHeard: Validator
export const SttFinalHeard: Validator
export const LlmRequested: Validator
export const LlmFirstToken: Validator
export const LlmResponded: Validator
export const ActionRequested: Validator
export const ActionCompleted: Validator
export const ActionFailed: Validator
export const TtsSpeaking: Validator
export const TtsSilent: Validator
export const BargeInDetected: Validator
export const UsageRecorded: Validator
export const CallSummarized: Validator
export const CallEvaluated: Validator
export const CostComputed: Validator
export const ProviderRequestFailed: Validator
