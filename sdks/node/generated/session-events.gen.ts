// Generated from specs/events.asyncapi.yaml by scripts/generate.ts. Do not edit.

import type { SessionEventPage as OpenPage, SessionEvent as OpenEvent } from './rest/types.gen.ts'

/** Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted. */
export type Timestamp = string

/** Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands. */
export type Id = string

/** Number of the event in its session's log. Begins at 1 and has no gaps. */
export type Seq = number

/** Which personal data the event holds, and how it is handled (OBS-00 section 4). */
export interface PiiNotice {
  /** Whether there is any. */
  readonly contains_pii: boolean
  /** What kinds of it. */
  readonly fields: readonly string[]
  /** How it is handled. */
  readonly handling: 'none' | 'masked' | 'restricted'
}

/** Whose service it was. */
export interface ProviderName {
  /** The provider. */
  readonly name?: string
  /** The provider's model. */
  readonly model?: string
}

/** Span of time, milliseconds. */
export type DurationMs = number

/** Who called; a browser that connects is inbound. */
export type CallDirection = 'inbound' | 'outbound'

/** The span of the client in which the call began (W3C Trace Context), where its handshake named one: the spans of the call are in its trace. */
export type Traceparent = string

/** How it began. */
export interface CallStartedData {
  readonly direction: CallDirection
  readonly agent_id: Id
  /** The agent's version. */
  readonly agent_version: number
  readonly traceparent?: Traceparent
}

/** Which way the call goes, and between whom (OBS-00 2.2). Hashes are keyed, so that nobody finds the numbers by trying. */
export interface EnvelopeCall {
  readonly direction: CallDirection
  /** Keyed hash of the caller's number. */
  readonly caller_hash?: string
  /** Keyed hash of the called number. */
  readonly callee_hash?: string
}

/** A call began. */
export interface CallStarted {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'call.started'
  readonly data: CallStartedData
  readonly call?: EnvelopeCall
}

/** Samples a second of mono PCM16 little-endian audio. */
export type SampleRateHz = 8000 | 16000

/** Language and region, BCP 47. */
export type Locale = string

/** How audio travels. */
export interface CallAnsweredData {
  readonly sample_rate_hz: SampleRateHz
  readonly locale: Locale
}

/** The conversation began. */
export interface CallAnswered {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'call.answered'
  readonly data: CallAnsweredData
  readonly call?: EnvelopeCall
}

/** Why the call ended, in full. */
export type EndReason = 'caller_hangup' | 'agent_hangup' | 'user_silence_timeout' | 'max_duration' | 'transfer' | 'provider_unavailable' | 'quota_exceeded' | 'cancelled' | 'owner_lost' | 'client_lost' | 'store_unavailable' | 'internal'

/** Why and when it ended. */
export interface CallEndedData {
  readonly reason: EndReason
  readonly duration_ms: DurationMs
  /** Of a call whose owner was lost, when it was last heard of; it counts until then. */
  readonly last_event_ts?: Timestamp
  /** Of a call whose owner was lost, how many of its events were seen to have happened and are not in this log: one of them could not be read any more, and as a log has no gaps, none behind it is kept. */
  readonly lost_events?: number
  readonly traceparent?: Traceparent
}

/** The call is over. What follows it in the log is made from it, or tells that the command which ended it was applied. */
export interface CallEnded {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'call.ended'
  readonly data: CallEndedData
  readonly call?: EnvelopeCall
}

/** Which artifact; the bundle is a zip of the others, the timeline and the summary. */
export type StoredArtifactKind = 'recording' | 'transcript' | 'metrics' | 'bundle'

/** What it is. */
export interface ArtifactStoredData {
  readonly kind: StoredArtifactKind
  /** Its length. */
  readonly bytes: number
  readonly duration_ms?: DurationMs
  /** How much of a recording is silent because the disk did not take it in time; left out where nothing is. */
  readonly lost_ms?: DurationMs
}

/** Something that the call left behind is stored and can be had (FR-D3); it follows the end of the call. */
export interface ArtifactStored {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'artifact.stored'
  readonly data: ArtifactStoredData
}

/** Which artifact. */
export type ArtifactKind = 'recording' | 'transcript' | 'metrics'

/** What it is, and why. */
export interface ArtifactErasedData {
  readonly kind: ArtifactKind
  /** The tenant's setting at that time. */
  readonly retention_days: number
}

/**
 * The days for which the call keeps an artifact are over (SRS 4.6, FR-CP1): it is erased, and none is stored again. The
 * bundle goes with the first of what is in it, and with the transcript the words of this log.
 */
