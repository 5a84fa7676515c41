import { ApiError, ConnectionError, InvortoError } from './api-error.ts'
import { failedTry, retryAfterMs } from './retry.ts'

/** A comment comes every 15 s: a connection that stood for so long was a good one. */
const ALIVE_MS = 15_000

export interface FollowingLimits {
  /** How often a stream that has not begun is tried again. */
  readonly maxRetries: number
  /** How long a stream that had begun may be without a connection. */
  readonly reconnectForMs: number
}

/** Where a stream stands over its connections: whether it is followed again, and when. Instants are milliseconds. */
export class Following {
  readonly #limits: FollowingLimits
  #began = false
  #standsSince: number | null = null
  #lostAt: number | null = null
  #failed = 0

  constructor(limits: FollowingLimits) {
    this.#limits = limits
  }

  /** A connection was answered. */
  connected(now: number): void {
    this.#began = true
    this.#standsSince = now
  }

  /** An event came. */
  got(): void {
    this.#lostAt = null
    this.#failed = 0
  }

  /** In how many milliseconds it is followed again; throws where it is not. `chance`: 0 to 1. */
  waitMs(fault: unknown, chance: number, now: number): number {
    if (this.#standsSince !== null && now - this.#standsSince >= ALIVE_MS) this.got()
    this.#standsSince = null
    this.#lostAt ??= now
    const failed = fault instanceof ApiError ? failedTry(fault.status, fault.headers, fault.body) : {}
    const wait = retryAfterMs(failed, this.#failed, chance, true, Date.now())
    if (wait === null || this.#over(now + wait - this.#lostAt)) throw given(fault)
    this.#failed += 1
    return wait
  }

  /** Until it has begun it is a request like any other. */
  #over(awayMs: number): boolean {
    const { maxRetries, reconnectForMs } = this.#limits
    return this.#began ? awayMs > reconnectForMs : this.#failed >= maxRetries
  }
}

const given = (fault: unknown): InvortoError =>
  fault instanceof InvortoError
    ? fault
    : new ConnectionError('The stream broke, and does not come back.', { cause: fault })
