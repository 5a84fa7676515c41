import type { EndReason } from '#generated/events.gen.ts'
import type { ResumeFailure, ServerMessage, Start } from '#generated/realtime.gen.ts'
import type { SessionCommand } from '../../node/generated/index.gen.ts'
import { MockProblem } from './problem.ts'
import type { SessionLog } from './session-log.ts'
import { FRAME_MS, toneFrame } from './tone.ts'

/** One client's socket, at the call that it has begun or joined. */
export interface VoiceSeat {
  /** How long nothing has come from it, ms. */
  readonly silentMs: number
  send(message: ServerMessage): void
  /** What is of the call's log, at its place in it. */
  event(message: ServerMessage, seq: number, ts: number): void
  audio(frame: Buffer): void
  /** What the log had before this number is not told here. */
  resumed(fromSeq: number): void
  /** Another socket has taken the call over. */
  replaced(): void
  /** The call is over. */
  over(code: number): void
}

export interface CallFacts {
  readonly log: SessionLog
  /** The API key that began it; null where it is not known. */
  readonly key: string | null
  readonly greeting: string
  /** How long it waits for a client whose socket was lost. */
  readonly graceMs: number
  readonly audio: Start['audio']
  /** Told once that the call is over. */
  readonly over: (reason: EndReason) => void
}

/** As long as a sentence of the mock lasts. */
const SENTENCE_FRAMES = 30
/** How long the mock waits until a turn is over. */
const POLICY_WAIT_MS = 220
/** How much audio is a turn: a second of it. */
const TURN_BYTES = 32_000
/** Who is silent for so long has lost its place to another socket of the same key. */
const SILENT_MS = 10_000

interface Utterance {
  readonly utteranceId: string
  readonly text: string
  readonly timer: NodeJS.Timeout
  frames: number
}

/** One live call: every message of it is in the contract. Sockets of its client come and go; while there is none it waits, silent. */
export class VoiceCall {
  readonly #facts: CallFacts
  readonly #log: SessionLog
  readonly #begunAt = Date.now()
  /** What the socket was told of the log, for whoever resumes the call. */
  readonly #told: { readonly message: ServerMessage; readonly seq: number; readonly ts: number }[] = []
  #seat: VoiceSeat | null
  #token: string
  #epoch = 1
  #grace: NodeJS.Timeout | undefined
  #transport: 'binary' | 'json'
  #turn: string | undefined
  #count = 0
  #heardBytes = 0
  #saying: Utterance | null = null

  constructor(facts: CallFacts, seat: VoiceSeat, token: string) {
    this.#facts = facts
    this.#log = facts.log
    this.#seat = seat
    this.#token = token
    this.#transport = facts.audio?.transport ?? 'binary'
    this.#log.command = (command) => this.#obey(command)
    this.#log.append('session.state_changed', { from: 'created', to: 'live' })
    this.#log.append('call.answered', { sample_rate_hz: this.#sampleRateHz, locale: 'en-IN' })
    this.#say(facts.greeting)
  }

  /** Which socket of the call the next one would be. */
  get nextEpoch(): number {
    return this.#epoch + 1
  }