export interface ArtifactErased {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'artifact.erased'
  readonly data: ArtifactErasedData
}

/** Where a session stands. `detached` - the caller's socket was lost, and may come back. */
export type SessionState = 'created' | 'consent' | 'live' | 'detached' | 'ended'

/** The two states. */
export interface SessionStateChangedData {
  readonly from: SessionState
  readonly to: SessionState
}

/** The session moved from one state to another. */
export interface SessionStateChanged {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'session.state_changed'
  readonly data: SessionStateChangedData
}

/** Who began it. */
export interface TurnStartedData {
  /** Who spoke first. */
  readonly initiator: 'caller' | 'agent'
  /** When the caller's voice was last heard, milliseconds since 1970; left out where it was not heard yet. */
  readonly user_last_audio_ts_ms?: number
}

/** A user-to-agent exchange began. */
export interface TurnStarted {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'turn.started'
  readonly data: TurnStartedData
}

/** Instant, milliseconds since the Unix epoch. */
export type EpochMs = number

/** The wait. */
export interface EndpointingDelayAppliedData {
  readonly ms: DurationMs
  /** When the caller's last sound was heard. */
  readonly user_last_audio_ts_ms: EpochMs
}

/** The caller's turn was held to be over after this much silence. */
export interface EndpointingDelayApplied {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'endpointing.delay_applied'
  readonly data: EndpointingDelayAppliedData
}

/** How long the prompt is. */
export interface ConsentPromptedData {
  /** Length of the prompt in characters. */
  readonly prompt_length: number
}

/** The caller is told what will happen with the call (FR-T6); nothing of the caller is taken in until `consent.completed`. */
export interface ConsentPrompted {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'consent.prompted'
  readonly data: ConsentPromptedData
}

/** How much was heard. */
export interface ConsentCompletedData {
  readonly heard_ms: DurationMs
}

/** The prompt was heard to its end; the conversation begins. */
export interface ConsentCompleted {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'consent.completed'
  readonly data: ConsentCompletedData
}

/** How much. */
export interface TextReceivedData {
  /** Length in characters. */
  readonly text_length: number
}

/** Words that were spoken. Sealed. */
export interface Spoken {
  /** The words. */
  readonly text: string
}

/** The caller typed. */
export interface TextReceived {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'text.received'
  readonly data: TextReceivedData
  readonly content?: Spoken
}

/** How keys travelled, or should. */
export type DtmfMethod = 'rfc2833' | 'info'

/** How many keys and how they came. */
export interface DtmfReceivedData {
  /** How many keys. */
  readonly digit_count: number
  readonly method?: DtmfMethod
  /** What ended the collection. */
  readonly ended_by: 'hash' | 'pause' | 'length' | 'call_end'
}

/** Keys that were pressed. Sealed. */
export interface Pressed {
  /** The keys. */
  readonly text: string
}

/** The caller pressed keys (FR-T3), and the collection is over. */
export interface DtmfReceived {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'dtmf.received'
  readonly data: DtmfReceivedData
  readonly content?: Pressed
}

/** Nothing beyond the envelope. */
export type NoData = { readonly [name: string]: unknown }

/** The agent pressed a key (FR-T7). */
export interface DtmfSent {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'dtmf.sent'
  readonly data: NoData
  readonly content?: Pressed
}

/** What follows, and after how much silence. */
export interface SilenceTimerData {
  /** What follows: the agent asks, or the call ends. */
  readonly kind: 'question' | 'hang_up'
  readonly threshold_ms: DurationMs
}

/** Nobody speaks; from now on time counts (FR-END1). */
export interface SilenceTimerStarted {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'silence.timer_started'
  readonly data: SilenceTimerData
}

/** Nobody spoke for long enough. */
export interface SilenceTimerFired {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'silence.timer_fired'
  readonly data: SilenceTimerData
}

/** What was said. */
export interface UxMessageData {
  /** Which of the agent's sentences it was. */
  readonly message_key: string
}

/** The agent said something because the caller was waiting, or was waited for. */
export interface UxDelayAcknowledged {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'ux.delay_acknowledged'
  readonly data: UxMessageData
}

/** How much was heard. */
export interface SttPartialHeardData {
  /** Length of the words in characters. */
  readonly transcript_length: number
}

/** What was heard so far of the caller's words. */
export interface SttPartialHeard {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'stt.partial'
  readonly data: SttPartialHeardData
  readonly content?: Spoken
}

/** How much was heard, and how surely. */
export interface SttFinalHeardData {
  /** Length of the words in characters. */
  readonly transcript_length: number
  readonly language: Locale
  /** How sure the transcriber is, from 0 to 1. */
  readonly confidence: number
}

