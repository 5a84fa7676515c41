import { createHash } from 'node:crypto'
import type { CallEvent } from '#generated/events.gen.ts'
import { type EventNames, eventNames } from '#generated/names.gen.ts'
import type { TimelineEntry } from '#generated/openapi.gen.ts'
import { inr } from '#runtime/core/money.ts'
import { argumentsOf, heard, type LoggedEvent, resultOf, spoken } from './event-text.ts'

/** What a call's timeline shows of an event (SRS 7.5, `names.yaml`). Pure: the same log gives the same timeline. */
export function timelineEntry({ event, content }: LoggedEvent): TimelineEntry {
  const names: EventNames = eventNames[event.event_type]
  return {
    seq: event.seq,
    ts: event.ts,
    // What belongs to no call has no name in a timeline of its own.
    type: names.timeline ?? event.event_type,
    ...defined({
      mark: names.mark,
      turnId: event.correlation_id === event.session_id ? undefined : event.correlation_id,
      latencyMs: event.latency_ms,
      attempt: event.attempt,
      provider: event.provider?.name,
      model: event.provider?.model,
      text: content === undefined || !('text' in content) ? undefined : spoken(content),
      args: argumentsOf(content),
      resultHash: hashOf(resultOf(content)),
      textHeard: heard(content),
      ...details(event),
      ...commandOf(event),
    }),
  }
}

/** What the types add, in the timeline's words. */
function details(event: CallEvent): Partial<TimelineEntry> {
  switch (event.event_type) {
    case 'call.started':
      return { direction: event.data.direction }
    case 'call.ended':
      return { reason: event.data.reason, durationSec: event.data.duration_ms / 1000 }
    case 'artifact.stored':
      return { artifact: event.data.kind, bytes: event.data.bytes }
    case 'artifact.erased':
      return { artifact: event.data.kind }
    case 'session.state_changed':
      return { from: event.data.from, to: event.data.to }
    case 'endpointing.delay_applied':
      return { waitMs: event.data.ms }
    case 'stt.final':
      return { confidence: event.data.confidence, language: event.data.language }
    case 'stt.rejected':
      return { confidence: event.data.confidence }
    case 'llm.response':
      return tokensOf(event.data)
    case 'action.requested':
      return { ...toolOf(event.data), blocking: true }
    case 'action.completed':
      return toolOf(event.data)
    case 'action.failed':
      return { ...toolOf(event.data), error: event.data.class }
    case 'tts.started':
      return { utteranceId: event.data.utterance_id }
    case 'tts.stopped':
      return { utteranceId: event.data.utterance_id, cause: event.data.cause, heardMs: event.data.heard_ms }
    case 'barge_in.detected':
      return { utteranceId: event.data.utterance_id, heardMs: event.data.heard_ms }
    case 'usage.recorded': {
      const { service, unit, quantity, estimated } = event.data
      return { service, unit, quantity, estimated }
    }
    case 'call.evaluated':
      return { score: event.data.score }
    case 'cost.computed':
      return { costInr: inr(BigInt(event.data.total_micro_inr)) }
    case 'consent.completed':
      return { heardMs: event.data.heard_ms }
    case 'silence.timer_started':
    case 'silence.timer_fired':
      return { timer: event.data.kind, thresholdMs: event.data.threshold_ms }
    case 'ux.delay_acknowledged':
      return { messageKey: event.data.message_key }
    case 'provider.request_failed':
      return { service: event.data.service, failure: event.data.class }
    case 'provider.rate_limited':
    case 'provider.retry_scheduled':
    case 'provider.recovered':
    case 'provider.circuit_opened':
    case 'provider.circuit_closed':
      return { service: event.data.service }
    default:
      return {}
  }
}

function commandOf(event: CallEvent): Partial<TimelineEntry> {
  if (event.event_type === 'control.command_received') return { command: event.data.command }
  if (event.event_type !== 'control.command_applied') return {}
  return { command: event.data.command, result: event.data.result }
}

const tokensOf = (data: { tokens_in: number | null; tokens_out: number | null }): Partial<TimelineEntry> => ({
  ...(data.tokens_in !== null && { tokensIn: data.tokens_in }),
  ...(data.tokens_out !== null && { tokensOut: data.tokens_out }),
})

const toolOf = (data: { name: string; tool_call_id: string; http_status?: number }): Partial<TimelineEntry> => ({
  toolCallId: data.tool_call_id,
  name: data.name,
  ...(data.http_status !== undefined && { httpStatus: data.http_status }),
})

/** What a result was, without saying it (SRS 7.8). */
const hashOf = (answer: { readonly result?: unknown } | undefined): string | undefined =>
  answer && `sha256:${createHash('sha256').update(JSON.stringify(answer.result)).digest('hex')}`

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>
}
