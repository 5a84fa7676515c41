// Generated from specs/realtime.asyncapi.yaml by scripts/generate.ts. Do not edit.
import { check, type Validator, type Violation } from './violation.gen.ts'
import * as validators from './validators/realtime.mjs'

/** The agent's id, or the name that the tenant gave it (`externalId`). */
export type AgentId = string

/** The call's id, or the name that the tenant gave it (`externalId`). */
export type CallId = string

/** Language and region, BCP 47. */
export type Locale = string

/** Samples a second of mono PCM16 little-endian audio. */
export type SampleRateHz = 8000 | 16000

/** How audio travels, both ways. */
export interface AudioFormat {
  readonly sampleRateHz?: SampleRateHz
  /** `binary` - frames of bytes, the cheap way. `json` - `audio` and `tts.chunk` with base64, where a client cannot send bytes. */
  readonly transport?: 'binary' | 'json'
}

/** What the client said of the call in `start.metadata`, for your own use; the platform keeps it and does not read it. */
export type CallMetadata = { readonly [name: string]: string | number | boolean }

/** Begins the conversation. Must be the first message; audio before it is refused. */
export interface Start {
  /** Kind of message. */
  readonly t: 'start'
  /** The call, if it is repeated here; it must be the one of the URL. */
  readonly callId?: CallId
  /** Who shall answer; needed when the URL does not say it and the call is new. */
  readonly agentId?: AgentId
  /** The caller's language, in place of the agent's. */
  readonly locale?: Locale
  readonly audio?: AudioFormat
  readonly metadata?: CallMetadata
}

/** Good for one `resume` of this call, until another socket has taken it over. Keep it to yourself. */
export type ResumeToken = string

/** Comes back to a call whose socket was lost, in place of `start`. Answered by `resumed` or `resume_failed`; what was logged after `lastSeq` is sent again, in order, then the call goes on. Audio and `llm.delta` of the meantime are not sent again. */
export interface Resume {
  /** Kind of message. */
  readonly t: 'resume'
  readonly token: ResumeToken
  /** The last `seq` that came, on whatever socket; 0 for everything. */
  readonly lastSeq: number
}

/** Number of the chunk in its direction, growing by one; it has nothing to do with the log's numbers. */
export type AudioSeq = number

/** PCM16 little-endian mono, base64 with padding; 20-40 ms a chunk. */
export type Pcm16Base64 = string

/** The caller's voice where `start` asked for `json`. A number that came before is dropped; one that is missing is waited for while the next three come, then covered up. */
export interface CallerAudioChunk {
  /** Kind of message. */
  readonly t: 'audio'
  readonly seq: AudioSeq
  readonly pcm16: Pcm16Base64
}

/** Words of the caller that were typed. They are a turn like a spoken one, at once, and stop an agent that may be interrupted. Refused (`conflict`) until the consent prompt was heard, and (`quota_exceeded`) beyond two a second, or ten at once, of a call over all of its sockets. */
export interface TextInput {
  /** Kind of message. */
  readonly t: 'text.input'
  /** The words. */
  readonly text: string
}

/** How keys travelled, or should. */
export type DtmfMethod = 'rfc2833' | 'info'

/** Keys that the caller pressed (FR-T3). They are collected until `#`, a pause of 2 s or 32 keys, and are then a turn: the model reads "[keys pressed: 123]". The first key stops an agent that may be interrupted. Refused (`conflict`) until the consent prompt was heard. */
export interface DtmfSend {
  /** Kind of message. */
  readonly t: 'dtmf.send'
  /** The keys, in order. */
  readonly digits: string
  readonly method?: DtmfMethod
}

/** One thing that the agent says without a break. */
export type UtteranceId = string

/** Span of time, milliseconds. */
export type DurationMs = number

/** How far the agent's voice was played to the caller. With marks the agent knows what was heard when it is cut off; without them it goes by the time that passed. Send one every 100 to 250 ms, and one when you drop what is buffered. */
export interface PlaybackMark {
  /** Kind of message. */
  readonly t: 'playback.mark'
  readonly utteranceId: UtteranceId
  /** Milliseconds of this utterance that were played; never goes back, never beyond what was sent. */
  readonly playedMs: DurationMs
}

/** Stops the agent, as speaking over it would (a button). Does nothing where the agent is silent or may not be interrupted. */
export interface Interrupt {
  /** Kind of message. */
  readonly t: 'interrupt'
}

