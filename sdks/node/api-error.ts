/** One wrong place in a request, as the API names it. */
export interface ProblemError {
  /** JSON Pointer (RFC 6901) into the body. */
  readonly pointer?: string
  /** Name of the query or path parameter. */
  readonly parameter?: string
  readonly header?: string
  /** What must hold there. */
  readonly message: string
  /** The JSON Schema keyword that was broken. */
  readonly keyword: string
}

/** Everything that this SDK throws by itself. */
export class InvortoError extends Error {
  override readonly name: string = 'InvortoError'
}

/** The API could not be reached, or the connection broke before it had answered. `cause` says how. */
export class ConnectionError extends InvortoError {
  override readonly name: string = 'ConnectionError'
}

/** The API did not answer within `timeoutMs`, as often as it was tried. */
export class TimeoutError extends ConnectionError {
  override readonly name = 'TimeoutError'
}

/** You aborted the request with its `signal`. */
export class RequestAbortedError extends InvortoError {
  override readonly name = 'RequestAbortedError'
}

/** What the API said when it refused or failed (RFC 9457). */
interface Refusal {
  readonly status: number
  readonly headers: Headers
  /** The answer's body, parsed where it is JSON. */
  readonly body: unknown
}

/** The API refused the request or failed: a class of its own for each status that the contract has. */
export class ApiError extends InvortoError {
  override readonly name: string = 'ApiError'
  readonly status: number
  /** Stable name of the kind of problem, as `not_found`; `unknown` where the answer was not the API's own. */
  readonly code: string
  /** Name it when you ask for help. */
  readonly requestId: string | null
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** Each thing that is wrong with the request, where the contract could tell. */
  readonly errors: readonly ProblemError[]
  readonly headers: Headers
  readonly body: unknown

  constructor({ status, headers, body }: Refusal) {
    const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
    const code = typeof problem.code === 'string' ? problem.code : 'unknown'
    const detail = typeof problem.detail === 'string' ? problem.detail : 'The answer is not one of the API.'
    super(`${status} ${code}: ${detail}`)
    this.status = status
    this.code = code
    this.requestId = headers.get('x-request-id')
    this.retryable = problem.retryable === true
    this.errors = Array.isArray(problem.errors) ? (problem.errors as ProblemError[]) : []
    this.headers = headers
    this.body = body
  }
}
