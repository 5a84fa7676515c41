import { type ProblemCode, problems } from '#generated/problems.gen.ts'
import type { Millis } from './clock.ts'

/** One wrong place in a request: exactly one of `pointer`, `parameter` and `header`. */
export interface Violation {
  readonly pointer?: string
  readonly parameter?: string
  readonly header?: string
  readonly message: string
  readonly keyword: string
}

/** Requests in a time, things at once, or what was agreed: only the first two are worth another try. */
export type Limit = 'rate' | 'concurrency' | 'cap'

export interface ProblemOptions {
  readonly cause?: unknown
  readonly errors?: readonly Violation[]
  readonly limit?: Limit
  readonly retryAfterMs?: Millis
  readonly replayed?: boolean
}

/** The only error a client ever sees (RFC 9457, SRS 7.6). `cause` is logged and never sent. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly errors: readonly Violation[] | undefined
  /** Of `quota_exceeded`: which limit. */
  readonly limit: Limit | undefined
  /** When the same request may succeed. */
  readonly retryAfterMs: Millis | undefined
  /** Whether it was told before, to the same Idempotency-Key. */
  readonly replayed: boolean

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause })
    this.code = code
    this.errors = options.errors
    this.limit = options.limit
    this.retryAfterMs = options.retryAfterMs
    this.replayed = options.replayed ?? false
  }

  get status(): number {
    return problems[this.code].status
  }

  get retryable(): boolean {
    if (this.limit === 'cap') return false
    return this.retryAfterMs !== undefined || problems[this.code].retryable
  }

  get closeCode(): number {
    return problems[this.code].closeCode
  }
}