/** Words of the caller that will not change any more; `latency_ms` since the transcriber was asked for them, which is when the caller fell silent, with the loss of its line and what was given to it anew where that lay between. Words that it gave unasked have none. */
export interface SttFinalHeard {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'stt.final'
  readonly data: SttFinalHeardData
  readonly content?: Spoken
}

/** How sure the transcriber was, and what followed. */
export interface SttRejectedData {
  /** How sure of the words in all, from 0 to 1. */
  readonly confidence: number
  /** Whether the agent asks to hear it again; if not they count as noise. */
  readonly asked_again: boolean
}

/** The words of the caller's turn were too uncertain to be answered (FR-E2). */
export interface SttRejected {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'stt.rejected'
  readonly data: SttRejectedData
}

/** How much it was given. */
export interface LlmRequestedData {
  /** The number of messages in the request. */
  readonly messages: number
}

/** The model was asked. */
export interface LlmRequested {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'llm.request'
  readonly data: LlmRequestedData
}

/** The model's first word arrived; `latency_ms` since it was asked. */
export interface LlmFirstToken {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'llm.first_token'
  readonly data: NoData
}

/** How it finished and what it used. Token counts are null when the provider did not give them. */
export interface LlmRespondedData {
  /** Why the model stopped; `cut` when the caller spoke over it. */
  readonly finish_reason: 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'cut'
  /** Tokens read. */
  readonly tokens_in: number | null
  /** Tokens written. */
  readonly tokens_out: number | null
  /** Length of the answer in characters. */
  readonly response_length: number
}

/** The model has finished, or was cut short; `latency_ms` since it was asked. */
export interface LlmResponded {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'llm.response'
  readonly data: LlmRespondedData
  readonly content?: Spoken
}

/** A sentence of the model had a blocked phrase; the agent says something else and its answer ends (FR-G1). */
export interface GuardrailBlocked {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'guardrail.blocked'
  readonly data: NoData
}

/** What kind of action it is. */
export type ActionType = 'tool'

/** The tool, as the model called it. */
export type ActionName = string

/** One call of a tool; the answer repeats it. */
export type ToolCallId = string

/** Which tool, who carries it out, and how long it may take. */
export interface ActionRequestedData {
  readonly action_type: ActionType
  readonly name: ActionName
  readonly tool_call_id: ToolCallId
  /** Who carries it out. */
  readonly execution: 'client' | 'http' | 'builtin'
  /** How long it may take. */
  readonly deadline_ms: number
}

/** What it was asked with. Sealed. */
export interface ActionArguments {
  /** Arguments; none where the model wrote no JSON. */
  readonly args: { readonly [name: string]: unknown }
}

/** The model asked for a tool, or something else was asked for that acts outside the conversation. */
export interface ActionRequested {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'action.requested'
  readonly data: ActionRequestedData
  readonly content?: ActionArguments
}

/** How it went. */
export interface ActionCompletedData {
  readonly action_type: ActionType
  readonly name: ActionName
  readonly tool_call_id: ToolCallId
  /** HTTP status, where there was one. */
  readonly http_status?: number
  /** Length of the result's JSON. */
  readonly bytes: number
}

/** What was answered. Sealed. */
export interface ActionResult {
  /** The result, as JSON. */
  readonly result: unknown
}

/** The action was carried out; `latency_ms` since it was asked for, `attempt` the try that succeeded. */
export interface ActionCompleted {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'action.completed'
  readonly data: ActionCompletedData
  readonly content?: ActionResult
}

/** What kind of failure it was. */
export type ToolFailureClass = 'bad_arguments' | 'unknown_tool' | 'refused' | 'no_secret' | 'unreachable' | 'timeout' | 'too_large' | 'http_status' | 'malformed' | 'bad_result' | 'client_error' | 'too_many' | 'cancelled' | 'internal'

/** How it failed. */
export interface ActionFailedData {
  readonly action_type: ActionType
  readonly name: ActionName
  readonly tool_call_id: ToolCallId
  readonly class: ToolFailureClass
  /** HTTP status, where there was one. */
  readonly http_status?: number
}

/** The action was not carried out, or nobody knows whether it was; `latency_ms` since it was asked for. */
export interface ActionFailed {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'action.failed'
  readonly data: ActionFailedData
}

/** One thing that the agent says without a break. */
export type UtteranceId = string

/** Which utterance, and where in it. */
export interface TtsSpeakingData {
  readonly utterance_id: UtteranceId
  readonly sample_rate_hz: SampleRateHz
  readonly from_ms?: DurationMs
}

