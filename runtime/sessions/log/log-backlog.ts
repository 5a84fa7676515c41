import type { Millis } from '#runtime/core/clock.ts'

/** What a log has that is not stored yet. */
export interface Unstored {
  readonly tenantId: string
  readonly waiting: number
  /** When the oldest of it happened; null when there is none. */
  readonly oldestAt: Millis | null
}

interface Holding {
  bytes: number
  readonly logs: Set<Unstored>
  /** Its calls were ended, and there was never room again since. */
  isOver: boolean
}

/** A part of what the fullest tenant holds that is too much for a new call. */
const MUCH = 1 / 4
/** Who holds so many times what is still free has its calls ended. */
const TIMES_FREE = 3
/** What is stored so much later than the oldest that waits is no batch that was under way then: others are stored. */
const LATER_MS: Millis = 1_000

/**
 * All logs of the process, and how far the database is behind them. Nothing of them is ever dropped, so they are bounded by what makes
 * them, and whoever holds most is bounded first, since it may be one tenant alone that the database holds up. From half of `maxBytes`
 * on, who holds a quarter of what the fullest tenant holds begins no call. Who holds three times what is still free has its live calls
 * ended: a tenant alone at three quarters, so that a quarter is left to others; many that are behind alike close to the whole.
 */
export class LogBacklog {
  readonly maxBytes: number
  readonly #tenants = new Map<string, Holding>()
  #bytes = 0
  #storedAt: Millis = Number.NEGATIVE_INFINITY
  #onOver = (_tenantId: string): void => {}

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** What all logs together hold, about. */
  get bytes(): number {
    return this.#bytes
  }

  /** A call that the tenant began now would come to its end. */
  takesCallsOf(tenantId: string): boolean {
    if (this.#bytes < this.maxBytes / 2) return true
    const most = Math.max(0, ...[...this.#tenants.values()].map(({ bytes }) => bytes))
    return this.#free > 0 && (this.#tenants.get(tenantId)?.bytes ?? 0) < most * MUCH
  }

  /** Whom to tell whose calls are to be ended; not by whoever appends. */
  onOver(listener: (tenantId: string) => void): void {
    this.#onOver = listener
  }

  /** The log has so much more that is not stored. */
  holds(log: Unstored, bytes: number): void {
    const { tenantId } = log
    const tenant = this.#tenants.get(tenantId) ?? { bytes: 0, logs: new Set(), isOver: false }
    this.#tenants.set(tenantId, tenant)
    tenant.logs.add(log)
    // Also where it is others that were stored.
    if (tenant.bytes < this.#free) tenant.isOver = false
    tenant.bytes += bytes
    this.#bytes += bytes
    if (tenant.isOver || tenant.bytes < TIMES_FREE * this.#free) return
    tenant.isOver = true
    queueMicrotask(() => this.#onOver(tenantId))
  }

  /** So much of it is stored. */
  isStored(log: Unstored, bytes: number, now: Millis): void {
    this.#storedAt = now
    this.isRid(log, bytes)
  }

  /** So much of it will never be stored, or is. */
  isRid(log: Unstored, bytes: number): void {
    const tenant = this.#tenants.get(log.tenantId)
    if (tenant === undefined) return
    if (log.waiting === 0) tenant.logs.delete(log)
    tenant.bytes -= bytes
    this.#bytes -= bytes
    if (tenant.logs.size === 0) this.#tenants.delete(log.tenantId)
  }

  look(now: Millis): { readonly events: number; readonly oldestMs: Millis } {
    let events = 0
    let oldestAt = now
    for (const { logs } of this.#tenants.values())
      for (const log of logs) {
        events += log.waiting
        oldestAt = Math.min(oldestAt, log.oldestAt ?? now)
      }
    return { events, oldestMs: now - oldestAt }
  }

  /** Whether the process may be sent calls: nothing waits for so long, or what waits is held up alone while the database takes the rest. */
  isWell(now: Millis, withinMs: Millis): boolean {
    const { oldestMs } = this.look(now)
    const storedMs = now - this.#storedAt
    const othersGoOn = storedMs < withinMs && storedMs <= oldestMs - LATER_MS
    return this.#free > 0 && (othersGoOn || (this.#bytes < this.maxBytes / 2 && oldestMs < withinMs))
  }

  get #free(): number {
    return this.maxBytes - this.#bytes
  }
}
