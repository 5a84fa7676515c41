import type { EventType } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { ResumeFailure } from '#generated/realtime.gen.ts'
import { Allowance } from '#runtime/core/allowance.ts'
import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { CallerLink } from '#runtime/sessions/link.ts'
import type { CallLog, Happening } from '#runtime/sessions/log/call-log.ts'
import { type LogReaderPorts, readLog } from '#runtime/sessions/log/call-reader.ts'
import { Announcements } from '#runtime/sessions/speech/announcements.ts'
import type { VoiceSession } from '#runtime/sessions/voice-session.ts'
import { CallCommands, type CommandPorts, type Record } from './call-commands.ts'
import type { AudioTransport, CallerSeat } from './caller-seat.ts'
import type { CommandOrder, CommandReply } from './command-order.ts'
import { PipelineGauge } from './pipeline-gauge.ts'
import { RecentEvents } from './recent-events.ts'
import { TokenSlot } from './resume-token.ts'

export interface LiveCallPorts extends LogReaderPorts, CommandPorts {
  readonly clock: Clock
  /** How long a call waits for a caller whose socket was lost. */
  readonly graceMs: Millis
}

export interface LiveCallFacts {
  readonly tenantId: string
  readonly id: string
  /** The credential that began it; no other joins it. */
  readonly keyId: string
  readonly sampleRateHz: 8000 | 16000
  readonly transport: AudioTransport
  readonly agent: Pick<Agent, 'guardrails' | 'locale'>
  /** What resumes it until another socket sits down. */
  readonly token: string
}

/** What a client that comes back shows: the token of its last socket, and how far it has heard. */
export interface Resumption {
  readonly token: string
  readonly lastSeq: number
}

const PAGE = 500
/** Turns that a caller may type in a second, and at once, over however many sockets: each asks a model. */
export const TURNS_PER_SECOND = 2
const TURNS_AT_ONCE = 10
const STORED_WITHIN_MS: Millis = 5_000

/** How long whoever sent a command waits for it to stand in the stored log. */
const COMMAND_STORED_WITHIN_MS: Millis = 2_000

/**
 * A call that is live in this process: its conversation, and the seat where its caller's sockets sit, one after the other
 * (FR-R2). While the seat is empty the call waits; what the log has meanwhile is told to whoever resumes it.
 */
export class LiveCall {
  readonly facts: LiveCallFacts
  readonly session: VoiceSession
  readonly #ports: LiveCallPorts
  readonly #log: CallLog
  readonly #recent = new RecentEvents()
  readonly #token: TokenSlot
  readonly #turns: Allowance
  #seat: CallerSeat | null
  #transport: AudioTransport
  #epoch = 1
  #over = false
  #cancelGrace = (): void => {}
  readonly #commands: CallCommands
  readonly #gauge: PipelineGauge
  readonly #announcements: Announcements

