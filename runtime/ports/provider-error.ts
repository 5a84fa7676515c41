import type { ProviderFailure } from '#generated/events.gen.ts'

/** How a provider failed us, in words that no provider owns. `cause` is logged, never sent. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly failure: ProviderFailure
  readonly status: number | undefined

  constructor(failure: ProviderFailure, message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.failure = failure
    const { status } = options
    this.status = status !== undefined && status >= 100 && status <= 599 ? status : undefined
  }
}
