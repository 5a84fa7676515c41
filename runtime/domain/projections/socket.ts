import type { ServerMessage } from '#generated/realtime.gen.ts'
import { argumentsOf, heard, type LoggedEvent, spoken } from './event-text.ts'

/** A socket message without its place in the log, which the socket adds. */
export type LoggedMessage = Extract<
  ServerMessage,
  {
    t:
      | 'turn.started'
      | 'turn.ended'
      | 'dtmf.received'
      | 'stt.partial'
      | 'stt.final'
      | 'tool.call'
      | 'tts.started'
      | 'tts.stopped'
      | 'control.bargein'
      | 'usage.updated'
      | 'end'
  }
>

/** What the caller's socket is told of an event (`names.yaml`, column socket); null where it is told nothing. */
export function socketMessage({ event, content }: LoggedEvent): LoggedMessage | null {
  switch (event.event_type) {
    case 'turn.started':
      return { t: 'turn.started', turnId: event.correlation_id, initiator: event.data.initiator }
    case 'endpointing.delay_applied':
      return { t: 'turn.ended', turnId: event.correlation_id, policyWaitMs: event.data.ms }
    case 'dtmf.sent':
      return { t: 'dtmf.received', digit: spoken(content) }
    case 'stt.partial':
      return { t: 'stt.partial', text: spoken(content) }
    case 'stt.final': {
      const { confidence, language } = event.data
      return { t: 'stt.final', text: spoken(content), confidence, language }
    }
    case 'action.requested': {
      const { tool_call_id, name, execution, deadline_ms } = event.data
      if (execution !== 'client') return null
      return { t: 'tool.call', id: tool_call_id, name, args: argumentsOf(content) ?? {}, deadlineMs: deadline_ms }
    }
    case 'tts.started': {
      const { utterance_id, sample_rate_hz, from_ms } = event.data
      const message = { t: 'tts.started', utteranceId: utterance_id, sampleRateHz: sample_rate_hz } as const
      return from_ms === undefined ? message : { ...message, fromMs: from_ms }
    }
    case 'tts.stopped': {
      const { utterance_id, cause, heard_ms, method } = event.data
      const said = { textGenerated: spoken(content), textHeard: heard(content) ?? '' }
      return { t: 'tts.stopped', utteranceId: utterance_id, cause, ...said, heardMs: heard_ms, method }
    }
    case 'barge_in.detected':
      return { t: 'control.bargein', action: 'stop-tts', utteranceId: event.data.utterance_id }
    case 'usage.recorded': {
      const { service, unit, quantity, total, estimated } = event.data
      return { t: 'usage.updated', service, unit, quantity, total, estimated }
    }
    case 'call.ended':
      return { t: 'end', reason: event.data.reason, durationSec: event.data.duration_ms / 1000 }
    default:
      return null
  }
}
