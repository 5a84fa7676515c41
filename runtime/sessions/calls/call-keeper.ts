import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { OwnedCall, OwnerStore } from '#runtime/ports/store.ts'

export interface CallKeeperPorts {
  readonly owners: OwnerStore
  readonly clock: Clock
  readonly processId: string
  /** A process that was not heard of for so long has lost its calls. */
  readonly leaseMs: Millis
  readonly desk: CallsInHand
  /** Does what the former owner left to do. */
  readonly recover: (call: OwnedCall) => Promise<void>
  readonly onFault: (error: unknown) => void
}

/** The calls that this process works on. */
export interface CallsInHand {
  /** Those whose conversation goes on. */
  live(): string[]
  /** Also those that begin or are being finished. */
  has(callId: string): boolean
  /** The call is another process's. */
  lose(callId: string): void
}

const TICKS_PER_LEASE = 4
const AT_ONCE = 20
/** How often this process looks for calls of its own that nobody works on, since finishing them failed. */
const LOOK_MS: Millis = 60_000
const LAST_RECOVERIES_MS: Millis = 5_000

/**
 * Keeps this process's lease on its calls, and takes over those whose owner lives no more. It takes over only after a whole
 * lease without a failed or late renewal of its own: when the database was away, everybody's lease has run out, and nobody died.
 */
export class CallKeeper {
  readonly #ports: CallKeeperPorts
  #steadySince: Millis | null = null
  #lookedAt: Millis
  #work: Promise<void> | null = null
  #mustLook = false
  #cancel = (): void => {}
  #stopped = false

  constructor(ports: CallKeeperPorts) {
    this.#ports = ports
    this.#lookedAt = ports.clock.now()
  }

  /** Takes the lease, before the first call. `alone`: no other process can live, so that calls are taken over at once. */
  async start(alone: boolean): Promise<void> {
    const { owners, clock, processId, leaseMs } = this.#ports
    if (alone) await owners.outlive(processId)
    await owners.renew(processId, leaseMs)
    this.#steadySince = alone ? clock.now() - leaseMs : clock.now()
    this.#arm(alone ? 0 : leaseMs / TICKS_PER_LEASE)
  }

  /** The process ends: what it has not finished is for others at once. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    if (this.#work !== null) await within(this.#ports.clock, LAST_RECOVERIES_MS, this.#work)
    await this.#ports.owners.leave(this.#ports.processId)
  }

  #arm(ms: Millis): void {
    if (this.#stopped) return
    const { clock, leaseMs } = this.#ports
    this.#cancel = clock.wakeAt(clock.now() + ms, () => {
      void this.#tick().then(() => this.#arm(leaseMs / TICKS_PER_LEASE))
    })
  }

  /** Renews the lease. What there is to do besides is not waited for: the next renewal must come in time. */
  async #tick(): Promise<void> {
    const { owners, clock, processId, leaseMs, onFault } = this.#ports
    try {
      if (!(await owners.renew(processId, leaseMs))) {
        this.#steadySince = null
        this.#mustLook = true
      }
      this.#steadySince ??= clock.now()
    } catch (error) {
      this.#steadySince = null
      return onFault(error)
    }
    this.#work ??= this.#sweep(clock.now() - this.#steadySince >= leaseMs)
      .catch(onFault)
      .finally(() => {
        this.#work = null
      })
  }

  async #sweep(mayTakeOver: boolean): Promise<void> {
    if (this.#mustLook || this.#ports.clock.now() - this.#lookedAt >= LOOK_MS) await this.#look()
    if (mayTakeOver) await this.#takeOver()
  }

  /** Compares what this process does with what it owns. */
  async #look(): Promise<void> {
    const { owners, clock, processId, desk } = this.#ports
    this.#mustLook = false
    const before = desk.live()
    const owned = await owners.owned(processId)
    const ids = new Set(owned.map(({ callId }) => callId))
    for (const callId of before) if (!ids.has(callId)) desk.lose(callId)
    for (const call of owned) if (!desk.has(call.callId)) await this.#recover(call)
    this.#lookedAt = clock.now()
  }

  async #takeOver(): Promise<void> {
    const { owners, processId } = this.#ports
    for (;;) {
      const calls = await owners.takeOver(processId, AT_ONCE)
      for (const call of calls) await this.#recover(call)
      if (calls.length < AT_ONCE || this.#stopped) return
    }
  }

  /** One call that cannot be finished does not keep the others waiting. */
  #recover(call: OwnedCall): Promise<void> {
    return this.#ports.recover(call).catch(this.#ports.onFault)
  }
}