/** The agent's voice began, or went on after a false alarm; `latency_ms` from the first words given to the first audio. */
export interface TtsSpeaking {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'tts.started'
  readonly data: TtsSpeakingData
}

/** Why the agent's voice ended. `completed` - all was said. `barge_in` - it was cut short: the caller spoke, typed, pressed a key or hung up, or the call was ended. `error` - something broke. */
export type StopCause = 'completed' | 'barge_in' | 'error'

/** Why it ended and how much of it was heard. */
export interface TtsSilentData {
  readonly utterance_id: UtteranceId
  readonly cause: StopCause
  readonly heard_ms: DurationMs
  readonly total_ms: DurationMs
  /** Characters given to the voice. */
  readonly characters: number
  /** How it is known what was heard. */
  readonly method: 'marks' | 'rate_estimate'
}

/** What the agent was going to say, and what was heard of it. Sealed. */
export interface Uttered {
  /** All of it. */
  readonly text: string
  /** What was heard of it. */
  readonly text_heard: string
}

/** The agent's voice ended; `latency_ms` from its first audio to its end. */
export interface TtsSilent {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'tts.stopped'
  readonly data: TtsSilentData
  readonly content?: Uttered
}

/** What was cut. */
export interface BargeInDetectedData {
  readonly utterance_id: UtteranceId
  readonly heard_ms: DurationMs
}

/** The caller began to speak over the agent. */
export interface BargeInDetected {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'barge_in.detected'
  readonly data: BargeInDetectedData
}

/** What is counted. */
export type UsageUnit = 'seconds' | 'characters' | 'tokens_in' | 'tokens_out'

/** How many units of it, to the thousandth. */
export type UsageQuantity = number

/** How much, since the last time. Tokens that the provider did not count are estimated: one for every four bytes of UTF-8, and four more a message. */
export interface UsageRecordedData {
  /** What was used. */
  readonly service: 'asr' | 'llm' | 'tts' | 'transport'
  readonly unit: UsageUnit
  readonly quantity: UsageQuantity
  readonly total: UsageQuantity
  /** Whether it was estimated and not counted by the provider. */
  readonly estimated: boolean
}

/** Something that costs was used. `provider` says whose, `correlation_id` in which turn. */
export interface UsageRecorded {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'usage.recorded'
  readonly data: UsageRecordedData
}

/** Who said it - the model, or rules where the model could not. */
export type ConclusionMethod = 'model' | 'rules'

/** Why rules said it. */
export type ConclusionFallback = 'nothing_said' | 'agent_gone' | 'model_failed' | 'model_refused' | 'model_unreadable'

/** Who said it, and whether the call did what it was for. */
export interface CallSummarizedData {
  readonly method: ConclusionMethod
  /** Whether the caller got what they called for; null when that cannot be told. */
  readonly success: boolean | null
  readonly fallback?: ConclusionFallback
}

/** The words of the summary and of the disposition. Sealed. */
export interface Summarized {
  /** The call in a sentence or two. */
  readonly text: string
  /** A label. */
  readonly outcome: string
  /** What happens next. */
  readonly next_step: string | null
  /** What is worth remembering. */
  readonly notes: string | null
  /** Why it is held to be a success or not. */
  readonly reason: string
  /** Everything that is to be done. */
  readonly next_steps: readonly string[]
}

/** What the call came to, said after it (FR-G3). */
export interface CallSummarized {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'call.summarized'
  readonly data: CallSummarizedData
  readonly content?: Summarized
}

/** How a call is scored - `NumericScale` 1 to 10, `LikertScale` 1 to 5, `PercentageScale` 0 to 100, `PassFail` true or false. */
export type Rubric = 'NumericScale' | 'LikertScale' | 'PercentageScale' | 'PassFail'

/** The score, as the rubric has it; null when nobody could give one. */
export type EvaluationScore = number | boolean | null

/** The score, and who gave it. */
export interface CallEvaluatedData {
  readonly method: ConclusionMethod
  readonly rubric: Rubric
  readonly score: EvaluationScore
  readonly fallback?: ConclusionFallback
}

/** How well the call went by the agent's rubric (SRS 7.7.5). */
export interface CallEvaluated {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'call.evaluated'
  readonly data: CallEvaluatedData
  readonly content?: Spoken
}

/** Whole micro-rupees, millionths of a rupee. */
export type MicroInr = number

/** Where the price comes from, for people. */
export type RateSource = string

/** Rupees for a dollar when the call began. */
export interface FxUsed {
  /** Micro-rupees for one US dollar. */
  readonly usd_micro_inr: number
  readonly effective_from: Timestamp
  readonly source: RateSource
}

