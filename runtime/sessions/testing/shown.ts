import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { argumentsOf, heard, resultOf, spoken } from '#runtime/domain/projections/event-text.ts'

/** An event in a line of a timeline: its type, and what tells it from others of its type. */
export function shown({ event, content }: LoggedEvent): string {
  const words = `"${spoken(content)}"`
  switch (event.event_type) {
    case 'turn.started':
      return `turn.started ${event.correlation_id} ${event.data.initiator}`
    case 'endpointing.delay_applied':
      return `endpointing.delay_applied ${event.data.ms}`
    case 'stt.partial':
    case 'stt.final':
      return `${event.event_type} ${words}`
    case 'llm.request':
      return `llm.request ${event.data.messages}`
    case 'llm.response':
      return `llm.response ${event.data.finish_reason} ${words}`
    case 'action.requested':
      return `action.requested ${event.data.name} ${event.data.execution} ${JSON.stringify(argumentsOf(content))}`
    case 'action.completed':
      return `action.completed ${event.data.name} ${JSON.stringify(resultOf(content)?.result)}`
    case 'action.failed':
      return `action.failed ${event.data.name} ${event.data.class}`
    case 'tts.started': {
      const { utterance_id, from_ms } = event.data
      return `tts.started ${utterance_id}${from_ms === undefined ? '' : ` from ${from_ms}`}`
    }
    case 'tts.stopped': {
      const { utterance_id, cause, heard_ms, total_ms } = event.data
      return `tts.stopped ${utterance_id} ${cause} ${heard_ms}/${total_ms} "${heard(content)}"`
    }
    case 'barge_in.detected':
      return `barge_in.detected ${event.data.utterance_id} ${event.data.heard_ms}`
    case 'text.received':
    case 'dtmf.received':
    case 'dtmf.sent':
      return `${event.event_type} ${words}`
    case 'stt.rejected':
      return `stt.rejected ${event.data.confidence} ${event.data.asked_again ? 'asked again' : 'noise'}`
    case 'silence.timer_fired':
      return `silence.timer_fired ${event.data.kind}`
    case 'provider.request_failed':
      return `provider.request_failed ${event.data.service} ${event.data.class}`
    case 'provider.retry_scheduled':
      return `provider.retry_scheduled ${event.data.service} ${event.attempt} ${event.data.backoff_ms}`
    case 'provider.recovered':
      return `provider.recovered ${event.data.service} after ${event.latency_ms}`
    case 'provider.rate_limited':
    case 'provider.circuit_opened':
    case 'provider.circuit_closed':
      return `${event.event_type} ${event.data.service}`
    case 'session.state_changed':
      return `session.state_changed ${event.data.to}`
    case 'call.ended':
      return `call.ended ${event.data.reason}`
    default:
      return event.event_type
  }
}
