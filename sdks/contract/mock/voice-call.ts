import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
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
import { FRAME_MS, toneFrame } from './tone.ts'

/** What a call needs of the rest of the mock. */
export interface CallBook {
  /** The agent's greeting; null for none, undefined where there is no such agent. */
  greetingOf(agent: string | undefined): string | null | undefined
  begun(callId: string, agent: string | undefined, metadata: Start['metadata']): void
  ended(callId: string): void
}

/** As long as a sentence of the mock lasts. */
const SENTENCE_FRAMES = 30
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
  #seq = 0
  #prevSeq = 0
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
    socket.on('close', () => this.#over())
    if (agent !== undefined && book.greetingOf(agent) === undefined) this.#nobody(agent)
    else this.#connected()
  }

  readonly #handlers: RealtimeHandlers<null> = {
    start: (message) => this.#start(message),
    resume: () => this.#send({ t: 'resume_failed', reason: 'not_live' }),
    callerAudio: ({ length }) => this.#heard(length),
    audio: ({ pcm16 }) => this.#heard(Buffer.byteLength(pcm16, 'base64')),
    textInput: ({ text }) => this.#answer(text),
    dtmfSend: ({ digits }) => this.#answer(digits),
    playbackMark: () => {},
    interrupt: () => this.#cutShort(),
    toolResult: () => {},
    ping: () => this.#send({ t: 'pong', timestamp: Date.now() }),
    endCall: () => this.#hangUp(),
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
    this.#audio = audio
    this.#agent = agentId
    this.#book.begun(this.#callId, agentId, metadata)
    this.#seq = 3
    if (greeting !== null) this.#say(greeting)
  }

  #heard(bytes: number): void {
    if (this.#audio === null) return this.refuse('conflict', 'Send "start" first.', 4409)
    this.#heardBytes += bytes
    if (this.#heardBytes < TURN_BYTES) return
    this.#heardBytes = 0
    this.#answer('what are your plans', true)
  }

  /** A turn of the caller's, and the answer. */
  #answer(words: string, spoken = false): void {
    this.#cutShort()
    const turnId = `turn_${++this.#count}`
    this.#log({ t: 'turn.started', turnId, initiator: 'caller' })
    if (spoken) {
      this.#log({ t: 'stt.partial', text: words.split(' ')[0]! })
      this.#log({ t: 'stt.final', text: words, confidence: 0.98, language: 'en-IN' })
    }
    this.#log({ t: 'turn.ended', turnId, policyWaitMs: 220 })
    const text = `You said: ${words.slice(0, 500)}.`
    this.#send({ t: 'llm.delta', turnId, text })
    this.#log({
      t: 'usage.updated',
      ...{ service: 'llm', unit: 'tokens_out', quantity: 5, total: 5 * this.#count, estimated: true },
    })
    this.#say(text)
  }

  #say(text: string): void {
    const utteranceId = `u_${++this.#count}`
    const sampleRateHz = this.#audio?.sampleRateHz ?? 16_000
    this.#log({ t: 'tts.started', utteranceId, sampleRateHz })
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
    this.#log({ t: 'control.bargein', action: 'stop-tts', utteranceId: this.#saying.utteranceId })
    this.#stopped('barge_in')
  }

  #stopped(cause: 'completed' | 'barge_in'): void {
    const { utteranceId, text, timer, frames } = this.#saying!
    clearInterval(timer)
    this.#saying = null
    const words = text.split(' ')
    const textHeard = words.slice(0, Math.round((words.length * frames) / SENTENCE_FRAMES)).join(' ')
    const heard = { textGenerated: text, textHeard, heardMs: frames * FRAME_MS, method: 'rate_estimate' } as const
    this.#log({ t: 'tts.stopped', utteranceId, cause, ...heard })
  }

  #hangUp(): void {
    if (this.#saying !== null) this.#stopped('barge_in')
    const durationSec = (Date.now() - this.#begunAt) / 1000
    this.#log({ t: 'end', reason: 'caller_hangup', durationSec })
    this.#socket.close(1000)
  }

  #over(): void {
    if (this.#saying !== null) clearInterval(this.#saying.timer)
    this.#saying = null
    if (this.#audio !== null) this.#book.ended(this.#callId)
  }

  /** What is of the call's log has its place in it. */
  #log(message: ServerMessage): void {
    this.#seq += 1
    const ts = Math.round((Date.now() - this.#begunAt) / 100) / 10
    this.#send({ ...message, seq: this.#seq, prevSeq: this.#prevSeq, ts } as ServerMessage)
    this.#prevSeq = this.#seq
  }

  #send(message: ServerMessage): void {
    const violation = checkServerMessage(message)
    if (violation !== null) throw new Error(`The mock's own ${message.t} breaks the contract at ${violation.pointer}.`)
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(encodeServerMessage(message))
  }
}
