import { keysAsWords } from '#runtime/domain/turns/keypad.ts'
import { heard, type LoggedEvent, spoken } from './event-text.ts'

/** `transcripts/{callId}.jsonl`: who said what, a line each; of the agent, what was heard. */
export function transcriptLine({ event, content }: LoggedEvent): string | null {
  const line = (role: 'user' | 'assistant', message: string): string | null =>
    message === '' ? null : `${JSON.stringify({ seq: event.seq, ts: event.ts, role, message })}\n`
  if (event.event_type === 'stt.final' || event.event_type === 'text.received') return line('user', spoken(content))
  if (event.event_type === 'dtmf.received') return line('user', spoken(content) && keysAsWords(spoken(content)))
  if (event.event_type === 'tts.stopped') return line('assistant', heard(content) ?? '')
  return null
}

/** `metrics/{callId}.ndjson`: what every stage took, a line each; no words. */
export function metricsLine({ event }: LoggedEvent): string | null {
  const { seq, ts, event_type, correlation_id, latency_ms, provider, data } = event
  const wait = event.event_type === 'endpointing.delay_applied' ? event.data.ms : undefined
  if (latency_ms === undefined && wait === undefined) return null
  return `${JSON.stringify({ seq, ts, event_type, correlation_id, latency_ms: latency_ms ?? wait, provider, data })}\n`
}
