import {
  type CallDirection,
  type CallEvent,
  checkEvent,
  type EnvelopeLivekit,
  type EventContent,
  type EventData,
  type EventType,
  eventPii,
} from '#generated/events.gen.ts'
import { eventNames } from '#generated/names.gen.ts'
import { type Clock, type Millis, nextMultiple } from '#runtime/core/clock.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { callChange } from '#runtime/domain/projections/call-row.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import { type EventStore, NotOwner, type Ownership } from '#runtime/ports/store.ts'
import type { LogBacklog, Unstored } from './log-backlog.ts'

/** What the emitter of an event says; the log adds the rest of the envelope. */
export type Happening<T extends EventType> = {
  readonly data: EventData[T]
  /** The turn; the session itself where there is none. */
  readonly correlationId?: string | undefined
  readonly severity?: CallEvent['severity']
  readonly latencyMs?: Millis | undefined
  /** Which try it was, from 1. */
  readonly attempt?: number | undefined
  readonly provider?: { readonly name: string; readonly model?: string }
  /** On events of the call's life (OBS-00 2.2). */
  readonly call?: { readonly direction: CallDirection }
} & (T extends 'control.command_received'
  ? { readonly content?: EventContent[T] }
  : T extends keyof EventContent
    ? { readonly content: EventContent[T] }
    : object) &
  (T extends `livekit.${string}` ? { readonly livekit: EnvelopeLivekit } : object)

export interface CallLogPorts {
  readonly clock: Clock
  readonly bus: Bus
  readonly events: EventStore
  readonly sealer: Sealer
  readonly checks: ContractChecks
  /** Told of what is not stored yet. */
  readonly backlog?: LogBacklog
  /** A batch could not be stored; it is tried again. */
  readonly onTrouble: (error: unknown) => void
}

export interface CallLogOptions {
  /** Who writes: from the moment that somebody else does, nothing more is stored or published. */
  readonly owner?: Ownership
  /** The same, of what follows the call: the attempt of its job that this is. */
  readonly attempt?: number
  /** The number of the last event that is stored, where the log goes on. */
  readonly lastSeq?: number
  /** Told once, when the call has another owner. */
  readonly onLost?: () => void
}

/**
 * What is appended is stored so soon after: a process that is killed loses no more of its calls than that. All logs
 * write at the multiples of it, so that one transaction takes what many calls have said.
 */
const BATCH_MS: Millis = 50
const BATCH_EVENTS = 500
const RETRY_MS: Millis = 100
const LONGEST_RETRY_MS: Millis = 5_000

/** What an event takes in memory besides its sealed content: 630 bytes on average over the golden log. */
const EVENT_BYTES = 700

/** Where an event's content is sealed to: nowhere else does it open. */
export const contentPlace = (sessionId: string, seq: number): string => `${sessionId}/${seq}`

/**
 * The ordered, append-only log of one call (rule 5, OBS-00). `append` is synchronous and cheap: it numbers the event,
 * publishes it and puts it on the tail, which is written in batches; the tail is kept until the database has it.
 */
export class CallLog implements Unstored {
  readonly #ports: CallLogPorts
  readonly #tenantId: string
  readonly #sessionId: string
  readonly #owner: Ownership | undefined
  readonly #attempt: number | undefined
  readonly #onLost: () => void
  readonly #tail: StoredEvent[] = []
  #seq: number
  #lost = false
  #writing: Promise<void> | null = null
  #cancelWrite: (() => void) | null = null

  constructor(ports: CallLogPorts, tenantId: string, sessionId: string, options: CallLogOptions = {}) {
    this.#ports = ports
    this.#tenantId = tenantId
    this.#sessionId = sessionId
    this.#owner = options.owner
    this.#attempt = options.attempt
    this.#onLost = options.onLost ?? (() => {})
    this.#seq = options.lastSeq ?? 0
  }

  /** Another process has taken the call over; this log is at its end. */
  get lost(): boolean {
    return this.#lost
  }

  get tenantId(): string {
    return this.#tenantId
  }

  get sessionId(): string {
    return this.#sessionId
  }

  get waiting(): number {
    return this.#tail.length
  }

  get oldestAt(): Millis | null {
    const [oldest] = this.#tail
    return oldest === undefined ? null : Date.parse(oldest.event.ts)
  }

