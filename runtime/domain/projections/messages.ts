import type { EventType } from '#generated/events.gen.ts'
import type { CallMessage } from '#generated/openapi.gen.ts'
import { heard, type LoggedEvent, spoken } from './event-text.ts'

/** What `callMessages` reads. */
export const typesOfMessages = [
  'turn.started',
  'stt.final',
  'text.received',
  'tts.started',
  'tts.stopped',
] as const satisfies EventType[]

/**
 * Who said what, with seconds since the answer (SRS 7.7.2). A caller's words begin with their turn, or where the words
 * before them ended; the agent's are those that were heard.
 */
export function callMessages(log: readonly LoggedEvent[], answeredAt: string): CallMessage[] {
  const since = (ts: string): number => Math.max(0, Date.parse(ts) - Date.parse(answeredAt)) / 1000
  const messages: CallMessage[] = []
  let callerFrom = 0
  let agentFrom = 0
  for (const { event, content } of log) {
    const at = since(event.ts)
    if (event.event_type === 'turn.started') callerFrom = at
    if (event.event_type === 'tts.started' && event.data.from_ms === undefined) agentFrom = at
    if (event.event_type === 'text.received' && spoken(content) !== '') {
      messages.push({ ...message('user', spoken(content), at, at), isFiltered: false, detectedThreats: [] })
    }
    if (event.event_type === 'stt.final' && spoken(content) !== '') {
      messages.push({ ...message('user', spoken(content), callerFrom, at), isFiltered: false, detectedThreats: [] })
      callerFrom = at
    }
    if (event.event_type === 'tts.stopped' && (heard(content) ?? '') !== '') {
      messages.push(message('assistant', heard(content)!, agentFrom, at))
    }
  }
  return messages
}

const message = (role: CallMessage['role'], text: string, time: number, endTime: number): CallMessage => ({
  ...{ role, message: text, time, endTime, secondsFromStart: time },
  duration: Math.round((endTime - time) * 1000) / 1000,
})
