import type { EndReason, EventType } from '#generated/events.gen.ts'
import { heard, type LoggedEvent, spoken } from '../projections/event-text.ts'

export interface SaidLine {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** What a conclusion is drawn from. */
export interface EndedTalk {
  /** Who said what; of the agent, what was heard. */
  readonly lines: readonly SaidLine[]
  readonly reason: EndReason
  readonly durationMs: number
}

const isOfCaller = (type: EventType): boolean => type === 'stt.final' || type === 'text.received'

export function endedTalk(log: readonly LoggedEvent[]): EndedTalk {
  const lines: SaidLine[] = []
  let end: { reason: EndReason; duration_ms: number } = { reason: 'internal', duration_ms: 0 }
  for (const { event, content } of log) {
    if (event.event_type === 'call.ended') end = event.data
    const said = isOfCaller(event.event_type) ? spoken(content) : ''
    if (said !== '') lines.push({ role: 'user', text: said })
    const answered = event.event_type === 'tts.stopped' ? (heard(content) ?? '') : ''
    if (answered !== '') lines.push({ role: 'assistant', text: answered })
  }
  return { lines, reason: end.reason, durationMs: end.duration_ms }
}