/** What the rate is for; `platform` is the platform's own fee, by the length of the call. */
export type RateService = 'asr' | 'llm' | 'tts' | 'transport' | 'platform'

/** Whether it is the platform's default or the tenant's own. */
export type RateOwner = 'platform' | 'tenant'

/** How many units the price is for - 60 seconds, 1000 characters, 1000000 tokens. */
export type RatePer = number

/** The currency of the price; dollars are turned into rupees by the exchange rate of the call's day. */
export type Currency = 'INR' | 'USD'

/** A price, whose it is, since when, and where it comes from. */
export interface RateUsed {
  readonly id: Id
  readonly owner: RateOwner
  /** Millionths of the currency for `per` units. */
  readonly price_micros: number
  readonly per: RatePer
  readonly currency: Currency
  readonly effective_from: Timestamp
  readonly source: RateSource
}

/** One line. */
export interface CostComputedLine {
  readonly service: RateService
  /** The provider. */
  readonly provider: string
  /** The model, where there is one. */
  readonly model: string | null
  readonly unit: UsageUnit
  readonly quantity: UsageQuantity
  /** Whether any of it was estimated. */
  readonly estimated: boolean
  /** The rate that was used; null when there was none, then the line is 0 and flagged. */
  readonly rate: RateUsed | null
  readonly micro_inr: MicroInr
}

/** Whole micro-rupees. A line is quantity x price / per, for dollars times the exchange rate, rounded once to the nearest micro-rupee (half up); the total is the sum of the lines. Rates are those in force when the call began. */
export interface CostComputedData {
  readonly total_micro_inr: MicroInr
  readonly fx: FxUsed
  /** A line for each service, provider, model and unit. */
  readonly lines: readonly CostComputedLine[]
}

/** What the call cost, and everything that says why. The same log gives the same lines again. */
export interface CostComputed {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'cost.computed'
  readonly data: CostComputedData
}

/** A thing that follows a call: an artifact, its conclusion (summary and score), or its cost. */
export type CallRemainder = 'recording' | 'transcript' | 'metrics' | 'bundle' | 'conclusion' | 'cost'

/** Whether anything is missing, and what. */
export interface CallFinishedData {
  /** Whether nothing is missing. */
  readonly complete: boolean
  /** What was waited for in vain. */
  readonly missing: readonly CallRemainder[]
}

/**
 * Everything that follows the call is done; or 60 s after its end not all of it was (longer after it where nobody could
 * work on the call). Told once a call. What was missing and comes later is told by its own event.
 */
export interface CallFinished {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'call.finished'
  readonly data: CallFinishedData
}

/** What kind of failure it was; `circuit_open` when the provider was not asked, because it had failed too often. */
export type ProviderFailure = 'unreachable' | 'unauthorized' | 'rate_limited' | 'rejected' | 'timeout' | 'disconnected' | 'malformed' | 'server_error' | 'circuit_open'

/** Which service it was. */
export type ProviderService = 'asr' | 'llm' | 'tts'

/** How it failed. */
export interface ProviderRequestFailedData {
  readonly class: ProviderFailure
  readonly service: ProviderService
  /** HTTP status, where there was one. */
  readonly status?: number
}

/** A provider failed us. */
export interface ProviderRequestFailed {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'provider.request_failed'
  readonly data: ProviderRequestFailedData
}

/** Which service, and how long it wants to be left alone, where it says so. */
export interface ProviderRateLimitedData {
  readonly service: ProviderService
  readonly retry_after_ms?: DurationMs
}

/** A provider said that it was asked too often (OBS-00 3.5). */
export interface ProviderRateLimited {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'provider.rate_limited'
  readonly data: ProviderRateLimitedData
}

/** Which service, and how long the wait is. */
export interface ProviderRetryScheduledData {
  readonly service: ProviderService
  readonly backoff_ms: DurationMs
}

/** What failed is tried again after a wait; `attempt` is the try that follows. */
export interface ProviderRetryScheduled {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'provider.retry_scheduled'
  readonly data: ProviderRetryScheduledData
}

/** Which service, and how much audio of the caller was sent again, or of the agent made again. */
export interface ProviderRecoveredData {
  readonly service: ProviderService
  readonly replayed_ms?: DurationMs
}

/** A provider that had failed serves this call again; `latency_ms` counts from the failure. */
export interface ProviderRecovered {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'provider.recovered'
  readonly data: ProviderRecoveredData
}

/** Which service, and until when. */
export interface ProviderCircuitOpenedData {
  readonly service: ProviderService
  readonly open_ms: DurationMs
}

