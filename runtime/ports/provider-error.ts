import type { ProviderFailure } from '#generated/events.gen.ts'

interface ProviderErrorOptions {
  readonly status?: number
  readonly retryAfterMs?: number | undefined
  readonly cause?: unknown
}

/** How a provider failed us, in words that no provider owns. `cause` is logged, never sent. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly failure: ProviderFailure
  readonly status: number | undefined
  /** How long the provider wants to be left alone, where it says so. */
  readonly retryAfterMs: number | undefined

  constructor(failure: ProviderFailure, message: string, options: ProviderErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.failure = failure
    const { status, retryAfterMs } = options
    this.status = status !== undefined && status >= 100 && status <= 599 ? status : undefined
    this.retryAfterMs = retryAfterMs
  }
}
