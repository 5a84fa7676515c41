// Generated from specs/ by scripts/generate.ts. Do not edit.
import type { Validator } from '../violation.gen.ts'

export const Start: Validator
export const Ping: Validator
export const EndCall: Validator
export const Connected: Validator
export const SttPartial: Validator
export const SttFinal: Validator
export const LlmDelta: Validator
export const TtsStarted: Validator
export const TtsStopped: Validator
export const ControlBargein: Validator
export const UsageUpdated: Validator
export const Pong: Validator
export const SocketError: Validator
export const End: Validator