/** A provider failed so often that it is left alone for a while; new calls are refused meanwhile (SRS 4.3). */
export interface ProviderCircuitOpened {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'provider.circuit_opened'
  readonly data: ProviderCircuitOpenedData
}

/** Which service. */
export interface ProviderCircuitClosedData {
  readonly service: ProviderService
}

/** A provider that was left alone serves again. */
export interface ProviderCircuitClosed {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'provider.circuit_closed'
  readonly data: ProviderCircuitClosedData
}

/** What kind of message it is. */
export interface UxRecoverableErrorMessageData {
  /** What the message is about. */
  readonly message_key: 'provider_unavailable'
}

/** The agent tells the caller that something broke, and apologises (OBS-00 3.7). */
export interface UxRecoverableErrorMessage {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'ux.recoverable_error_message'
  readonly data: UxRecoverableErrorMessageData
}

/** LiveKit's id of the event, which is logged once. */
export type LivekitEventId = string

/** What it says. */
export interface LivekitRoomCreatedData {
  readonly event_id: LivekitEventId
}

/** Where in LiveKit it happened (OBS-00 2.2), by LiveKit's own ids, which say nothing of anybody. */
export interface EnvelopeLivekit {
  /** The room's id. */
  readonly room: string
  /** The participant's id. */
  readonly participant?: string
  /** The track's id. */
  readonly track?: string
}

/** A LiveKit room was made for the session (OBS-00 3.2); its name, or `metadata.session_id`, is the session. */
export interface LivekitRoomCreated {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'livekit.room.created'
  readonly data: LivekitRoomCreatedData
  readonly livekit: EnvelopeLivekit
}

/** What it says. */
export interface LivekitParticipantJoinedData {
  readonly event_id: LivekitEventId
  /** What kind of participant it is; left out where it is none of these. */
  readonly participant_kind?: 'standard' | 'ingress' | 'egress' | 'sip' | 'agent'
}

/** Who the participant is. Sealed. */
export interface LivekitIdentity {
  /** The name under which it joined. */
  readonly identity: string
  /** What people call it. */
  readonly name?: string
}

/** A participant came into the room (OBS-00 3.2). */
export interface LivekitParticipantJoined {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'livekit.participant.joined'
  readonly data: LivekitParticipantJoinedData
  readonly content?: LivekitIdentity
  readonly livekit: EnvelopeLivekit
}

/** What it says. */
export interface LivekitParticipantLeftData {
  readonly event_id: LivekitEventId
  /** Why, as LiveKit has it, in lower case; `connection_aborted` of one that never came in. */
  readonly reason?: string
}

/** A participant left the room (OBS-00 3.2). */
export interface LivekitParticipantLeft {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'livekit.participant.left'
  readonly data: LivekitParticipantLeftData
  readonly content?: LivekitIdentity
  readonly livekit: EnvelopeLivekit
}

/** What it says. */
export interface LivekitTrackPublishedData {
  readonly event_id: LivekitEventId
  /** What the track carries. */
  readonly kind: 'audio' | 'video' | 'data'
  /** Where it comes from; left out where LiveKit does not say. */
  readonly source?: 'microphone' | 'camera' | 'screen_share' | 'other'
}

/** A participant publishes a track (OBS-00 3.2). */
export interface LivekitTrackPublished {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'livekit.track.published'
  readonly data: LivekitTrackPublishedData
  readonly livekit: EnvelopeLivekit
}

/** What it says. */
export interface LivekitTrackUnpublishedData {
  readonly event_id: LivekitEventId
  /** What the track carries. */
  readonly kind: 'audio' | 'video' | 'data'
  /** Where it comes from; left out where LiveKit does not say. */
  readonly source?: 'microphone' | 'camera' | 'screen_share' | 'other'
}

/** A participant publishes a track no longer (OBS-00 3.2). */
export interface LivekitTrackUnpublished {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'livekit.track.unpublished'
  readonly data: LivekitTrackUnpublishedData
  readonly livekit: EnvelopeLivekit
}

/** What can be commanded (OBS-00 5). */
export type CommandName = 'call.cancel' | 'call.hangup' | 'pipeline.debug_toggle' | 'say'

/** What it says. */
export interface ControlCommandReceivedData {
  readonly command: CommandName
  readonly requested_by: Id
  /** Of `pipeline.debug_toggle`, what is asked for. */
  readonly enabled?: boolean
  /** Of `say`, whether the agent stops what it is saying. */
  readonly interrupt?: boolean
  /** Of `say`, the length of its text in characters. */
  readonly text_length?: number
}

