import type { EndReason } from '#generated/events.gen.ts'
import { type ProblemCode, problems } from '#generated/problems.gen.ts'
import type { CloseCode } from '#generated/realtime.gen.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { AudioTransport, CallerSeat } from '#runtime/sessions/calls/caller-seat.ts'
import type { CallerSocket } from './caller-socket.ts'
import type { Pulse } from './pulse.ts'

/** What closes the socket of a call that ended so; a fault that was told before closes with its own code. */
const endCloseCodes: Readonly<Record<EndReason, CloseCode>> = {
  caller_hangup: 1000,
  agent_hangup: 1000,
  user_silence_timeout: 1000,
  max_duration: 1000,
  transfer: 1000,
  cancelled: 1000,
  client_lost: 1000,
  store_unavailable: 1011,
  provider_unavailable: 4503,
  quota_exceeded: 4429,
  owner_lost: 1011,
  internal: 1011,
}

export interface SeatOwner {
  /** Audio travels so from now on, both ways. */
  speaks(transport: AudioTransport): void
  /** The call is over; the socket closes with this code. */
  over(code: number): void
  /** Another socket has taken the call over. */
  replaced(): void
}

/** The seat of one socket at a call: what the call tells goes out on it. */
export class SocketSeat implements CallerSeat {
  readonly #out: CallerSocket
  readonly #pulse: Pulse
  readonly #owner: SeatOwner
  #closeCode: number | null = null

  constructor(out: CallerSocket, pulse: Pulse, owner: SeatOwner) {
    this.#out = out
    this.#pulse = pulse
    this.#owner = owner
  }

  event(logged: LoggedEvent): void {
    if (logged.event.event_type === 'call.ended') this.#closeCode ??= endCloseCodes[logged.event.data.reason]
    this.#out.event(logged)
  }

  delta(turnId: string, text: string): void {
    this.#out.send({ t: 'llm.delta', turnId, text })
  }

  audio(frame: Buffer): void {
    this.#out.audio(frame)
  }

  fault({ code, detail }: { code: ProblemCode; detail: string }): void {
    this.#out.error(code, detail, true)
    this.#closeCode = problems[code].closeCode
  }

  close(): void {
    this.#owner.over(this.#closeCode ?? 1000)
  }

  alive(): Promise<boolean> {
    return this.#pulse.alive()
  }

  resumed({ fromSeq, answeredAt, transport }: Parameters<CallerSeat['resumed']>[0]): void {
    this.#owner.speaks(transport)
    this.#out.continueFrom(fromSeq, answeredAt)
    this.#out.send({ t: 'resumed', fromSeq })
  }

  drained(): Promise<void> {
    return this.#out.drained()
  }

  replaced(): void {
    this.#owner.replaced()
  }
}
