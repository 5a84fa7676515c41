import { ProviderError } from '#runtime/ports/provider-error.ts'

function kindOf(error: unknown): Record<string, unknown> | undefined {
  if (!(error instanceof Error)) return undefined
  const { name, code, status } = error as Error & { code?: unknown; status?: unknown }
  return { error: name, ...(typeof code === 'string' && { code }), ...(typeof status === 'number' && { status }) }
}

/** Name, message and place of an error and of what caused it. */
export function errorFacts(error: unknown, depth = 3): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const { name, message, stack, cause } = error
  // What a provider says may hold the caller's words or pieces of a key: of that only the kind is kept.
  if (error instanceof ProviderError) return { error: name, message, failure: error.failure, cause: kindOf(cause) }
  const place = stack
    ?.split('\n')
    .slice(1, 4)
    .map((line) => line.trim())
  return {
    error: name,
    message,
    place,
    ...(cause !== undefined && depth > 0 && { cause: errorFacts(cause, depth - 1) }),
  }
}
