// Generated from specs/realtime.asyncapi.yaml by scripts/generate.ts. Do not edit.
import type { ServerMessage } from './realtime.gen.ts'
import * as validators from './server-validators.mjs'
import type { Validator } from './violation.gen.ts'

export const serverChecks: Readonly<Record<ServerMessage['t'], Validator>> = {
  'connected': validators.Connected,
  'resumed': validators.Resumed,
  'resume_failed': validators.ResumeFailed,
  'going_away': validators.GoingAway,
  'turn.started': validators.TurnStarted,
  'stt.partial': validators.SttPartial,
  'stt.final': validators.SttFinal,
  'turn.ended': validators.TurnEnded,
  'llm.delta': validators.LlmDelta,
  'tool.call': validators.ToolCall,
  'tts.started': validators.TtsStarted,
  'tts.chunk': validators.TtsChunk,
  'tts.stopped': validators.TtsStopped,
  'control.bargein': validators.ControlBargein,
  'usage.updated': validators.UsageUpdated,
  'dtmf.received': validators.DtmfReceived,
  'pong': validators.Pong,
  'error': validators.SocketError,
  'end': validators.End,
}
