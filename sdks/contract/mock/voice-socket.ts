import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import { problems } from '#generated/problems.gen.ts'
import {
  checkServerMessage,
  decodeClientMessage,
  dispatchClientMessage,
  encodeServerMessage,
  type RealtimeHandlers,
  type Resume,
  type ServerMessage,
  type Start,
} from '#generated/realtime.gen.ts'
import type { CallRequest, LiveCalls } from './live-calls.ts'
import { MockProblem } from './problem.ts'
import type { VoiceCall, VoiceSeat } from './voice-call.ts'

const limits = { maxFrameBytes: 131_072, idleTimeoutMs: 120_000, heartbeatMs: 15_000 }
/** Close codes of a client that means to hang up: normal, leaving the page, and none at all. */
const CLEAN: readonly number[] = [1000, 1001, 1005]

/** One client of the realtime voice socket: every message of it is answered as the contract says. */
export class VoiceSocket implements VoiceSeat {
  readonly #socket: WebSocket
  readonly #calls: LiveCalls
  readonly #request: CallRequest
  readonly #token = randomBytes(32).toString('base64url')
  #call: VoiceCall | null = null
  #heardAt = Date.now()
  #prevSeq = 0

  constructor(socket: WebSocket, request: CallRequest, calls: LiveCalls) {
    this.#socket = socket
    this.#request = request
    this.#calls = calls
    socket.on('message', (data: Buffer, isBinary) => {
      this.#heardAt = Date.now()
      if (this.#isOpen) this.#orRefused(() => (isBinary ? this.#heard(data.length) : this.#told(data.toString())))
    })
    socket.on('close', (code) => (CLEAN.includes(code) ? this.#call?.hungUp(this) : this.#call?.leave(this)))
    this.#orRefused(() => {
      const epoch = calls.check(request)
      const given = { epoch, resumeToken: this.#token, limits: { ...limits, resumeGraceMs: calls.graceMs } }
      this.send({ t: 'connected', callId: request.call, timestamp: Date.now(), ...given })
    })
  }

  readonly #handlers: RealtimeHandlers<null> = {
    start: (message) => this.#start(message),
    resume: (message) => this.#resume(message),
    callerAudio: ({ length }) => this.#heard(length),
    audio: ({ pcm16 }) => this.#heard(Buffer.byteLength(pcm16, 'base64')),
    textInput: ({ text }) => this.#act((call) => call.answer(text, 'text')),
    dtmfSend: ({ digits }) => this.#act((call) => call.answer(digits, 'keys')),
    playbackMark: () => this.#act(() => {}),
    interrupt: () => this.#act((call) => call.cutShort()),
    toolResult: () => this.#act(() => {}),
    ping: () => this.send({ t: 'pong', timestamp: Date.now() }),
    endCall: () => (this.#call === null ? this.#socket.close(1000, 'end') : this.#call.end('caller_hangup')),
  }

  get silentMs(): number {
    return Date.now() - this.#heardAt
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  #told(text: string): void {
    const decoded = decodeClientMessage(text)
    if (!decoded.ok) return this.#mistake(decoded.message, decoded.field)
    void dispatchClientMessage(this.#handlers, decoded.message, null)
  }

  #start(message: Start): void {
    if (this.#call !== null) return this.#mistake('The call has begun; send "start" once.')
    const { call, agent = message.agentId } = this.#request
    if ((message.callId ?? call) !== call) return this.#mistake(`This socket is the call "${call}".`, '/callId')
    if ((message.agentId ?? agent) !== agent)
      return this.#mistake(`This socket asked for the agent "${agent}".`, '/agentId')
    this.#call = this.#calls.open({ ...this.#request, agent }, message, this.#token, this)
  }

  #resume(shown: Resume): void {
    if (this.#call !== null) return this.#mistake('The call has begun; send "resume" in place of "start".')
    const call = this.#calls.resume(this.#request, shown, this.#token, this)
    if (typeof call === 'string') this.send({ t: 'resume_failed', reason: call })
    else this.#call = call
  }

  #heard(bytes: number): void {
    if (this.#call === null) return this.#mistake('Send "start" before audio.')
    this.#call.heard(bytes)
  }

  #act(act: (call: VoiceCall) => void): void {
    if (this.#call === null) return this.#mistake('Send "start" first.')
    act(this.#call)
  }

  /** What the client did wrong; the socket stays open. */
  #mistake(message: string, field?: string): void {
    this.send({ t: 'error', code: 'bad_request', message, fatal: false, ...(field !== undefined && { field }) })
  }

  #orRefused(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof MockProblem)) throw error
      refuse(this.#socket, error)
    }
  }

  send(message: ServerMessage): void {
    const violation = checkServerMessage(message)
    if (violation !== null) throw new Error(`The mock's own ${message.t} breaks the contract at ${violation.pointer}.`)
    if (this.#isOpen) this.#socket.send(encodeServerMessage(message))
  }

  event(message: ServerMessage, seq: number, ts: number): void {
    this.send({ ...message, seq, prevSeq: this.#prevSeq, ts } as ServerMessage)
    this.#prevSeq = seq
  }

  audio(frame: Buffer): void {
    if (this.#isOpen) this.#socket.send(frame)
  }

  resumed(fromSeq: number): void {
    this.#prevSeq = fromSeq - 1
    this.send({ t: 'resumed', fromSeq })
  }

  replaced(): void {
    this.#call = null
    refuse(
      this.#socket,
      new MockProblem('conflict', 'Another connection with your credential has taken this call over.'),
    )
  }

  over(code: number): void {
    this.#socket.close(code)
  }
}

/** Says why, and closes with the code's close code. */
export function refuse(socket: WebSocket, { code, message }: MockProblem): void {
  socket.send(encodeServerMessage({ t: 'error', code, message, fatal: true }))
  socket.close(problems[code].closeCode, code)
}
