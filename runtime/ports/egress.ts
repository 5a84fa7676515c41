import type { Millis } from '#runtime/core/clock.ts'

export interface EgressRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** For everything: the name, the connection, the answer to its last byte. */
  readonly deadlineMs: Millis
  /** Longest body that is read; 64 KB where it is not given (FR-TC6). */
  readonly maxBytes?: number
  /** The status is what counts: of the body its beginning will do, packed or not, and what breaks off is no failure. */
  readonly statusOnly?: boolean
}

export interface EgressResponse {
  /** As it came: a redirect is an answer like any other, and nobody follows it. */
  readonly status: number
  /** Names in lower case; repeated ones joined. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * How a request failed. `refused` is said of what the URL itself shows. Whether a name stands for an address of the
 * inside, for none, or for one where nobody listens is one and the same `unreachable`: who asks must not learn our network.
 */
export type EgressFailure = 'refused' | 'unreachable' | 'tls' | 'timeout' | 'too_large' | 'malformed'

/** The message may be shown to the tenant; `cause` is logged, never sent. */
export class EgressError extends Error {
  override readonly name = 'EgressError'
  readonly failure: EgressFailure

  constructor(failure: EgressFailure, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.failure = failure
  }
}

/** The one way to addresses that tenants name: tools, webhooks, key sets (FR-TC8, OWASP SSRF). */
export interface Egress {
  /** Why a request to this URL is refused before a name is resolved, as a sentence; null when it may be tried. */
  refusal(url: string): string | null
  /** Whether the host of a URL that is not refused stands for public addresses alone, or for those that are allowed by hand. */
  leadsOut(url: string): Promise<boolean>
  /** Throws `EgressError`, or the signal's reason. Nothing is retried. */
  send(request: EgressRequest, signal?: AbortSignal): Promise<EgressResponse>
  close(): Promise<void>
}