/** A command came by `sendSessionCommand` (OBS-00 3.8, 5). All events of one command have one `correlation_id`. What `say` shall say is sealed content. */
export interface ControlCommandReceived {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'control.command_received'
  readonly data: ControlCommandReceivedData
  readonly content?: Spoken
}

/** `applied` - it is done. `unchanged` - it was so already. `refused` - it may not be done now, or not by this key. `failed` - it broke on our side. */
export type ControlResult = 'applied' | 'unchanged' | 'refused' | 'failed'

/** What it says. */
export interface ControlCommandAppliedData {
  readonly command: CommandName
  readonly result: ControlResult
  /** Whether events of severity `debug` are written from now on. */
  readonly debug: boolean
  /** The `code` of the problem that the asker was told; left out where it was done. */
  readonly refusal?: string
}

/** What came of a command; `latency_ms` since it came (OBS-00 3.9.2). Of a command that ends the call it follows `call.ended`. */
export interface ControlCommandApplied {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'control.command_applied'
  readonly data: ControlCommandAppliedData
}

/** What was counted since the event before it, and what is so now. */
export interface PipelineDebugData {
  readonly span_ms: DurationMs
  /** Number of frames, 20 ms each, that came from the caller. */
  readonly frames_in: number
  /** Number of frames of the agent's voice, 40 ms each, that went to the caller. */
  readonly frames_out: number
  /** Power of the loudest of the caller's frames; -200 without one. From -45 on it may be a voice. */
  readonly loudest_dbfs: number
  /** The caller's side of the turn. `pausing` - the silence that ends the turn is waited for. `settling` - its last words are. */
  readonly caller_phase: 'quiet' | 'speaking' | 'pausing' | 'settling'
  /** The agent's side of the turn. `held` - it is silent because the caller's voice was heard. */
  readonly agent_phase: 'idle' | 'replying' | 'held'
  /** Whether the agent's voice is going out. */
  readonly speaking: boolean
  /** Audio of the agent that waits to be sent. */
  readonly unsent_ms: number
  /** Events of the log that the database does not have yet. */
  readonly unstored_events: number
}

/** The pipeline of a live call as it stands, once a second while `pipeline.debug_toggle` is on. Never what is said. */
export interface PipelineDebug {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'pipeline.debug'
  readonly data: PipelineDebugData
}

/** A calendar day in Asia/Kolkata. */
export type Day = string

/** What it says. */
export interface BillingUsageUpdatedData {
  readonly period_start: Day
  readonly period_end: Day
  /** The last day that is counted. */
  readonly through: Day
  /** Calls that are counted. */
  readonly calls: number
  /** Audio that was transcribed. */
  readonly asr_ms: number
  /** Characters given to the voice. */
  readonly tts_chars: number
  /** Tokens read by the model. */
  readonly llm_tokens_in: number
  /** Tokens written by the model. */
  readonly llm_tokens_out: number
  readonly total_micro_inr: MicroInr
  /** Whether a cap's first threshold is reached; false as long as there are no caps. */
  readonly at_risk: boolean
}

/** What the tenant used in a billing period (SRS 7.4.4), a calendar month in Asia/Kolkata, after each of its days. It counts calls that were begun in the period until the end of the day `through` and whose cost is known (`cost.computed`); what each of them says adds up to it. In the log of the tenant, like all that belongs to no call. */
export interface BillingUsageUpdated {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'billing.usage_updated'
  readonly data: BillingUsageUpdatedData
}

/** Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same. */
export type WebhookEventId = string

/** A type of event that an endpoint can subscribe to. */
export type WebhookEventType = 'call.started' | 'asr.final' | 'agent.tool_call' | 'call.ended' | 'agent.summary' | 'billing.usage.updated' | 'qa.flags'

/** What it says. */
export interface WebhookDeliveredData {
  readonly endpoint_id: Id
  readonly event_id: WebhookEventId
  readonly webhook_type: WebhookEventType
  /** HTTP status, where there was one. */
  readonly http_status: number
}

/** A tenant's endpoint took an event (FR-W1); `attempt` and `latency_ms` are of the try that succeeded. */
export interface WebhookDelivered {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'webhook.delivered'
  readonly data: WebhookDeliveredData
}

/** How an attempt failed. `refused` - any answer that is not 2xx, redirects too. `blocked` - the address leads into a private network. */
export type WebhookAttemptFailure = 'refused' | 'timeout' | 'unreachable' | 'tls' | 'too_large' | 'blocked'

/** What it says. */
export interface WebhookAttemptFailedData {
  readonly endpoint_id: Id
  readonly event_id: WebhookEventId
  readonly webhook_type: WebhookEventType
  readonly class: WebhookAttemptFailure
  /** HTTP status, where there was one. */
  readonly http_status?: number
  readonly backoff_ms?: DurationMs
}

