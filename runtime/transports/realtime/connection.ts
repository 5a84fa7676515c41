import type { RawData, WebSocket } from 'ws'
import {
  type CallerAudioChunk,
  decodeClientMessage,
  dispatchClientMessage,
  type RealtimeHandlers,
  type Resume,
  type Start,
  socketRoles,
  type ToolResult,
} from '#generated/realtime.gen.ts'
import { bytesPerSample } from '#runtime/core/audio.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import { guard } from '#runtime/core/guarded.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { ChunkOrder } from '#runtime/pipeline/chunk-order.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { CallDesk, CallRequest } from '#runtime/sessions/calls/call-desk.ts'
import type { AudioTransport } from '#runtime/sessions/calls/caller-seat.ts'
import { type LiveCall, TURNS_PER_SECOND } from '#runtime/sessions/calls/live-call.ts'
import type { VoiceSession } from '#runtime/sessions/voice-session.ts'
import { countProblem } from '#runtime/transports/told-problem.ts'
import type { Address } from './address.ts'
import { CallerSocket } from './caller-socket.ts'
import { ClientAllowances, TEXTS_PER_SECOND } from './client-allowances.ts'
import { Pulse } from './pulse.ts'
import { SocketSeat } from './socket-seat.ts'

export interface ConnectionPorts {
  readonly desk: CallDesk
  readonly clock: Clock
  readonly checks: ContractChecks
  readonly metrics: MetricRecorder
  readonly onFault: (error: unknown) => void
}

export interface ConnectionLimits {
  readonly maxFrameBytes: number
  readonly idleTimeoutMs: Millis
  readonly heartbeatMs: Millis
  readonly resumeGraceMs: Millis
}

/** What may wait while the server looks the caller and the call up: 8 s of audio, and then some. */
const MAX_INBOX_BYTES = 512 * 1024
const MAX_INBOX_MESSAGES = 1_024
/** A text that is shorter holds no chunk of audio worth the name. */
const LEAST_CHUNK = 200
/** Mistakes that one connection may make before it is closed. */
const MAX_MISTAKES = 50
/** Close codes of a client that means to hang up: normal, leaving the page, and none at all. */
const CLEAN: readonly number[] = [1000, 1001, 1005]

type State =
  /** The key, then the call, are looked up; what comes is kept. */
  | { readonly phase: 'opening' }
  /** `connected` was sent; `start` or `resume` must follow. `token`: what resumes the call from here on. */
  | { readonly phase: 'ready'; readonly caller: Caller; readonly token: string }
  | { readonly phase: 'live'; readonly session: VoiceSession; readonly call: LiveCall }
  | { readonly phase: 'over' }

/** One client of the realtime voice socket, from handshake to close (FR-R1 to FR-R3). */
export class Connection {
  readonly #ports: ConnectionPorts
  readonly #limits: ConnectionLimits
  readonly #address: Address
  readonly #socket: WebSocket
  readonly #out: CallerSocket
  readonly #seat: SocketSeat
  readonly #handlers: RealtimeHandlers<void>
  #state: State = { phase: 'opening' }
  #inbox: (string | Buffer)[] = []
  #inboxBytes = 0
  #mistakes = 0
  /** How the client closed, if it did. */
  #closedWith: number | null = null
  #heardAt: Millis
  #unanswered = 0
  /** Puts `audio` chunks in order; null while audio comes as bytes. */
  #chunks: ChunkOrder | null = null
  readonly #allowances: ClientAllowances
  #stopWatch: () => void = () => {}
  #forgetDrain: () => void = () => {}

