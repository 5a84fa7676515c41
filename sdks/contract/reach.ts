/** No answer came. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** `fetch`, which says in one sentence why no answer came: who was asked, and what the network or the clock said. */
export async function reach(url: URL, init: RequestInit, patienceMs: number): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) })
  } catch (error) {
    const { name, cause } = error as Error
    if (name === 'TimeoutError') throw new Unreachable(`${url.origin} did not answer within ${patienceMs / 1000} s.`)
    throw new Unreachable(`${url.origin} cannot be reached: ${reasonOf(cause ?? error)}.`)
  }
}

function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  // Where a name has several addresses none of them has the message.
  return message || code || String(error)
}
