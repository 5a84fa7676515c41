import type { CallEvent } from '#generated/events.gen.ts'
import { type LabelValue, labelValues, type MetricLabels, type MetricOf } from '#generated/metrics.gen.ts'
import { inr } from '#runtime/core/money.ts'

/** One thing to be recorded. */
export type Sample =
  | { [Name in MetricOf<'counter'>]: { add: Name; labels: MetricLabels<Name>; value: number } }[MetricOf<'counter'>]
  | {
      [Name in MetricOf<'histogram'>]: { observe: Name; labels: MetricLabels<Name>; value: number }
    }[MetricOf<'histogram'>]

/** What of a call's log must be remembered for what follows: its last turn. */
export interface TurnMarks {
  readonly turnId: string
  /** Its words were typed or pressed: no voice was waited for. */
  readonly silent: boolean
  /** When the caller's last sound was heard; null until the turn is over, and again once it was answered. */
  readonly stoppedAt: number | null
}

/** What an event adds to the metrics (SRS 4.5). Pure: the same log gives the same samples. `marks`: of the call, from the event before. */
export function callSamples(marks: TurnMarks | null, event: CallEvent): { marks: TurnMarks | null; samples: Sample[] } {
  const samples: Sample[] = [{ add: 'invorto_events_total', labels: { event_type: event.event_type }, value: 1 }]
  const answered = answeredAfter(marks, event)
  if (answered !== null) samples.push({ observe: 'invorto_turn_response_ms', labels: {}, value: answered })
  samples.push(...ofEvent(marks, event))
  return { marks: nextMarks(marks, event, answered !== null), samples }
}

function ofEvent(marks: TurnMarks | null, event: CallEvent): Sample[] {
  const provider = providerOf(event)
  switch (event.event_type) {
    case 'call.started':
      return [{ add: 'invorto_calls_started_total', labels: { direction: event.data.direction }, value: 1 }]
    case 'call.ended':
      return [
        { add: 'invorto_calls_ended_total', labels: { reason: event.data.reason }, value: 1 },
        { observe: 'invorto_call_duration_ms', labels: {}, value: event.data.duration_ms },
      ]
    case 'turn.started':
      return [{ add: 'invorto_turns_total', labels: { initiator: event.data.initiator }, value: 1 }]
    case 'stt.partial':
      return timed(event, (value) => ({ observe: 'asr_first_partial_ms', labels: { provider }, value }))
    case 'endpointing.delay_applied':
      return isSilent(marks, event) ? [] : [{ observe: 'eou_ms', labels: {}, value: event.data.ms }]
    case 'llm.first_token':
      return timed(event, (value) => ({ observe: 'llm_first_token_ms', labels: { provider }, value }))
    case 'llm.response':
      return timed(event, (value) => ({ observe: 'invorto_llm_response_ms', labels: { provider }, value }))
    case 'tts.started':
      return timed(event, (value) => ({ observe: 'tts_first_chunk_ms', labels: { provider }, value }))
    case 'barge_in.detected':
      return [
        { add: 'invorto_barge_ins_total', labels: {}, value: 1 },
        ...timed(event, (value) => ({ observe: 'bargein_cutoff_ms', labels: {}, value })),
      ]
    case 'action.completed':
      return ofTool(event, 'completed')
    case 'action.failed':
      return ofTool(event, event.data.class)
    default:
      return ofProvidersAndCosts(event)
  }
}

function ofProvidersAndCosts(event: CallEvent): Sample[] {
  switch (event.event_type) {
    case 'provider.request_failed': {
      const { service, class: failure } = event.data
      return [{ add: 'invorto_provider_failures_total', labels: { service, failure }, value: 1 }]
    }
    case 'provider.retry_scheduled':
      return [{ add: 'invorto_provider_retries_total', labels: { service: event.data.service }, value: 1 }]
    case 'usage.recorded': {
      const { service: used, unit, quantity } = event.data
      return [{ add: 'invorto_usage_total', labels: { used, unit }, value: quantity }]
    }
    case 'cost.computed': {
      const value = inr(BigInt(event.data.total_micro_inr))
      return [
        { observe: 'cost_per_call_inr', labels: {}, value },
        { add: 'invorto_cost_inr_total', labels: {}, value },
      ]
    }
    default:
      return []
  }
}

const timed = ({ latency_ms }: CallEvent, sample: (ms: number) => Sample): Sample[] =>
  latency_ms === undefined ? [] : [sample(latency_ms)]

const ofTool = (event: CallEvent, outcome: LabelValue<'outcome'>): Sample[] => [
  { add: 'invorto_tool_calls_total', labels: { outcome }, value: 1 },
  ...timed(event, (value) => ({ observe: 'invorto_tool_call_ms', labels: { outcome }, value })),
]

/** How long the caller has waited, when the event is the first sound of the answer. */
function answeredAfter(marks: TurnMarks | null, event: CallEvent): number | null {
  const isFirst = event.event_type === 'tts.started' && event.data.from_ms === undefined
  if (!isFirst || marks === null || marks.stoppedAt === null || marks.silent) return null
  return event.correlation_id === marks.turnId ? Math.max(0, Date.parse(event.ts) - marks.stoppedAt) : null
}

const isSilent = (marks: TurnMarks | null, { correlation_id }: CallEvent): boolean =>
  marks?.turnId === correlation_id && marks.silent

function nextMarks(marks: TurnMarks | null, event: CallEvent, answered: boolean): TurnMarks | null {
  const turnId = event.correlation_id
  switch (event.event_type) {
    case 'turn.started':
      return { turnId, silent: false, stoppedAt: null }
    case 'text.received':
    case 'dtmf.received':
      return { turnId, silent: true, stoppedAt: null }
    case 'endpointing.delay_applied':
      return { turnId, silent: isSilent(marks, event), stoppedAt: event.data.user_last_audio_ts_ms }
    default:
      return answered && marks !== null ? { ...marks, stoppedAt: null } : marks
  }
}

const known: readonly string[] = labelValues.provider

const providerOf = ({ provider }: CallEvent): LabelValue<'provider'> =>
  known.includes(provider?.name ?? '') ? (provider!.name as LabelValue<'provider'>) : 'other'
