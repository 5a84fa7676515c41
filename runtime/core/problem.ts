import { type ProblemCode, problems } from '#generated/problems.gen.ts'

/** One wrong place in a request: exactly one of `pointer`, `parameter` and `header`. */
export interface Violation {
  readonly pointer?: string
  readonly parameter?: string
  readonly header?: string
  readonly message: string
  readonly keyword: string
}

/** The only error a client ever sees (RFC 9457, SRS 7.6). `cause` is logged and never sent. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly errors: readonly Violation[] | undefined

  constructor(code: ProblemCode, detail: string, options: { cause?: unknown; errors?: readonly Violation[] } = {}) {
    super(detail, { cause: options.cause })
    this.code = code
    this.errors = options.errors
  }

  get status(): number {
    return problems[this.code].status
  }

  get retryable(): boolean {
    return problems[this.code].retryable
  }

  get closeCode(): number {
    return problems[this.code].closeCode
  }
}
