import type { LeasedEvent, LiveKitStore, WaitingEvent } from '#runtime/ports/livekit.ts'
import type { MemoryOwners } from './memory-owners.ts'

interface Kept extends WaitingEvent {
  logged: boolean
  readonly expiresAt: string
  leased: boolean
  tries: number
}

const nobody = (): never => {
  throw new Error('a session has no business here')
}

/** Events of rooms in memory. A lease lasts until `expire`. */
export class MemoryLiveKit implements LiveKitStore {
  readonly #owners: MemoryOwners
  readonly #events: Kept[] = []
  readonly set = nobody
  readonly get = nobody
  readonly remove = nobody
  readonly byKey = nobody

  constructor(owners: MemoryOwners) {
    this.#owners = owners
  }

  /** How many wait for their log. */
  get waiting(): number {
    return this.#events.filter(({ logged }) => !logged).length
  }

  /** Every lease has run out, also of events that are logged: as if whoever logged them could not say so. */
  expire(): void {
    for (const event of this.#events) Object.assign(event, { leased: false, logged: false })
  }

  async noticed(): Promise<void> {}

  async take(
    event: WaitingEvent,
    { most, expiresAt }: { most: number; expiresAt: string },
  ): Promise<'taken' | 'repeated' | 'too_many'> {
    if (this.#find(event) !== undefined) return 'repeated'
    if (this.#events.filter(({ callId }) => callId === event.callId).length >= most) return 'too_many'
    this.#events.push({ ...event, expiresAt, logged: false, leased: false, tries: 0 })
    return 'taken'
  }

  async lease(processId: string, _leaseMs: number, limit: number): Promise<LeasedEvent[]> {
    const elsewhere = (callId: string): boolean =>
      this.#owners.open.some((owned) => owned.callId === callId && owned.processId !== processId)
    const free = this.#events.filter(({ logged, leased, callId }) => !logged && !leased && !elsewhere(callId))
    return free.slice(0, limit).map((event) => ({ ...Object.assign(event, { leased: true, tries: event.tries + 1 }) }))
  }

  async logged(event: Pick<WaitingEvent, 'hash'>): Promise<void> {
    Object.assign(this.#find(event)!, { logged: true })
  }

  async putBack(event: Pick<WaitingEvent, 'hash'>): Promise<void> {
    Object.assign(this.#find(event)!, { leased: false })
  }

  async forget(tenantId: string, now: string, limit: number): Promise<number> {
    const over = this.#events.filter((event) => event.tenantId === tenantId && event.expiresAt <= now).slice(0, limit)
    for (const event of over) this.#events.splice(this.#events.indexOf(event), 1)
    return over.length
  }

  #find({ hash }: Pick<WaitingEvent, 'hash'>): Kept | undefined {
    return this.#events.find((event) => event.hash.equals(hash))
  }
}
