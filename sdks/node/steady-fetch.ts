import { ConnectionError, InvortoError, RequestAbortedError, TimeoutError } from './api-error.ts'
import { type Log, masked } from './log.ts'
import { type FailedTry, retryAfterMs } from './retry.ts'
import { sleep } from './sleep.ts'

export interface Steadiness {
  readonly fetch: typeof fetch
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly signal: AbortSignal | undefined
  /** Whether the request may be done twice: by its method, or by its Idempotency-Key. */
  readonly safe: boolean
  readonly log: Log
}

/** A timer of Node that is longer than 2^31 - 1 ms fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** A request as it is sent, as often as it takes. */
export interface Sendable {
  readonly url: string
  readonly init: RequestInit & { readonly method: string; readonly headers: Headers }
}

/** Sends the request until it is answered for good: each try has its time, and those that may pass are tried again. */
export async function steadyFetch(sendable: Sendable, steadiness: Steadiness): Promise<Response> {
  const { maxRetries, signal, safe, log } = steadiness
  const { url } = sendable
  const { method, headers } = sendable.init
  for (let tries = 0; ; tries++) {
    const startedAt = performance.now()
    log.debug('request', () => ({ method, url, attempt: tries + 1, headers: masked(headers) }))
    const outcome = await once(sendable, steadiness)
    const ms = Math.round(performance.now() - startedAt)
    const facts = { method, url, attempt: tries + 1, ms }
    if (outcome instanceof Response) {
      log.debug('response', () => ({ ...facts, status: outcome.status, headers: masked(outcome.headers) }))
      if (outcome.ok) return outcome
    }
    const wait = tries < maxRetries ? await waitMs(outcome, tries, safe) : null
    if (wait === null) {
      if (outcome instanceof Response) return outcome
      throw outcome
    }
    const why = outcome instanceof Response ? { status: outcome.status } : { error: outcome.message }
    log.info('trying again', () => ({ ...facts, ...why, waitMs: Math.round(wait) }))
    await sleep(wait, signal)
  }
}

/** One try: the whole answer, or why there is none. Throws when the caller has aborted it. */
async function once(
  { url, init }: Sendable,
  { fetch, timeoutMs, signal }: Steadiness,
): Promise<Response | ConnectionError> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), Math.min(timeoutMs, LONGEST_TIMER_MS))
  const timeout = late.signal
  try {
    const answer = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout })
    // The time of a try ends with the last byte, not with the first.
    return whole(answer, await answer.arrayBuffer())
  } catch (cause) {
    if (signal?.aborted) throw new RequestAbortedError('The request was aborted.', { cause: signal.reason })
    if (timeout.aborted) return new TimeoutError(`No answer within ${timeoutMs} ms.`, { cause })
    if (cause instanceof InvortoError) throw cause
    return new ConnectionError(`The API cannot be reached at ${new URL(url).origin}.`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** The answer, whose body has come and may be read again and again: no second stream is made of it. */
function whole(answer: Response, bytes: ArrayBuffer): Response {
  const text = async () => new TextDecoder().decode(bytes)
  return Object.assign(answer, {
    ...{ text, json: async () => JSON.parse(await text()), arrayBuffer: async () => bytes.slice(0) },
    blob: async () => new Blob([bytes], { type: answer.headers.get('content-type') ?? '' }),
  })
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
  const body: unknown = await answer.json().catch(() => null)
  const told = typeof body === 'object' && body !== null && 'retryable' in body ? body.retryable : undefined
  return { status, headers, ...(typeof told === 'boolean' && { retryable: told }) }
}