  /** Numbers and publishes the event; what projections read comes back. Throws when it breaks its own schema, where that is not let through. */
  append<T extends EventType>(type: T, happening: Happening<T>): LoggedEvent {
    const { bus, sealer, checks } = this.#ports
    const content = 'content' in happening ? happening.content : undefined
    const event = this.#envelope(type, happening)
    if (checks.due()) {
      const violation = checkEvent(content === undefined ? event : ({ ...event, content } as CallEvent))
      if (violation) checks.broken('event', type, violation)
    }
    this.#seq = event.seq
    // The log is somebody else's: what is told of here is told to the caller alone.
    if (this.#lost) return { event, content }
    const sealed = content === undefined ? null : sealer.seal(content, contentPlace(this.#sessionId, event.seq))
    bus.publish(event, this.#owner && { sealed, epoch: this.#owner.epoch })
    this.#keep({ event, sealed })
    return { event, content }
  }

  /**
   * Goes on with an event that the owner before published and did not store. False when it is not the next one: then those
   * that come behind it are none either.
   */
  adopt(left: StoredEvent): boolean {
    if (this.#lost || left.event.seq !== this.#seq + 1) return false
    this.#seq = left.event.seq
    this.#keep(left)
    return true
  }

  #keep(unstored: StoredEvent): void {
    const { clock, backlog } = this.#ports
    this.#tail.push(unstored)
    backlog?.holds(this, bytesOf(unstored))
    if (this.#writing === null && this.#cancelWrite === null) {
      this.#cancelWrite = clock.wakeAt(nextMultiple(clock.now(), BATCH_MS), () => void this.flush())
    }
  }

  /** Resolves when everything that was appended so far is stored, however long that takes. */
  async flush(): Promise<void> {
    this.#cancelWrite?.()
    this.#cancelWrite = null
    while (this.#tail.length > 0 || this.#writing !== null) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = null
      })
      await this.#writing
    }
  }

  #envelope<T extends EventType>(type: T, happening: Happening<T>): CallEvent {
    const fields = [...eventPii[type]]
    return {
      ts: new Date(this.#ports.clock.now()).toISOString(),
      session_id: this.#sessionId,
      seq: this.#seq + 1,
      component: eventNames[type].component,
      event_type: type,
      severity: happening.severity ?? 'info',
      correlation_id: happening.correlationId ?? this.#sessionId,
      pii: { contains_pii: fields.length > 0, fields, handling: fields.length > 0 ? 'restricted' : 'none' },
      ...(happening.call && { call: happening.call }),
      ...(happening.provider && { provider: happening.provider }),
      ...(happening.latencyMs !== undefined && { latency_ms: Math.round(happening.latencyMs * 10) / 10 }),
      ...(happening.attempt !== undefined && { attempt: happening.attempt }),
      ...('livekit' in happening && { livekit: happening.livekit }),
      data: happening.data,
    } as CallEvent
  }

  async #write(): Promise<void> {
    const batch = this.#tail.slice(0, BATCH_EVENTS)
    const events = batch.map(({ event }) => event)
    const content = batch.flatMap(({ event: { seq }, sealed }) => (sealed === null ? [] : [{ seq, sealed }]))
    const call = callChange(events)
    for (let wait = RETRY_MS; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      try {
        await this.#ports.events.append(this.#tenantId, {
          sessionId: this.#sessionId,
          events,
          content,
          ...(call && { call }),
          ...(this.#owner && { owner: this.#owner }),
          ...(this.#attempt !== undefined && { attempt: this.#attempt }),
        })
        break
      } catch (error) {
        this.#ports.onTrouble(error)
        if (error instanceof NotOwner) return this.lose()
        // A log whose session is gone would be tried for ever.
        if (error instanceof Problem) break
        await this.#ports.clock.sleep(wait)
      }
    }
    const stored = this.#shift(batch.length)
    this.#ports.backlog?.isStored(this, stored, this.#ports.clock.now())
    this.#ports.bus.stored(this.#sessionId, batch.at(-1)!.event.seq, this.#tail.length === 0)
  }

  /** The call has another owner: nothing more is written. Called by whoever learns it first. */
  lose(): void {
    if (this.#lost) return
    this.#lost = true
    const gone = this.#shift(this.#tail.length)
    this.#ports.backlog?.isRid(this, gone)
    this.#onLost()
  }

  /** Takes so many off the tail, and gives what they held. */
  #shift(count: number): number {
    return this.#tail.splice(0, count).reduce((sum, unstored) => sum + bytesOf(unstored), 0)
  }
}

const bytesOf = ({ sealed }: StoredEvent): number => EVENT_BYTES + (sealed?.length ?? 0)