  get #sampleRateHz(): 8000 | 16000 {
    return this.#facts.audio?.sampleRateHz ?? 16_000
  }

  /** Whether a client with this key may sit down: it is the one that began the call, and nobody is there any more. */
  mayJoin(key: string | null): boolean {
    const { key: own } = this.#facts
    if (own !== null && key !== null && own !== key) return false
    return this.#seat === null || this.#seat.silentMs >= SILENT_MS
  }

  /** The client hears what happens from now on. Throws `bad_request` where its audio is another. */
  join(seat: VoiceSeat, token: string, { sampleRateHz = 16_000, transport = 'binary' }: Start['audio'] = {}): void {
    const own = this.#sampleRateHz
    if (sampleRateHz !== own)
      throw new MockProblem('bad_request', `The call is live with ${own} Hz; "start" must say the same.`)
    this.#transport = transport
    seat.resumed(this.#log.lastSeq + 1)
    this.#sit(seat, token)
  }

  /** The client hears what it has missed, then what happens from now on. Null, or why not. */
  resume(seat: VoiceSeat, token: string, shown: { token: string; lastSeq: number }): ResumeFailure | null {
    if (shown.token !== this.#token) return 'wrong_token'
    if (shown.lastSeq > this.#log.lastSeq) return 'wrong_position'
    seat.resumed(shown.lastSeq + 1)
    for (const { message, seq, ts } of this.#told) if (seq > shown.lastSeq) seat.event(message, seq, ts)
    this.#sit(seat, token)
    return null
  }

  #sit(seat: VoiceSeat, token: string): void {
    const before = this.#seat
    if (before !== null) this.leave(before)
    before?.replaced()
    clearTimeout(this.#grace)
    this.#seat = seat
    this.#token = token
    this.#epoch += 1
    this.#log.append('session.state_changed', { from: 'detached', to: 'live' })
  }

  /** The socket of this seat is lost. */
  leave(seat: VoiceSeat): void {
    if (seat !== this.#seat || this.#log.isOver) return
    this.#seat = null
    this.#log.append('session.state_changed', { from: 'live', to: 'detached' })
    this.#grace = setTimeout(() => this.end('client_lost'), this.#facts.graceMs).unref()
  }

  /** The client of this seat has closed in order. */
  hungUp(seat: VoiceSeat): void {
    if (seat === this.#seat) this.end('caller_hangup')
  }

  heard(bytes: number): void {
    this.#heardBytes += bytes
    if (this.#heardBytes < TURN_BYTES) return
    this.#heardBytes = 0
    this.answer('what are your plans', 'voice')
  }

  /** A turn of the caller's, and the answer. */
  answer(words: string, by: 'voice' | 'text' | 'keys'): void {
    const log = this.#log
    if (log.isOver) return
    if (log.isFull) return this.#broke('The log of this call is full.')
    this.cutShort()
    const turnId = `turn_${++this.#count}`
    this.#turn = turnId
    const said = { turn: turnId, content: { text: words } }
    this.#tell(
      { t: 'turn.started', turnId, initiator: 'caller' },
      log.append('turn.started', { initiator: 'caller' }, { turn: turnId }),
    )
    if (by === 'voice') this.#transcribed(words)
    if (by === 'text') log.append('text.received', { text_length: words.length }, said)
    if (by === 'keys') log.append('dtmf.received', { digit_count: words.length, ended_by: 'pause' }, said)
    const waited = { ms: POLICY_WAIT_MS, user_last_audio_ts_ms: Date.now() - POLICY_WAIT_MS }
    const ended = log.append('endpointing.delay_applied', waited, { turn: turnId })
    this.#tell({ t: 'turn.ended', turnId, policyWaitMs: POLICY_WAIT_MS }, ended)
    const text = `You said: ${words.slice(0, 500)}.`
    this.#seat?.send({ t: 'llm.delta', turnId, text })
    const answered = { finish_reason: 'stop', tokens_in: 20, tokens_out: 5, response_length: text.length } as const
    log.append('llm.response', answered, { turn: turnId, content: { text } })
    const used = { service: 'llm', unit: 'tokens_out', quantity: 5, total: 5 * this.#count, estimated: true } as const
    this.#tell({ t: 'usage.updated', ...used }, log.append('usage.recorded', used, { turn: turnId }))
    this.#say(text)
  }

  #transcribed(words: string): void {
    const [log, turn] = [this.#log, this.#turn]
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
    const sampleRateHz = this.#sampleRateHz
    const data = { utterance_id: utteranceId, sample_rate_hz: sampleRateHz }
    this.#tell(
      { t: 'tts.started', utteranceId, sampleRateHz },
      this.#log.append('tts.started', data, { turn: this.#turn }),
    )
    const timer = setInterval(() => this.#frame(), FRAME_MS)
    this.#saying = { utteranceId, text, timer, frames: 0 }
  }

  #frame(): void {
    const [saying, seat] = [this.#saying!, this.#seat]
    if (seat === null) return
    if (saying.frames === SENTENCE_FRAMES) return this.#stopped('completed')
    saying.frames += 1
    const frame = toneFrame(saying.frames, this.#sampleRateHz)
    if (this.#transport === 'binary') seat.audio(frame)
    else seat.send({ t: 'tts.chunk', seq: saying.frames, pcm16: frame.toString('base64') })
  }

  /** The caller speaks, or has had enough. */
  cutShort(): void {
    if (this.#saying === null) return
    const { utteranceId, frames } = this.#saying
    const data = { utterance_id: utteranceId, heard_ms: frames * FRAME_MS }
    const seq = this.#log.append('barge_in.detected', data, { turn: this.#turn })
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
    const seq = this.#log.append('tts.stopped', told, { turn: this.#turn, content })
    this.#tell({ t: 'tts.stopped', utteranceId, cause, textGenerated: text, textHeard, heardMs, method }, seq)
  }

  #obey(command: SessionCommand): { correlationId: string; seq: number } {
    const log = this.#log
    const name = command.command
    const correlationId = `cmd_${++this.#count}`
    const turn = { turn: correlationId }
    log.append('control.command_received', { command: name, requested_by: log.sessionId }, turn)
    const seq = log.append('control.command_applied', { command: name, result: 'applied', debug: false }, turn)
    // Whoever sent the command has its answer first.
    setImmediate(() => {
      if (name === 'say') this.#speak(command.text)
      if (name === 'call.hangup') this.end('agent_hangup')
      if (name === 'call.cancel') this.end('cancelled')
    })
    return { correlationId, seq }
  }

  #speak(text: string): void {
    if (this.#log.isOver) return
    this.cutShort()
    this.#turn = `turn_${++this.#count}`
    this.#say(text)
  }

  #broke(message: string): void {
    this.#seat?.send({ t: 'error', code: 'internal', message, fatal: true })
    this.end('internal', 1011)
  }

  /** The call is over: the log says so, and whoever is there is told. */
  end(reason: EndReason, closeCode = 1000): void {
    const log = this.#log
    if (log.isOver) return
    clearTimeout(this.#grace)
    if (this.#saying !== null) this.#stopped('barge_in')
    log.command = null
    const ms = Date.now() - this.#begunAt
    const seq = log.append('call.ended', { reason, duration_ms: ms })
    this.#facts.over(reason)
    this.#tell({ t: 'end', reason, durationSec: ms / 1000 }, seq)
    log.append('call.finished', { complete: true, missing: [] })
    this.#seat?.over(closeCode)
  }

  #tell(message: ServerMessage, seq: number): void {
    const ts = Math.round((Date.now() - this.#begunAt) / 100) / 10
    this.#told.push({ message, seq, ts })
    this.#seat?.event(message, seq, ts)
  }
}
