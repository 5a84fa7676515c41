import type { CallEvent } from '#generated/events.gen.ts'

export type Stage = 'stt' | 'endpointing' | 'llm' | 'tool' | 'tts'

type Attributes = Record<string, string | number | boolean | readonly string[]>

/** A stage of a turn that is under way. */
export interface StageSpan {
  readonly stage: Stage
  readonly turnId: string
  readonly name: string
  /** What its span's id is made of: the number of its event, or the tool call. */
  readonly id: string | number
  readonly startedAt: number
  readonly attributes: Attributes
}

interface Opening {
  readonly key: string
  readonly stage: StageSpan
}

interface Closing {
  readonly key: string
  readonly attributes: Attributes
  readonly error?: string
}

/** The stage that begins with an event, and what it is closed by. */
export function openOf(event: CallEvent, at: number): Opening | null {
  const { correlation_id: turnId, seq, latency_ms = 0 } = event
  const of = (stage: Stage, more: Partial<StageSpan> = {}): StageSpan => ({
    ...{ stage, turnId, name: named(stage, event), id: seq, startedAt: at },
    ...more,
    attributes: { ...providerOf(stage, event), ...more.attributes },
  })
  switch (event.event_type) {
    case 'stt.partial':
    case 'stt.final':
      return {
        key: `stt/${turnId}`,
        stage: of('stt', { startedAt: event.event_type === 'stt.partial' ? at - latency_ms : at }),
      }
    case 'llm.request':
      return { key: `llm/${turnId}`, stage: of('llm', { attributes: { 'invorto.llm.messages': event.data.messages } }) }
    case 'action.requested': {
      const { name, tool_call_id: id, execution } = event.data
      const attributes = {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': name,
        'gen_ai.tool.call.id': id,
        'gen_ai.tool.type': 'function',
        'invorto.tool.execution': execution,
      }
      return { key: `tool/${id}`, stage: of('tool', { id, name: `execute_tool ${name}`, attributes }) }
    }
    case 'tts.started': {
      const { utterance_id: id } = event.data
      const attributes = { 'invorto.tts.utterance_id': id, 'invorto.tts.first_chunk_ms': latency_ms }
      return { key: `tts/${id}`, stage: of('tts', { startedAt: at - latency_ms, attributes }) }
    }
    default:
      return null
  }
}

/** The stages that end with an event. A failure is noted in the stage that is under way. */
export function closeOf(event: CallEvent, stages: Map<string, StageSpan>): Closing[] {
  const { correlation_id: turnId } = event
  switch (event.event_type) {
    case 'endpointing.delay_applied':
      return heardAt(event, stages)
    case 'llm.first_token':
      note(stages, `llm/${turnId}`, {
        'invorto.llm.first_token_ms': event.latency_ms ?? 0,
        'langfuse.observation.completion_start_time': event.ts,
      })
      return []
    case 'llm.response':
      return [{ key: `llm/${turnId}`, attributes: answerOf(event) }]
    case 'action.completed':
    case 'action.failed': {
      const { tool_call_id: id, http_status: status } = event.data
      const attributes = {
        ...(status !== undefined && { 'http.response.status_code': status }),
        ...(event.attempt !== undefined && { 'invorto.attempt': event.attempt }),
      }
      return [
        { key: `tool/${id}`, attributes, ...(event.event_type === 'action.failed' && { error: event.data.class }) },
      ]
    }
    case 'tts.stopped': {
      const { utterance_id: id, cause, heard_ms, total_ms, characters } = event.data
      const attributes = {
        'invorto.tts.cause': cause,
        'invorto.tts.heard_ms': heard_ms,
        'invorto.tts.total_ms': total_ms,
        'invorto.tts.characters': characters,
      }
      return [{ key: `tts/${id}`, attributes, ...(cause === 'error' && { error: 'error' }) }]
    }
    case 'provider.request_failed':
      return failed(event, stages)
    case 'stt.final':
      noteWords(event, stages)
      return []
    default:
      return []
  }
}

type Heard = Extract<CallEvent, { event_type: 'endpointing.delay_applied' }>
type Answered = Extract<CallEvent, { event_type: 'llm.response' }>
type Failed = Extract<CallEvent, { event_type: 'provider.request_failed' }>
type Final = Extract<CallEvent, { event_type: 'stt.final' }>

/** The turn is over: so is what was heard of it, and the wait for its end is a stage of its own. */
function heardAt({ correlation_id: turnId, data, seq }: Heard, stages: Map<string, StageSpan>): Closing[] {
  const heard = stages.get(`stt/${turnId}`)
  if (heard === undefined) return []
  const wait = {
    stage: 'endpointing',
    turnId,
    name: 'endpointing',
    id: seq,
    startedAt: data.user_last_audio_ts_ms,
  } as const
  stages.set(`endpointing/${turnId}`, { ...wait, attributes: { 'invorto.endpointing.ms': data.ms } })
  return [
    { key: `stt/${turnId}`, attributes: {} },
    { key: `endpointing/${turnId}`, attributes: {} },
  ]
}

function answerOf({ data }: Answered): Attributes {
  return {
    'gen_ai.response.finish_reasons': [data.finish_reason],
    'invorto.llm.response_length': data.response_length,
    ...(data.tokens_in !== null && { 'gen_ai.usage.input_tokens': data.tokens_in }),
    ...(data.tokens_out !== null && { 'gen_ai.usage.output_tokens': data.tokens_out }),
  }
}

/** For good: what it was doing has ended. Else it goes on, and the failure is remembered with it. */
function failed({ data, severity, attempt }: Failed, stages: Map<string, StageSpan>): Closing[] {
  const key = [...stages].findLast(([, { stage }]) => stage === (data.service === 'asr' ? 'stt' : data.service))?.[0]
  if (key === undefined) return []
  note(stages, key, {
    'invorto.provider.failure': data.class,
    ...(attempt !== undefined && { 'invorto.attempt': attempt }),
  })
  return severity === 'error' ? [{ key, attributes: {}, error: data.class }] : []
}

function noteWords({ correlation_id: turnId, data, latency_ms }: Final, stages: Map<string, StageSpan>): void {
  const { transcript_length, language, confidence } = data
  note(stages, `stt/${turnId}`, {
    'invorto.stt.transcript_length': transcript_length,
    'invorto.stt.language': language,
    'invorto.stt.confidence': confidence,
    ...(latency_ms !== undefined && { 'invorto.stt.final_ms': latency_ms }),
  })
}

function note(stages: Map<string, StageSpan>, key: string, attributes: Attributes): void {
  const stage = stages.get(key)
  if (stage !== undefined) stages.set(key, { ...stage, attributes: { ...stage.attributes, ...attributes } })
}

const named = (stage: Stage, { provider }: CallEvent): string =>
  [stage === 'llm' ? 'chat' : stage, ...(provider?.model === undefined ? [] : [provider.model])].join(' ')

/** The model's call by the GenAI conventions; transcriber and voice by the same names where they fit. */
function providerOf(stage: Stage, { provider }: CallEvent): Attributes {
  if (provider?.name === undefined) return {}
  return {
    ...(stage === 'llm' && { 'gen_ai.operation.name': 'chat' }),
    'gen_ai.provider.name': provider.name,
    ...(provider.model !== undefined && { 'gen_ai.request.model': provider.model }),
  }
}
