import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { livekitTypes, type RoomHappening } from '#runtime/domain/livekit/room-happening.ts'
import type { LeasedEvent } from '#runtime/ports/livekit.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { LiveCall } from '#runtime/sessions/calls/live-call.ts'
import { CallLog, type CallLogPorts, type Happening } from '#runtime/sessions/log/call-log.ts'

export interface RoomInboxPorts extends Omit<CallLogPorts, 'events'> {
  readonly store: Store
  readonly clock: Clock
  readonly sealer: Sealer
  readonly processId: string
  readonly desk: { liveCall(callId: string): Pick<LiveCall, 'tell'> | null }
  readonly onFault: (error: unknown) => void
}

/** How often events are looked for that came to another process. */
const LOOK_MS: Millis = 1_000
const LEASE_MS: Millis = 30_000
const AT_ONCE = 100
/** A call that has ended and is not finished yet: who finishes it writes its log. */
const UNFINISHED_MS: Millis = 1_000
const LAST_MS: Millis = 5_000
/** More than a call ever has of them. */
const MOST_LOGGED = 2_000

/** Where an event on its way to the log is sealed to. */
export const roomEventPlace = (tenantId: string, hash: Buffer): string => `livekit/${tenantId}/${hash.toString('hex')}`

/**
 * Brings what LiveKit servers told of rooms into the logs of their calls (OBS-00 3.2). An event may come to any process; it waits
 * in the database until the one that owns the call takes it, or, after the end, until nobody else writes the log. Each is logged once.
 */
export class RoomInbox {
  readonly #ports: RoomInboxPorts
  #work: Promise<void> | null = null
  #again = false
  #cancel = (): void => {}
  #stopped = false

  constructor(ports: RoomInboxPorts) {
    this.#ports = ports
  }

  /** Looks now: an event has come. */
  wake(): void {
    this.#cancel()
    this.#again = true
    if (this.#stopped) return
    this.#work ??= this.#sweep()
      .catch(this.#ports.onFault)
      .finally(() => {
        this.#work = null
        if (this.#stopped) return
        const { clock } = this.#ports
        this.#cancel = clock.wakeAt(clock.now() + LOOK_MS, () => this.wake())
      })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    if (this.#work !== null) await within(this.#ports.clock, LAST_MS, this.#work)
  }

  async #sweep(): Promise<void> {
    const { store, processId } = this.#ports
    while (this.#again && !this.#stopped) {
      this.#again = false
      const events = await store.livekit.lease(processId, LEASE_MS, AT_ONCE)
      this.#again ||= events.length === AT_ONCE
      for (const event of events) await this.#deliver(event).catch(this.#ports.onFault)
    }
  }

  async #deliver(event: LeasedEvent): Promise<void> {
    const { store, sealer } = this.#ports
    const happening = sealer.open(event.sealed, roomEventPlace(event.tenantId, event.hash)) as RoomHappening
    // Its lease ran out after it was logged, or before.
    const isLogged = event.tries > 1 && (await this.#has(event, happening))
    if (isLogged || (await this.#log(event, happening))) await store.livekit.logged(event)
    else await store.livekit.putBack(event, UNFINISHED_MS)
  }

  async #log(event: LeasedEvent, { type, ...happening }: RoomHappening): Promise<boolean> {
    const live = this.#ports.desk.liveCall(event.callId)
    if (live !== null) return live.tell(type, happening as Happening<typeof type>)
    return this.#append(event, { type, ...happening } as RoomHappening)
  }

  /** After the end. Whoever else appends then takes the same number, and one of two is not heard: it is looked at again. */
  async #append({ tenantId, callId }: LeasedEvent, happening: RoomHappening): Promise<boolean> {
    const { store } = this.#ports
    if (!(await store.finishing.isFinished(tenantId, callId))) return false
    const lastSeq = await store.events.lastSeq(tenantId, callId)
    const log = new CallLog({ ...this.#ports, events: store.events }, tenantId, callId, { lastSeq })
    const { type, ...said } = happening
    log.append(type, said as Happening<typeof type>)
    await log.flush()
    return this.#has({ tenantId, callId }, happening)
  }

  async #has(
    { tenantId, callId }: Pick<LeasedEvent, 'tenantId' | 'callId'>,
    { data }: RoomHappening,
  ): Promise<boolean> {
    const logged = await this.#ports.store.events.ofTypes(tenantId, callId, livekitTypes, MOST_LOGGED)
    return logged.some(({ event }) => 'event_id' in event.data && event.data.event_id === data.event_id)
  }
}
