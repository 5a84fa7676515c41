import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { EndReason } from '#generated/events.gen.ts'
import {
  type ClientMessage,
  checkServerMessage,
  decodeClientMessage,
  dispatchClientMessage,
  encodeServerMessage,
  type RealtimeHandlers,
  type ServerMessage,
  type Start,
} from '#generated/realtime.gen.ts'
import type { SessionCommand } from '../../node/generated/index.gen.ts'
import type { SessionLog } from './session-log.ts'
import { FRAME_MS, toneFrame } from './tone.ts'

/** What a call needs of the rest of the mock. */
export interface CallBook {
  /** The agent's greeting; null for none, undefined where there is no such agent. */
  greetingOf(agent: string | undefined): string | null | undefined
  /** Its log; null where the call goes on elsewhere. */
  begun(callId: string, agent: string | undefined, metadata: Start['metadata']): SessionLog | null
  ended(sessionId: string, reason: EndReason): void
}

/** As long as a sentence of the mock lasts. */
const SENTENCE_FRAMES = 30
/** How long the mock waits until a turn is over. */
const POLICY_WAIT_MS = 220
/** How much audio is a turn: a second of it. */
const TURN_BYTES = 32_000
const limits = { maxFrameBytes: 131_072, idleTimeoutMs: 120_000, heartbeatMs: 15_000, resumeGraceMs: 20_000 }

interface Utterance {
  readonly utteranceId: string
  readonly text: string
  readonly timer: NodeJS.Timeout
  frames: number
}

/** One call: every message of it is in the contract, and every message of the client is answered as the contract says. */
export class VoiceCall {
  readonly #socket: WebSocket
  readonly #book: CallBook
  readonly #callId: string
  readonly #begunAt = Date.now()
  #agent: string | undefined
  #audio: Start['audio'] | null = null
  #log: SessionLog | null = null
  #prevSeq = 0
  #turn: string | undefined
  #count = 0
  #heardBytes = 0
  #saying: Utterance | null = null

  constructor(socket: WebSocket, callId: string, agent: string | undefined, book: CallBook) {
    this.#socket = socket
    this.#callId = callId
    this.#agent = agent
    this.#book = book
    socket.on('message', (data: Buffer, isBinary) =>
      isBinary ? this.#heard(data.length) : this.#told(data.toString()),
    )
    socket.on('close', () => this.#end('caller_hangup'))
    if (agent !== undefined && book.greetingOf(agent) === undefined) this.#nobody(agent)
    else this.#connected()
  }

  readonly #handlers: RealtimeHandlers<null> = {
    start: (message) => this.#start(message),
    resume: () => this.#send({ t: 'resume_failed', reason: 'not_live' }),
    callerAudio: ({ length }) => this.#heard(length),
    audio: ({ pcm16 }) => this.#heard(Buffer.byteLength(pcm16, 'base64')),
    textInput: ({ text }) => this.#answer(text, 'text'),
    dtmfSend: ({ digits }) => this.#answer(digits, 'keys'),
    playbackMark: () => {},
    interrupt: () => this.#cutShort(),
    toolResult: () => {},
    ping: () => this.#send({ t: 'pong', timestamp: Date.now() }),
    endCall: () => this.#end('caller_hangup'),
  }