/** One call of a tool; the answer repeats it. */
export type ToolCallId = string

/** Why there is no result; the model is told. */
export interface ToolResultError {
  /** What went wrong, in a sentence. */
  readonly message: string
}

/** What came of a `tool.call` - a result, or an error. At most 64 KB of JSON; the first answer counts. */
export interface ToolResult {
  /** Kind of message. */
  readonly t: 'tool.result'
  readonly id: ToolCallId
  /** Any JSON. */
  readonly result?: unknown
  readonly error?: ToolResultError
}

/** Asks whether the server is there; answered by `pong`. */
export interface Ping {
  /** Kind of message. */
  readonly t: 'ping'
}

/** Hangs up. The server answers with `end` and closes with 1000. */
export interface EndCall {
  /** Kind of message. */
  readonly t: 'end'
  /** Why, for the log. */
  readonly reason?: string
}

/** Instant, milliseconds since the Unix epoch. */
export type EpochMs = number

/** What this socket allows. */
export interface SocketLimits {
  /** The largest frame that is accepted, bytes. */
  readonly maxFrameBytes: number
  /** Without audio or text for this long the socket is closed (4408), milliseconds. */
  readonly idleTimeoutMs: number
  /** How often the server sends a WebSocket ping (FR-R2), milliseconds. */
  readonly heartbeatMs: number
  /** How long a call waits for a caller whose socket was lost, milliseconds; then it ends as `client_lost`. */
  readonly resumeGraceMs?: number
}

/** The caller is known and may send `start`, or `resume` where the call is live already. */
export interface Connected {
  /** Kind of message. */
  readonly t: 'connected'
  readonly callId: CallId
  readonly timestamp: EpochMs
  /** Which socket of the call this is, from 1. */
  readonly epoch?: number
  readonly resumeToken?: ResumeToken
  readonly limits?: SocketLimits
}

/** Number of the event in its session's log. Begins at 1 and has no gaps. */
export type Seq = number

/** The call is this socket's now. Messages of the log follow from `fromSeq` on. Also sent when `start` joined a call that is live. */
export interface Resumed {
  /** Kind of message. */
  readonly t: 'resumed'
  readonly fromSeq: Seq
}

/** `wrong_token` - it is of another call, was used, or another socket has taken the call over since. `not_live` - there is no such call yet. `wrong_position` - the log has not come as far as `lastSeq`. */
export type ResumeFailure = 'wrong_token' | 'not_live' | 'wrong_position'

/** The call was not resumed; the socket stays open. Send `start` to join the call as it stands, or to begin it where it is not live; what was said meanwhile is in its timeline. */
export interface ResumeFailed {
  /** Kind of message. */
  readonly t: 'resume_failed'
  readonly reason: ResumeFailure
}

/** This server stops and takes no new calls. A live call may go on for `deadlineMs`, then it ends as `cancelled`. Until then a lost socket may come back to it with the token. */
export interface GoingAway {
  /** Kind of message. */
  readonly t: 'going_away'
  readonly deadlineMs: DurationMs
  readonly resumeToken: ResumeToken
}

/** One user-to-agent exchange. */
export type TurnId = string

/** Seconds since the call was answered. */
export type CallSeconds = number