/** A try to post an event failed (FR-W3); it is tried again after `backoff_ms`, where there is one. */
export interface WebhookAttemptFailed {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'webhook.attempt_failed'
  readonly data: WebhookAttemptFailedData
}

/** What it says. */
export interface WebhookDeadLetteredData {
  readonly endpoint_id: Id
  readonly event_id: WebhookEventId
  readonly webhook_type: WebhookEventType
}

/** An event could not be delivered and is kept as a dead letter (FR-W3). */
export interface WebhookDeadLettered {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'webhook.dead_lettered'
  readonly data: WebhookDeadLetteredData
}

/** What it says. */
export interface WebhookEndpointDisabledData {
  readonly endpoint_id: Id
  /** How it stands now. */
  readonly state: 'failing' | 'gone'
}

/** An endpoint was disabled, by its answer 410 or after failing for too long. */
export interface WebhookEndpointDisabled {
  readonly ts: Timestamp
  readonly session_id: Id
  readonly seq: Seq
  /** The part of the system that says it. */
  readonly component: 'control_plane' | 'voice_pipeline' | 'adapter' | 'action_runner'
  /** How much it matters. */
  readonly severity: 'debug' | 'info' | 'warn' | 'error'
  /** The turn, command or action that it belongs to; the session itself where it is none of these. */
  readonly correlation_id: string
  readonly pii: PiiNotice
  readonly provider?: ProviderName
  readonly latency_ms?: DurationMs
  /** Which try it was, from 1. */
  readonly attempt?: number
  /** Kind of event. */
  readonly event_type: 'webhook.endpoint_disabled'
  readonly data: WebhookEndpointDisabledData
}

/** Every event of a log. */
export type LoggedEvent =
  | CallStarted
  | CallAnswered
  | CallEnded
  | ArtifactStored
  | ArtifactErased
  | SessionStateChanged
  | TurnStarted
  | EndpointingDelayApplied
  | ConsentPrompted
  | ConsentCompleted
  | TextReceived
  | DtmfReceived
  | DtmfSent
  | SilenceTimerStarted
  | SilenceTimerFired
  | UxDelayAcknowledged
  | SttPartialHeard
  | SttFinalHeard
  | SttRejected
  | LlmRequested
  | LlmFirstToken
  | LlmResponded
  | GuardrailBlocked
  | ActionRequested
  | ActionCompleted
  | ActionFailed
  | TtsSpeaking
  | TtsSilent
  | BargeInDetected
  | UsageRecorded
  | CallSummarized
  | CallEvaluated
  | CostComputed
  | CallFinished
  | ProviderRequestFailed
  | ProviderRateLimited
  | ProviderRetryScheduled
  | ProviderRecovered
  | ProviderCircuitOpened
  | ProviderCircuitClosed
  | UxRecoverableErrorMessage
  | LivekitRoomCreated
  | LivekitParticipantJoined
  | LivekitParticipantLeft
  | LivekitTrackPublished
  | LivekitTrackUnpublished
  | ControlCommandReceived
  | ControlCommandApplied
  | PipelineDebug
  | BillingUsageUpdated
  | WebhookDelivered
  | WebhookAttemptFailed
  | WebhookDeadLettered
  | WebhookEndpointDisabled

/** `content` may be asked of every event; most have none. */
type Readable<Event> = Event extends unknown
  ? 'content' extends keyof Event ? Event : Event & { readonly content?: undefined }
  : never

/** An event of a type that this package knows. */
export type KnownSessionEvent = Readable<LoggedEvent>

/** The types that this package knows. */
export type SessionEventType = KnownSessionEvent['event_type']

/** The event of that type. */
export type SessionEventOf<Type extends SessionEventType> = Extract<KnownSessionEvent, { readonly event_type: Type }>

/** A type that is newer than this package: any text but those above. It is an enum so that no text in a comparison is taken for it. */
export declare enum NewerEventType {
  newer = 'newer than this package',
}

/** An event of a type that is newer than this package. */
export type NewerSessionEvent = Readonly<Omit<OpenEvent, 'event_type'>> & { readonly event_type: NewerEventType }

/** One event of a session's log: compare `event_type` to narrow it. Types that are newer than this package come as well. */
export type SessionEvent = KnownSessionEvent | NewerSessionEvent

/** Events, oldest first. */
export type SessionEventPage = Readonly<Omit<OpenPage, 'data'>> & { readonly data: readonly SessionEvent[] }