  /** `begin` makes the conversation; `over` is told when it has ended. */
  constructor(
    ports: LiveCallPorts,
    facts: LiveCallFacts,
    log: CallLog,
    seat: CallerSeat,
    begin: (link: CallerLink) => VoiceSession,
    over: () => void,
  ) {
    this.#ports = ports
    this.facts = facts
    this.#log = log
    this.#token = new TokenSlot(facts.token)
    this.#turns = new Allowance(TURNS_PER_SECOND, TURNS_AT_ONCE, ports.clock.now())
    this.#seat = seat
    this.#transport = facts.transport
    this.session = begin({
      event: (logged) => this.#tell(logged),
      delta: (turnId, text) => this.#seat?.delta(turnId, text),
      audio: (frame) => {
        this.#gauge?.sent()
        this.#seat?.audio(frame)
      },
      fault: (problem) => this.#seat?.fault(problem),
      close: () => {
        this.#over = true
        this.#cancelGrace()
        this.#gauge?.stop()
        this.#announcements?.close()
        over()
        this.#seat?.close()
      },
    })
    const record: Record = (type, happening) => this.#tell(log.append(type, happening))
    this.#gauge = new PipelineGauge(ports.clock, this.session, log, record)
    this.#announcements = new Announcements(ports.clock, this.session, facts.agent)
    const debug = (on: boolean): void => (on ? this.#gauge.start() : this.#gauge.stop())
    const commanded = { session: this.session, announcements: this.#announcements, debug }
    this.#commands = new CallCommands(ports, commanded, record)
  }

  /** Carries a command out, or says why not; null when the call is over. The log has it then, unless the store is slow. */
  async command(order: CommandOrder): Promise<CommandReply | null> {
    if (this.#over) return null
    const reply = this.#commands.carryOut(order)
    await within(this.#ports.clock, COMMAND_STORED_WITHIN_MS, this.#log.flush())
    return reply
  }

  /** Which socket of the call the next one would be. */
  get nextEpoch(): number {
    return this.#epoch + 1
  }

  /** Whether one more turn may be typed now; it is counted then. */
  takesTurn(): boolean {
    return this.#turns.take(1, this.#ports.clock.now())
  }

  /** Whether a client with this credential may sit down: nobody is there, or somebody who answers no more. */
  async mayJoin(keyId: string): Promise<boolean> {
    if (keyId !== this.facts.keyId) return false
    const seat = this.#seat
    return seat === null || !(await seat.alive())
  }

  /** The client hears what happens from now on. */
  join(seat: CallerSeat, token: string, transport: AudioTransport): void {
    const { lastSeq, answeredAt } = this.#recent
    this.#transport = transport
    seat.resumed({ fromSeq: lastSeq + 1, answeredAt, transport })
    this.#sit(seat, token)
  }

  /** The client hears what it has missed, then what happens from now on. Null, or why not. */
  async resume(seat: CallerSeat, next: string, { token, lastSeq }: Resumption): Promise<ResumeFailure | null> {
    if (!this.#token.holds(token)) return 'wrong_token'
    if (lastSeq > this.#recent.lastSeq) return 'wrong_position'
    this.#token.put(next)
    this.#cancelGrace()
    const { answeredAt } = this.#recent
    seat.resumed({ fromSeq: lastSeq + 1, answeredAt, transport: this.#transport })
    const at = await this.#tellOlder(seat, lastSeq).catch((error: unknown) => {
      this.#token.put(token)
      if (this.#seat === null) this.#awaitCaller()
      throw error
    })
    for (const logged of this.#recent.after(at)) seat.event(logged)
    this.#sit(seat, next)
    return null
  }

  /** The socket of this seat is lost. */
  leave(seat: CallerSeat): void {
    if (seat !== this.#seat) return
    this.#seat = null
    if (this.#over) return
    if (this.#ports.graceMs === 0) return this.session.end('client_lost')
    this.session.leave()
    this.#awaitCaller()
  }

  /** Puts into the log what the conversation does not see; true when it is stored, false when the call is over or another process's. */
  async tell<T extends EventType>(type: T, happening: Happening<T>): Promise<boolean> {
    if (this.#over) return false
    const logged = this.#log.append(type, happening)
    this.#recent.add(logged)
    this.#seat?.event(logged)
    await this.#log.flush()
    return !this.#log.lost
  }

  /** The call is another process's now. */
  lose(): void {
    this.#log.lose()
  }

  #tell(logged: LoggedEvent): LoggedEvent {
    this.#recent.add(logged)
    if (!this.#over) this.#seat?.event(logged)
    return logged
  }

  #awaitCaller(): void {
    const { clock, graceMs } = this.#ports
    this.#cancelGrace()
    if (!this.#over) this.#cancelGrace = clock.wakeAt(clock.now() + graceMs, () => this.session.end('client_lost'))
  }

  #sit(seat: CallerSeat, token: string): void {
    const before = this.#seat
    this.#cancelGrace()
    this.#token.put(token)
    this.#epoch += 1
    this.#seat = null
    // What the lost socket had of an utterance is told again: this one hears it from where the caller was.
    if (before !== null) this.session.leave()
    before?.replaced()
    this.#seat = seat
    if (this.#over) seat.close()
    else this.session.comeBack()
  }

  /** What is no longer in memory, from the log; gives the number of the last event that was told. */
  async #tellOlder(seat: CallerSeat, lastSeq: number): Promise<number> {
    const { clock } = this.#ports
    const { tenantId, id } = this.facts
    let at = lastSeq
    while (at < this.#recent.goneSeq) {
      await within(clock, STORED_WITHIN_MS, this.#log.flush())
      const page = await readLog(this.#ports, tenantId, id, { after: at, limit: PAGE })
      if (page.length === 0) throw new Error('the log does not hold what was logged')
      for (const logged of page) seat.event(logged)
      at = page.at(-1)!.event.seq
      await seat.drained()
    }
    return at
  }
}
