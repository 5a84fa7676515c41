import type { WebSocket } from 'ws'
import type { ProblemCode } from '#generated/problems.gen.ts'
import { problems } from '#generated/problems.gen.ts'
import { checkServerMessage, encodeServerMessage, type ServerMessage } from '#generated/realtime.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { socketMessage } from '#runtime/domain/projections/socket.ts'

/** Unsent bytes that mean that the client no longer reads: half a minute of audio. */
const MAX_BUFFERED_BYTES = 1024 * 1024
/** What may wait to be sent before a replay goes on, and how often that is looked at. */
const LITTLE_BYTES = 128 * 1024
const LOOK_MS: Millis = 10

export interface CallerSocketPorts {
  readonly clock: Clock
  readonly checks: ContractChecks
  readonly onFault: (error: unknown) => void
}

/** Writes the contract's messages to one client. A message that breaks the contract is our fault; where every one is checked it is not sent. */
export class CallerSocket {
  readonly #socket: WebSocket
  readonly #clock: Clock
  readonly #checks: ContractChecks
  readonly #onFault: (error: unknown) => void
  readonly #gather: () => void
  #prevSeq = 0
  #answeredAt: number | null = null
  #transport: 'binary' | 'json' = 'binary'
  #chunks = 0

  /** `gather`: called before each write (`gathered.ts`). */
  constructor(socket: WebSocket, { clock, checks, onFault }: CallerSocketPorts, gather: () => void = () => {}) {
    this.#socket = socket
    this.#clock = clock
    this.#checks = checks
    this.#onFault = onFault
    this.#gather = gather
  }

  send(message: ServerMessage): void {
    if (this.#checks.due() && !this.#mayGo(message)) return
    if (this.#writable()) this.#write(encodeServerMessage(message))
  }

  /** What the socket shows of the call's log, with its place in it. */
  event(logged: LoggedEvent): void {
    const at = Date.parse(logged.event.ts)
    if (logged.event.event_type === 'call.answered') this.#answeredAt = at
    const message = socketMessage(logged)
    if (message === null) return
    const { seq } = logged.event
    const ts = Math.max(0, at - (this.#answeredAt ?? at)) / 1000
    this.send({ ...message, seq, prevSeq: this.#prevSeq, ts })
    this.#prevSeq = seq
  }

  /** How audio is sent from now on. */
  sendAudioAs(transport: 'binary' | 'json'): void {
    this.#transport = transport
  }

  /** What the log had before this number is no affair of this socket. */
  continueFrom(seq: number, answeredAt: Millis): void {
    this.#prevSeq = seq - 1
    this.#answeredAt = answeredAt
  }

  /** Resolves when little waits to be sent, or the client is gone. */
  async drained(): Promise<void> {
    const socket = this.#socket
    while (socket.readyState === socket.OPEN && socket.bufferedAmount > LITTLE_BYTES) await this.#clock.sleep(LOOK_MS)
  }

  audio(frame: Buffer): void {
    if (!this.#writable()) return
    if (this.#transport === 'binary') return this.#write(frame)
    // Written by hand: base64 needs no escaping, and this is done for every frame.
    this.#write(`{"t":"tts.chunk","seq":${this.#chunks++},"pcm16":"${frame.toString('base64')}"}`)
  }

  error(code: ProblemCode, message: string, fatal: boolean, field?: string): void {
    this.send({
      t: 'error',
      code,
      message: message.slice(0, 1024),
      fatal,
      ...(field !== undefined && { field: field.slice(0, 512) }),
    })
  }

  /** Says why and closes with the code's close code. */
  refuse(code: ProblemCode, message: string, field?: string): void {
    this.error(code, message, true, field)
    this.close(problems[code].closeCode, code)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** False for what breaks the contract, where that is not let through. */
  #mayGo(message: ServerMessage): boolean {
    const violation = checkServerMessage(message)
    if (violation === null) return true
    try {
      this.#checks.broken('message', message.t, violation)
      return true
    } catch (error) {
      this.#onFault(error)
      return false
    }
  }

  #write(data: string | Buffer): void {
    this.#gather()
    this.#socket.send(data)
  }

  /** A client that does not read is dropped: audio that waits is worth nothing. */
  #writable(): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN) return false
    if (this.#socket.bufferedAmount <= MAX_BUFFERED_BYTES) return true
    this.#socket.terminate()
    return false
  }
}
