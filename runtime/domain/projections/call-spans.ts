import type { CallEvent } from '#generated/events.gen.ts'
import type { Span } from '#runtime/core/span.ts'
import { callTrace, spanOf } from '#runtime/core/trace-context.ts'
import { closeOf, openOf, type Stage, type StageSpan } from './stage-spans.ts'

interface Turn {
  readonly startedAt: number
  /** When something of it happened last. */
  lastAt: number
  /** When the caller's last sound was heard, once the turn is over. */
  stoppedAt: number | null
  /** Another turn has begun: it ends with what of it is still under way. */
  over: boolean
  readonly attributes: Record<string, string | number | boolean>
}

/** What is under way in a call. */
export interface OpenSpans {
  /** Where they are: the call's own trace, or that of its client with the client's span. */
  readonly trace: ReturnType<typeof callTrace>
  readonly startedAt: number
  readonly attributes: Record<string, string | number | boolean>
  readonly turns: Map<string, Turn>
  /** By what closes them: the stage and the thing that it works at. */
  readonly stages: Map<string, StageSpan>
}

/** What may be under way at once; what is more is not told of. */
const MAX_OPEN = 64

/**
 * The spans that an event closes (SRS 4.5: one a turn and stage), with the GenAI conventions for the model and its tools.
 * A projection of the log: the same events give the same spans, ids among them; no words are in them. It changes `open`,
 * which belongs to one call, and gives it back.
 */
export function stepSpans(open: OpenSpans | null, event: CallEvent): { open: OpenSpans | null; spans: Span[] } {
  const at = Date.parse(event.ts)
  if (event.event_type === 'call.started') return { open: begun(event, at), spans: [] }
  // The log of another process; its end at least is told.
  if (open === null) return { open, spans: event.event_type === 'call.ended' ? [callSpan(null, event, at)] : [] }
  if (event.event_type === 'call.ended') {
    const stages = [...open.stages.values()].map((stage) => closed(open, event, unfinished(stage), at, null))
    const turns = [...open.turns].map(([turnId, turn]) => turnSpan(open, event, turnId, turn))
    return { open: null, spans: [...stages, ...turns, callSpan(open, event, at)] }
  }
  noteTurn(open, event, at)
  const spans = stepStages(open, event, at)
  return { open, spans: [...spans, ...endedTurns(open, event)] }
}

type Started = Extract<CallEvent, { event_type: 'call.started' }>
type Ended = Extract<CallEvent, { event_type: 'call.ended' }>

const begun = ({ session_id, data }: Started, at: number): OpenSpans => ({
  trace: callTrace(session_id, data.traceparent),
  startedAt: at,
  attributes: {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.id': data.agent_id,
    'gen_ai.agent.version': String(data.agent_version),
    'invorto.call.direction': data.direction,
  },
  turns: new Map(),
  stages: new Map(),
})

function callSpan(open: OpenSpans | null, { session_id, severity, data }: Ended, at: number): Span {
  const { traceId, parentId } = open?.trace ?? callTrace(session_id, data.traceparent)
  return {
    traceId,
    spanId: spanOf(session_id),
    parentId,
    name: 'call',
    kind: 'server',
    startedAt: open?.startedAt ?? at - data.duration_ms,
    endedAt: at,
    attributes: {
      ...shared(session_id),
      ...open?.attributes,
      'langfuse.trace.name': 'call',
      'invorto.call.end_reason': data.reason,
    },
    error: severity === 'error' ? data.reason : null,
  }
}

/** What every span of a call has: Langfuse groups by `session.id`, others by the conversation. */
const shared = (sessionId: string): Record<string, string> => ({
  'session.id': sessionId,
  'gen_ai.conversation.id': sessionId,
})

function noteTurn({ turns }: OpenSpans, event: CallEvent, at: number): void {
  const { correlation_id: turnId } = event
  if (event.event_type === 'turn.started') {
    for (const turn of turns.values()) turn.over = true
    const { initiator } = event.data
    if (turns.size < MAX_OPEN)
      turns.set(turnId, {
        startedAt: at,
        lastAt: at,
        stoppedAt: null,
        over: false,
        attributes: { 'invorto.turn.initiator': initiator },
      })
  }
  const turn = turns.get(turnId)
  if (turn === undefined) return
  turn.lastAt = at
  if (event.event_type === 'barge_in.detected') turn.attributes['invorto.turn.spoken_over'] = true
  if (event.event_type === 'guardrail.blocked') turn.attributes['invorto.turn.blocked'] = true
  if (event.event_type === 'endpointing.delay_applied') {
    turn.attributes['invorto.turn.eou_ms'] = event.data.ms
    turn.stoppedAt = event.data.user_last_audio_ts_ms
  }
  if (event.event_type === 'tts.started' && turn.stoppedAt !== null) {
    turn.attributes['invorto.turn.response_ms'] ??= Math.max(0, at - turn.stoppedAt)
  }
}

/** Turns after which another has begun and of which nothing is under way. */
function endedTurns(open: OpenSpans, event: CallEvent): Span[] {
  const { turns, stages } = open
  const busy = new Set([...stages.values()].map(({ turnId }) => turnId))
  const ended = [...turns].filter(([turnId, { over }]) => over && !busy.has(turnId))
  for (const [turnId] of ended) turns.delete(turnId)
  return ended.map(([turnId, turn]) => turnSpan(open, event, turnId, turn))
}

const turnSpan = (
  { trace: { traceId } }: OpenSpans,
  { session_id }: CallEvent,
  turnId: string,
  { startedAt, lastAt, attributes }: Turn,
): Span => ({
  traceId,
  spanId: spanOf(session_id, turnId),
  parentId: spanOf(session_id),
  name: 'turn',
  kind: 'internal',
  startedAt,
  endedAt: lastAt,
  attributes: { ...shared(session_id), 'invorto.turn.id': turnId, ...attributes },
  error: null,
})

function stepStages(open: OpenSpans, event: CallEvent, at: number): Span[] {
  const opening = openOf(event, at)
  const isLate = opening?.stage.stage === 'stt' && open.turns.get(opening.stage.turnId)?.stoppedAt !== null
  if (opening !== null && !isLate && open.stages.size < MAX_OPEN && !open.stages.has(opening.key))
    open.stages.set(opening.key, opening.stage)
  return closeOf(event, open.stages).flatMap(({ key, attributes, error = null }) => {
    const stage = open.stages.get(key)
    if (stage === undefined) return []
    open.stages.delete(key)
    return [closed(open, event, { ...stage, attributes: { ...stage.attributes, ...attributes } }, at, error)]
  })
}

/** What was under way when the call ended. */
const unfinished = (stage: StageSpan): StageSpan => ({
  ...stage,
  attributes: { ...stage.attributes, 'invorto.unfinished': true },
})

function closed(
  { trace: { traceId }, turns }: OpenSpans,
  { session_id }: CallEvent,
  stage: StageSpan,
  at: number,
  error: string | null,
): Span {
  return {
    traceId,
    spanId: spanOf(session_id, stage.id),
    parentId: turns.has(stage.turnId) ? spanOf(session_id, stage.turnId) : spanOf(session_id),
    name: stage.name,
    kind: kinds[stage.stage],
    startedAt: Math.min(stage.startedAt, at),
    endedAt: at,
    attributes: { ...shared(session_id), ...stage.attributes },
    error,
  }
}

const kinds: Readonly<Record<Stage, Span['kind']>> = {
  stt: 'client',
  endpointing: 'internal',
  llm: 'client',
  tool: 'internal',
  tts: 'client',
}
