import type { OwnedCall, OwnerStore, Ownership } from '#runtime/ports/store.ts'

/** Owners in memory. Who lives is what a test says: a lease runs out when `expire` is called. */
export class MemoryOwners implements OwnerStore {
  readonly #calls = new Map<string, OwnedCall>()
  readonly #alive = new Set<string>()
  /** The next renewals fail. */
  away = false

  /** Calls that have an owner. */
  get open(): readonly OwnedCall[] {
    return [...this.#calls.values()]
  }

  own(call: OwnedCall): void {
    this.#calls.set(call.callId, call)
  }

  isOwner(callId: string, { processId, epoch }: Ownership): boolean {
    const call = this.#calls.get(callId)
    return call?.processId === processId && call.epoch === epoch
  }

  /** The lease of the process has run out. */
  expire(processId: string): void {
    this.#alive.delete(processId)
  }

  async renew(processId: string): Promise<boolean> {
    if (this.away) throw new Error('the database is away')
    const held = this.#alive.has(processId)
    this.#alive.add(processId)
    return held
  }

  async writes(): Promise<true> {
    if (this.away) throw new Error('the database is away')
    return true
  }

  async leave(processId: string): Promise<void> {
    this.#alive.delete(processId)
  }

  async outlive(processId: string): Promise<void> {
    for (const other of this.#alive) if (other !== processId) this.#alive.delete(other)
  }

  async takeOver(processId: string, limit: number): Promise<OwnedCall[]> {
    const lost = this.open.filter((call) => call.processId !== processId && !this.#alive.has(call.processId))
    const taken = lost.slice(0, limit).map((call) => ({ ...call, processId, epoch: call.epoch + 1 }))
    for (const call of taken) this.own(call)
    return taken
  }

  async owned(processId: string): Promise<OwnedCall[]> {
    return this.open.filter((call) => call.processId === processId)
  }

  async ownerOf(
    _asker: string,
    tenantId: string,
    callId: string,
  ): Promise<{ processId: string; alive: boolean } | null> {
    const call = this.#calls.get(callId)
    if (call?.tenantId !== tenantId) return null
    return { processId: call.processId, alive: this.#alive.has(call.processId) }
  }

  async release(_tenantId: string, callId: string, owner: Ownership): Promise<void> {
    if (this.isOwner(callId, owner)) this.#calls.delete(callId)
  }
}
