// Generated from specs/problems.yaml by scripts/generate.ts. Do not edit.

export interface ProblemKind {
  /** HTTP status. */
  readonly status: number
  /** The same sentence for every problem of this code. */
  readonly title: string
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** Close code of a WebSocket that ends for this reason. */
  readonly closeCode: number
}

export const problems = {
  invalid_api_key: { status: 401, title: 'The key, token or ticket is missing, wrong or disabled', retryable: false, closeCode: 4401 },
  forbidden: { status: 403, title: 'The key may not do this', retryable: false, closeCode: 4403 },
  forbidden_origin: { status: 403, title: 'This web origin is not allowed', retryable: false, closeCode: 4403 },
  not_found: { status: 404, title: 'No such resource', retryable: false, closeCode: 4404 },
  method_not_allowed: { status: 405, title: 'The path does not have this method', retryable: false, closeCode: 4400 },
  bad_request: { status: 400, title: 'The request does not fit the contract', retryable: false, closeCode: 4400 },
  payload_too_large: { status: 413, title: 'The body or frame is too large', retryable: false, closeCode: 1009 },
  unsupported_media_type: { status: 415, title: 'The content type is not accepted here', retryable: false, closeCode: 4400 },
  conflict: { status: 409, title: 'The resource is not in a state that allows this', retryable: false, closeCode: 4409 },
  idempotency_conflict: { status: 409, title: 'The Idempotency-Key belongs to another request', retryable: false, closeCode: 4409 },
  precondition_failed: { status: 412, title: 'The resource has changed since', retryable: false, closeCode: 4400 },
  quota_exceeded: { status: 429, title: 'A limit of the tenant was reached', retryable: true, closeCode: 4429 },
  idle_timeout: { status: 408, title: 'Nothing was heard for too long', retryable: true, closeCode: 4408 },
  provider_unavailable: { status: 503, title: 'A provider did not answer', retryable: true, closeCode: 4503 },
  going_away: { status: 503, title: 'The server is restarting', retryable: true, closeCode: 1012 },
  internal: { status: 500, title: 'Something broke on our side', retryable: true, closeCode: 1011 },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problems