  #told(text: string): void {
    const decoded = decodeClientMessage(text)
    if (!decoded.ok) {
      const { message, field } = decoded
      return this.#send({
        t: 'error',
        code: 'bad_request',
        message,
        fatal: false,
        ...(field !== undefined && { field }),
      })
    }
    if (this.#audio === null && !this.#mayComeFirst(decoded.message))
      return this.refuse('conflict', 'Send "start" first.', 4409)
    void dispatchClientMessage(this.#handlers, decoded.message, null)
  }

  #mayComeFirst = ({ t }: ClientMessage): boolean => ['start', 'resume', 'ping', 'end'].includes(t)

  refuse(code: 'conflict' | 'not_found' | 'quota_exceeded' | 'internal', message: string, close: number): void {
    this.#send({ t: 'error', code, message, fatal: true })
    this.#socket.close(close, code)
  }

  #connected(): void {
    const resumeToken = randomBytes(32).toString('base64url')
    this.#send({ t: 'connected', callId: this.#callId, timestamp: Date.now(), epoch: 1, resumeToken, limits })
  }

  #nobody(agent: string | undefined): void {
    this.refuse('not_found', `There is no agent "${agent ?? ''}".`, 4404)
  }

  #start({ agentId = this.#agent, audio = {}, metadata }: Start): void {
    if (this.#audio !== null) return this.refuse('conflict', 'The call has begun.', 4409)
    const greeting = this.#book.greetingOf(agentId)
    if (greeting === undefined) return this.#nobody(agentId)
    const log = this.#book.begun(this.#callId, agentId, metadata)
    if (log === null) return this.refuse('conflict', 'The call goes on with another client.', 4409)
    this.#audio = audio
    this.#agent = agentId
    this.#log = log
    log.command = (command) => this.#obey(log, command)
    log.append('session.state_changed', { from: 'created', to: 'live' })
    log.append('call.answered', { sample_rate_hz: audio.sampleRateHz ?? 16_000, locale: 'en-IN' })
    if (greeting !== null) this.#say(greeting)
  }

  #heard(bytes: number): void {
    if (this.#audio === null) return this.refuse('conflict', 'Send "start" first.', 4409)
    this.#heardBytes += bytes
    if (this.#heardBytes < TURN_BYTES) return
    this.#heardBytes = 0
    this.#answer('what are your plans', 'voice')
  }

  /** A turn of the caller's, and the answer. */
  #answer(words: string, by: 'voice' | 'text' | 'keys'): void {
    const log = this.#log!
    if (log.isFull) return this.refuse('internal', 'The log of this call is full.', 1011)
    this.#cutShort()
    const turnId = `turn_${++this.#count}`
    this.#turn = turnId
    const said = { turn: turnId, content: { text: words } }
    this.#tell(
      { t: 'turn.started', turnId, initiator: 'caller' },
      log.append('turn.started', { initiator: 'caller' }, { turn: turnId }),
    )
    if (by === 'voice') this.#transcribed(log, words)
    if (by === 'text') log.append('text.received', { text_length: words.length }, said)
    if (by === 'keys') log.append('dtmf.received', { digit_count: words.length, ended_by: 'pause' }, said)
    const waited = { ms: POLICY_WAIT_MS, user_last_audio_ts_ms: Date.now() - POLICY_WAIT_MS }
    const ended = log.append('endpointing.delay_applied', waited, { turn: turnId })
    this.#tell({ t: 'turn.ended', turnId, policyWaitMs: POLICY_WAIT_MS }, ended)
    const text = `You said: ${words.slice(0, 500)}.`
    this.#send({ t: 'llm.delta', turnId, text })
    const answered = { finish_reason: 'stop', tokens_in: 20, tokens_out: 5, response_length: text.length } as const
    log.append('llm.response', answered, { turn: turnId, content: { text } })
    const used = { service: 'llm', unit: 'tokens_out', quantity: 5, total: 5 * this.#count, estimated: true } as const
    this.#tell({ t: 'usage.updated', ...used }, log.append('usage.recorded', used, { turn: turnId }))
    this.#say(text)
  }

  #transcribed(log: SessionLog, words: string): void {
    const turn = this.#turn
    const [first] = words.split(' ') as [string]
    const partial = log.append('stt.partial', { transcript_length: first.length }, { turn, content: { text: first } })
    this.#tell({ t: 'stt.partial', text: first }, partial)
    const heard = { language: 'en-IN', confidence: 0.98 }
    const data = { transcript_length: words.length, ...heard }
    this.#tell(
      { t: 'stt.final', text: words, ...heard },
      log.append('stt.final', data, { turn, content: { text: words } }),
    )
  }

  #say(text: string): void {
    const utteranceId = `u_${++this.#count}`
    const sampleRateHz = this.#audio?.sampleRateHz ?? 16_000
    const data = { utterance_id: utteranceId, sample_rate_hz: sampleRateHz }
    this.#tell(
      { t: 'tts.started', utteranceId, sampleRateHz },
      this.#log!.append('tts.started', data, { turn: this.#turn }),
    )
    const timer = setInterval(() => this.#frame(sampleRateHz), FRAME_MS)
    this.#saying = { utteranceId, text, timer, frames: 0 }
  }

  #frame(sampleRateHz: 8000 | 16000): void {
    const saying = this.#saying!
    if (saying.frames === SENTENCE_FRAMES) return this.#stopped('completed')
    saying.frames += 1
    const frame = toneFrame(saying.frames, sampleRateHz)
    if (this.#audio?.transport !== 'json') this.#socket.send(frame)
    else this.#send({ t: 'tts.chunk', seq: saying.frames, pcm16: frame.toString('base64') })
  }

  #cutShort(): void {
    if (this.#saying === null) return
    const { utteranceId, frames } = this.#saying
    const data = { utterance_id: utteranceId, heard_ms: frames * FRAME_MS }
    const seq = this.#log!.append('barge_in.detected', data, { turn: this.#turn })
    this.#tell({ t: 'control.bargein', action: 'stop-tts', utteranceId }, seq)
    this.#stopped('barge_in')
  }

  #stopped(cause: 'completed' | 'barge_in'): void {
    const { utteranceId, text, timer, frames } = this.#saying!
    clearInterval(timer)
    this.#saying = null
    const words = text.split(' ')
    const textHeard = words.slice(0, Math.round((words.length * frames) / SENTENCE_FRAMES)).join(' ')
    const heardMs = frames * FRAME_MS
    const method = 'rate_estimate'
    const data = { utterance_id: utteranceId, cause, heard_ms: heardMs, total_ms: SENTENCE_FRAMES * FRAME_MS }
    const content = { text, text_heard: textHeard }
    const told = { ...data, characters: text.length, method } as const
    const seq = this.#log!.append('tts.stopped', told, { turn: this.#turn, content })
    this.#tell({ t: 'tts.stopped', utteranceId, cause, textGenerated: text, textHeard, heardMs, method }, seq)
  }

  #obey(log: SessionLog, command: SessionCommand): { correlationId: string; seq: number } {
    const name = command.command
    const correlationId = `cmd_${++this.#count}`
    const turn = { turn: correlationId }
    log.append('control.command_received', { command: name, requested_by: log.sessionId }, turn)
    const seq = log.append('control.command_applied', { command: name, result: 'applied', debug: false }, turn)
    // Whoever sent the command has its answer first.
    setImmediate(() => {
      if (name === 'say') this.#speak(command.text)
      if (name === 'call.hangup') this.#end('agent_hangup')
      if (name === 'call.cancel') this.#end('cancelled')
    })
    return { correlationId, seq }
  }

  #speak(text: string): void {
    if (this.#log?.isOver !== false) return
    this.#cutShort()
    this.#turn = `turn_${++this.#count}`
    this.#say(text)
  }

  /** The call is over: the log says so, and whoever is there is told. */
  #end(reason: EndReason): void {
    const log = this.#log
    if (log === null || log.isOver) return
    if (this.#saying !== null) this.#stopped('barge_in')
    log.command = null
    const ms = Date.now() - this.#begunAt
    const seq = log.append('call.ended', { reason, duration_ms: ms })
    this.#book.ended(log.sessionId, reason)
    this.#tell({ t: 'end', reason, durationSec: ms / 1000 }, seq)
    log.append('call.finished', { complete: true, missing: [] })
    this.#socket.close(1000)
  }

  /** What is of the call's log has its place in it. */
  #tell(message: ServerMessage, seq: number): void {
    const ts = Math.round((Date.now() - this.#begunAt) / 100) / 10
    this.#send({ ...message, seq, prevSeq: this.#prevSeq, ts } as ServerMessage)
    this.#prevSeq = seq
  }

  #send(message: ServerMessage): void {
    const violation = checkServerMessage(message)
    if (violation !== null) throw new Error(`The mock's own ${message.t} breaks the contract at ${violation.pointer}.`)
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(encodeServerMessage(message))
  }
}