/** Where the message stands in the call's log. */
export interface LogPosition {
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** A turn began, with its first words. */
export interface TurnStarted {
  /** Kind of message. */
  readonly t: 'turn.started'
  readonly turnId: TurnId
  /** Who spoke first. */
  readonly initiator?: 'caller' | 'agent'
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** What was heard so far of the caller's words; the next one replaces it. */
export interface SttPartial {
  /** Kind of message. */
  readonly t: 'stt.partial'
  /** The words so far. */
  readonly text: string
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** Words of the caller that will not change any more. */
export interface SttFinal {
  /** Kind of message. */
  readonly t: 'stt.final'
  /** The words. */
  readonly text: string
  /** How sure the transcriber is, from 0 to 1. */
  readonly confidence?: number
  readonly language?: Locale
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** The caller has finished; the agent answers now. */
export interface TurnEnded {
  /** Kind of message. */
  readonly t: 'turn.ended'
  readonly turnId: TurnId
  /** Silence after the caller's last sound that the agent's settings waited for. */
  readonly policyWaitMs: DurationMs
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** The next piece of the agent's answer, as the model writes it. */
export interface LlmDelta {
  /** Kind of message. */
  readonly t: 'llm.delta'
  /** The turn that it answers. */
  readonly turnId?: string
  /** The piece. */
  readonly text: string
}

/** How the model calls it. Unique per tenant. Refused are names that look like a minted id (prefix and 26 characters) and those of built-in tools, `end_call` and `send_dtmf`. */
export type ToolName = string

/** The agent asks the client to carry out a tool of the kind `client`. Answer with `tool.result` within `deadlineMs`; then the agent goes on without it. */
export interface ToolCall {
  /** Kind of message. */
  readonly t: 'tool.call'
  readonly id: ToolCallId
  readonly name: ToolName
  /** Arguments, held against `inputSchema`. */
  readonly args: { readonly [name: string]: unknown }
  /** How long an answer is waited for, milliseconds. */
  readonly deadlineMs?: number
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** The agent's voice follows, or goes on at `fromMs` after a false alarm. */
export interface TtsStarted {
  /** Kind of message. */
  readonly t: 'tts.started'
  readonly utteranceId: UtteranceId
  readonly sampleRateHz: SampleRateHz
  /** Where in the utterance the audio goes on; left out at its beginning. */
  readonly fromMs?: DurationMs
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** The agent's voice where `start` asked for `json`. What lies between `tts.started` and `tts.stopped` belongs to that utterance. */
export interface TtsChunk {
  /** Kind of message. */
  readonly t: 'tts.chunk'
  readonly seq: AudioSeq
  readonly pcm16: Pcm16Base64
}

/** Why the agent's voice ended. `completed` - all was said. `barge_in` - it was cut short: the caller spoke, typed, pressed a key or hung up, or the call was ended. `error` - something broke. */
export type StopCause = 'completed' | 'barge_in' | 'error'

/** The agent's voice has ended. */
export interface TtsStopped {
  /** Kind of message. */
  readonly t: 'tts.stopped'
  readonly utteranceId: UtteranceId
  readonly cause: StopCause
  /** What the agent was going to say. */
  readonly textGenerated?: string
  /** What the caller heard of it. */
  readonly textHeard?: string
  readonly heardMs?: DurationMs
  /** How `textHeard` was found - from the client's marks, or from the time that passed. */
  readonly method?: 'marks' | 'rate_estimate'
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** The caller speaks over the agent. Drop the agent audio that is buffered, at once (FR-E3). */
export interface ControlBargein {
  /** Kind of message. */
  readonly t: 'control.bargein'
  /** What to do. */
  readonly action: 'stop-tts'
  readonly utteranceId?: UtteranceId
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** What is counted. */
export type UsageUnit = 'seconds' | 'characters' | 'tokens_in' | 'tokens_out'

/** How many units of it, to the thousandth. */
export type UsageQuantity = number

/** Something that costs was used; prices and the call's cost follow after the call (`getCall`). */
export interface UsageUpdated {
  /** Kind of message. */
  readonly t: 'usage.updated'
  /** What was used. */
  readonly service: 'asr' | 'llm' | 'tts' | 'transport'
  readonly unit: UsageUnit
  readonly quantity: UsageQuantity
  readonly total: UsageQuantity
  /** Whether it was estimated and not counted by the provider. */
  readonly estimated: boolean
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** The agent presses a key (FR-T7). */
export interface DtmfReceived {
  /** Kind of message. */
  readonly t: 'dtmf.received'
  /** The key. */
  readonly digit: string
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** Answers `ping`. */
export interface Pong {
  /** Kind of message. */
  readonly t: 'pong'
  readonly timestamp: EpochMs
}

/** Stable name of the kind of problem. The values come from `problems.yaml`. */
export type ProblemCode = 'invalid_api_key' | 'forbidden' | 'forbidden_origin' | 'not_found' | 'method_not_allowed' | 'bad_request' | 'payload_too_large' | 'unsupported_media_type' | 'conflict' | 'idempotency_conflict' | 'precondition_failed' | 'quota_exceeded' | 'idle_timeout' | 'provider_unavailable' | 'going_away' | 'internal'

/** What went wrong. When `fatal`, the socket closes next, with the code's close code; otherwise the call goes on. */
export interface SocketError {
  /** Kind of message. */
  readonly t: 'error'
  readonly code: ProblemCode
  /** What went wrong, and what to do about it. */
  readonly message: string
  /** JSON Pointer to what is wrong in the message. */
  readonly field?: string
  /** Whether the socket closes. */
  readonly fatal: boolean
}

/** Why the call ended, in full. */
export type EndReason = 'caller_hangup' | 'agent_hangup' | 'user_silence_timeout' | 'max_duration' | 'transfer' | 'provider_unavailable' | 'quota_exceeded' | 'cancelled' | 'owner_lost' | 'client_lost' | 'store_unavailable' | 'internal'

/** The SRS's word for why a call ended. */
export type EndReasonClass = 'hangup' | 'error' | 'transfer'

/** Span of time, seconds. */
export type DurationSec = number

/** The call has ended; the socket closes next. */
export interface End {
  /** Kind of message. */
  readonly t: 'end'
  /** Why. The platform gives the full reason; `hangup`, `error` and `transfer` are the SRS's coarse words for it. */
  readonly reason: EndReason | EndReasonClass
  readonly durationSec?: DurationSec
  readonly seq?: Seq
  /** The `seq` sent before this one on this socket; at first 0, or one less than the `fromSeq` of `resumed`. Another number means that something was lost. */
  readonly prevSeq?: number
  readonly ts?: CallSeconds
}

/** Every text message of the client. */
export type ClientMessage =
  | Start
  | Resume
  | CallerAudioChunk
  | TextInput
  | DtmfSend
  | PlaybackMark
  | Interrupt
  | ToolResult
  | Ping
  | EndCall

/** Every text message of the server. */
export type ServerMessage =
  | Connected
  | Resumed
  | ResumeFailed
  | GoingAway
  | TurnStarted
  | SttPartial
  | SttFinal
  | TurnEnded
  | LlmDelta
  | ToolCall
  | TtsStarted
  | TtsChunk
  | TtsStopped
  | ControlBargein
  | UsageUpdated
  | DtmfReceived
  | Pong
  | SocketError
  | End

/** One method for each message of the client; leaving one out does not compile. */
export interface RealtimeHandlers<Context> {
  /** Begin the conversation. */
  readonly start: (message: Start, context: Context) => void | Promise<void>
  /** Come back to a call. */
  readonly resume: (message: Resume, context: Context) => void | Promise<void>
  /** The caller's voice. */
  readonly callerAudio: (frame: Buffer, context: Context) => void | Promise<void>
  /** A chunk of the caller's voice. */
  readonly audio: (message: CallerAudioChunk, context: Context) => void | Promise<void>
  /** Type in place of speaking. */
  readonly textInput: (message: TextInput, context: Context) => void | Promise<void>
  /** Press keys. */
  readonly dtmfSend: (message: DtmfSend, context: Context) => void | Promise<void>
  /** Say how much was played. */
  readonly playbackMark: (message: PlaybackMark, context: Context) => void | Promise<void>
  /** Stop the agent. */
  readonly interrupt: (message: Interrupt, context: Context) => void | Promise<void>
  /** What came of a tool. */
  readonly toolResult: (message: ToolResult, context: Context) => void | Promise<void>
  /** Ask whether the server is there. */
  readonly ping: (message: Ping, context: Context) => void | Promise<void>
  /** Hang up. */
  readonly endCall: (message: EndCall, context: Context) => void | Promise<void>
}

/** Each close code and the problems that it stands for; 1000 is a normal end. */
export const closeCodes = {
  1000: ['normal'],
  1002: ['protocol'],
  1007: ['protocol'],
  1008: ['protocol'],
  1009: ['payload_too_large'],
  1011: ['internal'],
  1012: ['going_away'],
  4400: ['method_not_allowed', 'bad_request', 'unsupported_media_type', 'precondition_failed'],
  4401: ['invalid_api_key'],
  4403: ['forbidden', 'forbidden_origin'],
  4404: ['not_found'],
  4408: ['idle_timeout'],
  4409: ['conflict', 'idempotency_conflict'],
  4429: ['quota_exceeded'],
  4503: ['provider_unavailable'],
} as const

export type CloseCode = keyof typeof closeCodes

/** Roles of the keys that may open the socket. */
export const socketRoles: readonly string[] = ['admin', 'dev']

const clientValidators: Readonly<Record<ClientMessage['t'], Validator>> = {
  'start': validators.Start,
  'resume': validators.Resume,
  'audio': validators.CallerAudioChunk,
  'text.input': validators.TextInput,
  'dtmf.send': validators.DtmfSend,
  'playback.mark': validators.PlaybackMark,
  'interrupt': validators.Interrupt,
  'tool.result': validators.ToolResult,
  'ping': validators.Ping,
  'end': validators.EndCall,
}

/** A message, or what its sender must do about it; `field` is a JSON Pointer to the wrong place. */
export type Decoded<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly message: string; readonly field?: string }

const deepestNesting = 32

/** The client's message in a text frame. Never throws. */
export function decodeClientMessage(text: string): Decoded<ClientMessage> {
  if (nestsDeeperThan(deepestNesting, text)) {
    return { ok: false, message: `Nest objects and arrays at most ${deepestNesting} deep.` }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, message: 'Send one JSON object in a text frame; this is not JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, message: 'Send one JSON object in a text frame.' }
  }
  const kind: unknown = (value as { t?: unknown }).t
  if (typeof kind !== 'string' || !Object.hasOwn(clientValidators, kind)) {
    const known = 'start, resume, audio, text.input, dtmf.send, playback.mark, interrupt, tool.result, ping, end'
    return { ok: false, message: `Set "t" to one of ${known}.`, field: '/t' }
  }
  const violation = check(clientValidators[kind as ClientMessage['t']], value)
  if (violation !== null) {
    const place = violation.pointer === '' ? 'The message' : `"${violation.pointer.slice(1)}"`
    return { ok: false, message: `${place} ${violation.message}.`, field: violation.pointer }
  }
  return { ok: true, message: value as ClientMessage }
}

/** Counts brackets outside strings, so that hostile text is refused before it is parsed. */
function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) {
      index = endOfString(text, index)
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true
    } else if (code === 0x7d || code === 0x5d) {
      depth--
    }
  }
  return false
}

/** Where the string that begins at `start` ends: the next quote behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end
    while (text.charCodeAt(first - 1) === 0x5c) first--
    if ((end - first) % 2 === 0) return end
  }
  return text.length
}

/** Hands a message to its method. */
export function dispatchClientMessage<Context>(
  handlers: RealtimeHandlers<Context>,
  message: ClientMessage,
  context: Context,
): void | Promise<void> {
  switch (message.t) {
    case 'start':
      return handlers.start(message, context)
    case 'resume':
      return handlers.resume(message, context)
    case 'audio':
      return handlers.audio(message, context)
    case 'text.input':
      return handlers.textInput(message, context)
    case 'dtmf.send':
      return handlers.dtmfSend(message, context)
    case 'playback.mark':
      return handlers.playbackMark(message, context)
    case 'interrupt':
      return handlers.interrupt(message, context)
    case 'tool.result':
      return handlers.toolResult(message, context)
    case 'ping':
      return handlers.ping(message, context)
    case 'end':
      return handlers.endCall(message, context)
  }
}

const serverValidators: Readonly<Record<ServerMessage['t'], Validator>> = {
  'connected': validators.Connected,
  'resumed': validators.Resumed,
  'resume_failed': validators.ResumeFailed,
  'going_away': validators.GoingAway,
  'turn.started': validators.TurnStarted,
  'stt.partial': validators.SttPartial,
  'stt.final': validators.SttFinal,
  'turn.ended': validators.TurnEnded,
  'llm.delta': validators.LlmDelta,
  'tool.call': validators.ToolCall,
  'tts.started': validators.TtsStarted,
  'tts.chunk': validators.TtsChunk,
  'tts.stopped': validators.TtsStopped,
  'control.bargein': validators.ControlBargein,
  'usage.updated': validators.UsageUpdated,
  'dtmf.received': validators.DtmfReceived,
  'pong': validators.Pong,
  'error': validators.SocketError,
  'end': validators.End,
}

/** The text frame of a message. */
export function encodeServerMessage(message: ServerMessage): string {
  return JSON.stringify(message)
}

/** What is wrong with a message of the server, or null when it fits the contract. */
export function checkServerMessage(message: ServerMessage): Violation | null {
  if (!Object.hasOwn(serverValidators, message.t)) {
    return { pointer: '/t', message: 'is no message of the server', keyword: 'enum' }
  }
  return check(serverValidators[message.t], message)
}