  constructor(
    ports: ConnectionPorts,
    limits: ConnectionLimits,
    address: Address,
    socket: WebSocket,
    gather?: () => void,
  ) {
    this.#ports = ports
    this.#limits = limits
    this.#address = address
    this.#socket = socket
    this.#out = new CallerSocket(socket, ports, gather)
    const pulse = new Pulse(socket, ports.clock)
    this.#seat = new SocketSeat(this.#out, pulse, {
      speaks: (transport) => this.#speaks(transport),
      over: (code) => this.#callOver(code),
      replaced: () => this.#replaced(),
    })
    this.#heardAt = ports.clock.now()
    this.#allowances = new ClientAllowances(this.#heardAt)
    this.#handlers = {
      start: (message) => this.#start(message),
      resume: (message) => this.#resume(message),
      callerAudio: (frame) => this.#bytes(frame),
      audio: (message) => this.#chunk(message),
      textInput: ({ text }) => this.#typed(text),
      dtmfSend: ({ digits, method }) => this.#act((session) => session.press(digits, method)),
      playbackMark: ({ utteranceId, playedMs }) => this.#act((session) => session.mark(utteranceId, playedMs)),
      interrupt: () => this.#act((session) => session.interrupt()),
      toolResult: (message) => this.#toolResult(message),
      ping: () => this.#out.send({ t: 'pong', timestamp: Math.floor(ports.clock.now()) }),
      endCall: () => this.#hangUp(),
    }
    // The only listener: fifty frames a second come here.
    socket.on('message', (data, isBinary) => {
      pulse.heard()
      guard(() => this.#received(data, isBinary), this.#broke)
    })
    socket.on('pong', () => {
      this.#unanswered = 0
    })
    // What ws refuses it closes by itself: 1002, 1007, 1008 or 1009.
    socket.on('error', () => {})
    socket.on('close', (code) => guard(() => this.#closed(code), this.#broke))
    this.#watch()
  }

  /** Lets the caller in, or says why not. */
  async admit(caller: Promise<Caller>): Promise<void> {
    await this.#look(async () => {
      const known = await caller
      if (!socketRoles.includes(known.role)) {
        throw new Problem('forbidden', `This needs a key with the role ${socketRoles.join(' or ')}.`)
      }
      const { epoch, token } = await this.#ports.desk.check(this.#request(known))
      const timestamp = Math.floor(this.#ports.clock.now())
      const call = { callId: this.#address.call, epoch, resumeToken: token }
      this.#out.send({ t: 'connected', ...call, timestamp, limits: { ...this.#limits } })
      if (this.#state.phase !== 'over') {
        this.#forgetDrain = this.#ports.desk.onDrain((deadlineMs) =>
          this.#out.send({ t: 'going_away', deadlineMs, resumeToken: token }),
        )
      }
      return { phase: 'ready', caller: known, token }
    })
  }

  #request({ tenantId, keyId }: Caller, agent = this.#address.agent): CallRequest {
    return { tenantId, keyId, call: this.#address.call, agent }
  }

  /** What let the caller in works no longer. */
  revoke(): void {
    this.#refuse(new Problem('invalid_api_key', 'The key of this connection works no longer.'))
  }

  /** Runs what needs the database while what the client sends is kept, in order. */
  async #look(find: () => Promise<State>): Promise<void> {
    this.#become({ phase: 'opening' })
    this.#socket.pause()
    try {
      this.#become(await find())
    } catch (error) {
      const problem =
        error instanceof Problem ? error : new Problem('internal', 'Something broke on our side.', { cause: error })
      if (problem.code === 'internal') this.#ports.onFault(problem.cause ?? problem)
      this.#refuse(problem)
    }
    this.#socket.resume()
    const kept = this.#inbox
    this.#inbox = []
    this.#inboxBytes = 0
    for (const item of kept) this.#take(item)
  }

  #become(state: State): void {
    // A client that left while we looked stays gone; a call that began meanwhile has lost it.
    if (this.#state.phase !== 'over') this.#state = state
    else if (state.phase === 'live') this.#abandon(state)
  }

  #received(data: RawData, isBinary: boolean): void {
    this.#take(isBinary ? (data as Buffer) : data.toString())
  }

  #take(item: string | Buffer): void {
    if (this.#state.phase === 'over') return
    if (Buffer.byteLength(item) > this.#limits.maxFrameBytes) {
      return this.#refuse(new Problem('payload_too_large', `Send at most ${this.#limits.maxFrameBytes} bytes a frame.`))
    }
    if (this.#state.phase === 'opening') return this.#keep(item)
    if (typeof item !== 'string') return void this.#handlers.callerAudio(item)
    // Chunks are messages too, but there are many of them; what a text is, is known once it was read.
    const holdsAudio = this.#chunks !== null && item.length >= LEAST_CHUNK
    if (!this.#allowances.text(holdsAudio, this.#ports.clock.now())) {
      return this.#refuse(new Problem('quota_exceeded', `Send at most ${TEXTS_PER_SECOND} messages a second.`))
    }
    const decoded = decodeClientMessage(item)
    if (!decoded.ok) return this.#mistake(decoded.message, decoded.field)
    if (decoded.message.t !== 'ping' && decoded.message.t !== 'audio') this.#heardAt = this.#ports.clock.now()
    dispatchClientMessage(this.#handlers, decoded.message, undefined)
  }

  #keep(item: string | Buffer): void {
    this.#inboxBytes += item.length
    if (this.#inboxBytes > MAX_INBOX_BYTES || this.#inbox.length >= MAX_INBOX_MESSAGES) {
      return this.#refuse(new Problem('bad_request', 'Wait for "connected" before you send this much.'))
    }
    this.#inbox.push(item)
  }

  #start({ callId, agentId, locale, audio, metadata = {} }: Start): void {
    const state = this.#state
    if (state.phase !== 'ready') return this.#mistake('The call has begun; send "start" once.')
    const { call, agent = agentId } = this.#address
    if (callId !== undefined && callId !== call) return this.#mistake(`This socket is the call "${call}".`, '/callId')
    if (agentId !== undefined && agentId !== agent)
      return this.#mistake(`This socket asked for the agent "${agent}".`, '/agentId')
    const { sampleRateHz = 16_000, transport = 'binary' } = audio ?? {}
    this.#speaks(transport)
    void this.#look(async () => {
      const start = { locale, sampleRateHz, transport, metadata, token: state.token, trace: this.#address.trace }
      const live = await this.#ports.desk.open(this.#request(state.caller, agent), start, this.#seat)
      return { phase: 'live', session: live.session, call: live }
    })
  }

  /** How audio travels from now on, both ways. */
  #speaks(transport: AudioTransport): void {
    this.#out.sendAudioAs(transport)
    this.#chunks = transport === 'json' ? new ChunkOrder(this.#heard) : null
  }

  #resume({ token, lastSeq }: Resume): void {
    const state = this.#state
    if (state.phase !== 'ready') return this.#mistake('The call has begun; send "resume" in place of "start".')
    void this.#look(async () => {
      const { desk } = this.#ports
      const live = await desk.resume(this.#request(state.caller), state.token, { token, lastSeq }, this.#seat)
      if (typeof live !== 'string') return { phase: 'live', session: live.session, call: live }
      this.#out.send({ t: 'resume_failed', reason: live })
      return state
    })
  }

  #bytes(frame: Buffer): void {
    if (this.#chunks !== null) return this.#mistake('This call takes audio as JSON ("audio"), as "start" said.')
    this.#audio(frame, this.#heard)
  }

  #chunk({ seq, pcm16 }: CallerAudioChunk): void {
    const chunks = this.#chunks
    if (chunks === null)
      return this.#mistake('Send audio in binary frames, or "start" with audio.transport "json".', '/t')
    const pcm = Buffer.from(pcm16, 'base64')
    // What is no base64 is passed over by the decoder.
    if (Buffer.byteLength(pcm16, 'base64') !== pcm.length || pcm16.length % 4 !== 0) {
      return this.#mistake('Send PCM16 as base64 with padding.', '/pcm16')
    }
    // What comes while nothing is taken in must not wait until it is (FR-T6).
    this.#audio(pcm, (_pcm, session) => (session.isDeaf ? chunks.clear() : chunks.push(seq, pcm)))
  }

  readonly #heard = (pcm: Buffer): void => {
    if (this.#state.phase === 'live') this.#state.session.hear(pcm)
  }

  /** What a caller does other than speak; an answer of false says that nothing is taken in yet. */
  #act(act: (session: VoiceSession) => unknown): void {
    if (this.#state.phase !== 'live') return this.#mistake('Send "start" first.')
    if (act(this.#state.session) !== false) return
    this.#out.error('conflict', 'Wait until the consent prompt was heard; this was not taken.', false)
  }

  #audio(frame: Buffer, take: (pcm: Buffer, session: VoiceSession) => void): void {
    const state = this.#state
    if (state.phase !== 'live') return this.#mistake('Send "start" before audio.')
    if (frame.length === 0 || frame.length % bytesPerSample !== 0) {
      return this.#mistake('Send whole PCM16 samples: an even number of bytes, two at least.')
    }
    const now = this.#ports.clock.now()
    if (!this.#allowances.audio(frame.length, now)) {
      return this.#mistake('Send audio at the speed of time; this frame was dropped.')
    }
    this.#heardAt = now
    take(frame, state.session)
  }

  #typed(text: string): void {
    const state = this.#state
    if (state.phase !== 'live' || state.call.takesTurn()) return this.#act((session) => session.type(text))
    const message = `Type at most ${TURNS_PER_SECOND} turns a second; this was not taken.`
    this.#out.error('quota_exceeded', message, false, '/text')
  }

  /** An answer that nobody waits for costs nothing but a word of it. */
  #toolResult({ id, result, error }: ToolResult): void {
    if (this.#state.phase !== 'live') return this.#mistake('Send "start" before "tool.result".')
    if ((result === undefined) === (error === undefined)) return this.#mistake('Send a result or an error.', '/result')
    const answer = error === undefined ? { result } : { error: error.message }
    const taken = this.#state.session.toolAnswered(id, answer)
    if (taken === 'unknown') return this.#mistake(`No "tool.call" has the id "${id}".`, '/id')
    if (taken === 'late')
      this.#out.error('conflict', `The tool call "${id}" is answered or has timed out.`, false, '/id')
  }

  #hangUp(): void {
    if (this.#state.phase === 'live') this.#state.session.end('caller_hangup')
    else this.#leave(1000, 'end')
  }

  /** The session has said `end`. */
  #callOver(code: number): void {
    if (this.#state.phase !== 'over') this.#leave(code, 'end')
  }

  /** The call goes on at another socket of the same client. */
  #replaced(): void {
    this.#out.error('conflict', 'Another connection with your credential has taken this call over.', true)
    this.#leave(4409, 'conflict')
  }

  #mistake(message: string, field?: string): void {
    this.#mistakes += 1
    if (this.#mistakes <= MAX_MISTAKES) return this.#out.error('bad_request', message, false, field)
    this.#refuse(
      new Problem('bad_request', `More than ${MAX_MISTAKES} messages did not fit the contract; the last: ${message}`),
    )
  }

  /** Says why, ends the call if there is one, and closes. */
  #refuse(problem: Problem): void {
    const state = this.#state
    if (state.phase === 'over') return
    countProblem(this.#ports.metrics, 'socket', problem)
    this.#out.error(problem.code, problem.message, true)
    this.#state = { phase: 'over' }
    if (state.phase === 'live') state.session.end('client_lost')
    this.#leave(problem.closeCode, problem.code)
  }

  #leave(code: number, reason: string): void {
    this.#stopWatch()
    this.#forgetDrain()
    this.#state = { phase: 'over' }
    this.#out.close(code, reason)
  }

  /** What breaks here ends this call, and only this call. */
  readonly #broke = (error: unknown): void => {
    this.#ports.onFault(error)
    guard(() => this.#refuse(new Problem('internal', 'Something broke on our side.')), this.#ports.onFault)
  }

  #closed(code: number): void {
    this.#stopWatch()
    this.#forgetDrain()
    this.#closedWith ??= code
    const state = this.#state
    this.#state = { phase: 'over' }
    if (state.phase === 'live') this.#abandon(state)
  }

  /** A client that closes in order hangs up; another one may come back. */
  #abandon({ session, call }: Extract<State, { phase: 'live' }>): void {
    if (this.#closedWith !== null && CLEAN.includes(this.#closedWith)) session.end('caller_hangup')
    else call.leave(this.#seat)
  }

  /** Every heartbeat: pings, drops a client that missed two, and closes one that is idle. */
  #watch(): void {
    const { clock } = this.#ports
    this.#stopWatch = clock.wakeAt(clock.now() + Math.min(this.#limits.heartbeatMs, this.#limits.idleTimeoutMs), () => {
      if (clock.now() - this.#heardAt >= this.#limits.idleTimeoutMs) {
        return this.#refuse(new Problem('idle_timeout', 'No audio or text came for too long.'))
      }
      // While it is not read, no answer can come.
      if (this.#state.phase === 'opening') return this.#watch()
      if (this.#unanswered >= 2) return this.#socket.terminate()
      this.#unanswered += 1
      this.#socket.ping()
      this.#watch()
    })
  }
}
