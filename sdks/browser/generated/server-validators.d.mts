// Generated from specs/ by scripts/generate.ts. Do not edit.
import type { Validator } from './violation.gen.ts'

export const Connected: Validator
export const Resumed: Validator
export const ResumeFailed: Validator
export const GoingAway: Validator
export const TurnStarted: Validator
export const SttPartial: Validator
export const SttFinal: Validator
export const TurnEnded: Validator
export const LlmDelta: Validator
export const ToolCall: Validator
export const TtsStarted: Validator
export const TtsChunk: Validator
export const TtsStopped: Validator
export const ControlBargein: Validator
export const UsageUpdated: Validator
export const DtmfReceived: Validator
export const Pong: Validator
export const SocketError: Validator
export const End: Validator
