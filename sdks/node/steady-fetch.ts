import { ConnectionError, InvortoError, RequestAbortedError, TimeoutError } from './api-error.ts'
import { type Logger, masked } from './log.ts'
import { type FailedTry, retryAfterMs } from './retry.ts'
import { sleep } from './sleep.ts'

export interface Steadiness {
  readonly fetch: typeof fetch
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly signal: AbortSignal | undefined
  /** Whether the request may be done twice: by its method, or by its Idempotency-Key. */
  readonly safe: boolean
  readonly log: Logger
}

/** A request as it is sent, as often as it takes. */
interface Sendable {
  readonly url: string
  readonly init: RequestInit
}

/** Sends the request until it is answered for good: each try has its time, and those that may pass are tried again. */
export async function steadyFetch(request: Request, steadiness: Steadiness): Promise<Response> {
  const { maxRetries, signal, safe, log } = steadiness
  const { method, url, headers } = request
  const body = request.body === null ? null : await request.text()
  const sendable = { url, init: { method, headers, body, redirect: 'manual' as const } }
  for (let tries = 0; ; tries++) {
    const startedAt = performance.now()
    log.debug('request', { method, url, attempt: tries + 1, headers: masked(headers) })
    const outcome = await once(sendable, steadiness)
    const facts = { method, url, attempt: tries + 1, ms: Math.round(performance.now() - startedAt) }
    if (outcome instanceof Response) {
      log.debug('response', { ...facts, status: outcome.status, headers: masked(outcome.headers) })
      if (outcome.ok) return outcome
    }
    const wait = tries < maxRetries ? await waitMs(outcome, tries, safe) : null
    if (wait === null) {
      if (outcome instanceof Response) return outcome
      throw outcome
    }
    const why = outcome instanceof Response ? { status: outcome.status } : { error: outcome.message }
    log.info('trying again', { ...facts, ...why, waitMs: Math.round(wait) })
    await sleep(wait, signal)
  }
}

/** One try: the whole answer, or why there is none. Throws when the caller has aborted it. */
async function once(
  { url, init }: Sendable,
  { fetch, timeoutMs, signal }: Steadiness,
): Promise<Response | ConnectionError> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout })
    // The time of a try ends with the last byte, not with the first.
    const bytes = await answer.arrayBuffer()
    const { status, statusText, headers } = answer
    return status === 204 || status === 304 ? answer : new Response(bytes, { status, statusText, headers })
  } catch (cause) {
    if (signal?.aborted) throw new RequestAbortedError('The request was aborted.', { cause: signal.reason })
    if (timeout.aborted) return new TimeoutError(`No answer within ${timeoutMs} ms.`, { cause })
    if (cause instanceof InvortoError) throw cause
    return new ConnectionError(`The API cannot be reached at ${new URL(url).origin}.`, { cause })
  }
}

async function waitMs(outcome: Response | ConnectionError, tries: number, safe: boolean): Promise<number | null> {
  return retryAfterMs(
    outcome instanceof Response ? await failedTry(outcome) : {},
    tries,
    Math.random(),
    safe,
    Date.now(),
  )
}

async function failedTry(answer: Response): Promise<FailedTry> {
  const { status, headers } = answer
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null)
  const told = typeof body === 'object' && body !== null && 'retryable' in body ? body.retryable : undefined
  return { status, headers, ...(typeof told === 'boolean' && { retryable: told }) }
}
