import { ConnectionError, InvortoError, RequestAbortedError, TimeoutError } from './api-error.ts'
import { type Log, masked } from './log.ts'
import { failedTry, retryAfterMs } from './retry.ts'
import { LONGEST_TIMER_MS, sleep } from './sleep.ts'
import { jsonIn, textOf, type WholeAnswer } from './whole-answer.ts'

export interface Steadiness {
  readonly fetch: typeof fetch
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly signal: AbortSignal | undefined
  /** Whether the request has a name, so that it may be sent twice whatever its method. */
  readonly named: boolean
  readonly log: Log
}

/** A request as it is sent, as often as it takes. */
export interface Sendable {
  readonly url: string
  readonly init: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body: string | null
    readonly redirect: 'manual'
  }
}

/** Sends the request until it is answered for good: each try has its time, and those that may pass are tried again. */
export async function steadyFetch(sendable: Sendable, steadiness: Steadiness): Promise<WholeAnswer> {
  const { maxRetries, signal, named, log } = steadiness
  const { url } = sendable
  const { method, headers } = sendable.init
  for (let tries = 0; ; tries++) {
    const startedAt = performance.now()
    log.debug('request', () => ({ method, url, attempt: tries + 1, headers: masked(Object.entries(headers)) }))
    const outcome = await once(sendable, steadiness)
    const facts = () => ({ method, url, attempt: tries + 1, ms: Math.round(performance.now() - startedAt) })
    const response = outcome instanceof ConnectionError ? null : outcome.response
    if (response !== null) {
      log.debug('response', () => ({ ...facts(), status: response.status, headers: masked(response.headers) }))
      if (response.ok) return outcome as WholeAnswer
    }
    const wait = tries < maxRetries ? waitMs(outcome, tries, named || method !== 'POST') : null
    if (wait === null) {
      if (outcome instanceof ConnectionError) throw outcome
      return outcome
    }
    const why = outcome instanceof ConnectionError ? { error: outcome.message } : { status: outcome.response.status }
    log.info('trying again', () => ({ ...facts(), ...why, waitMs: Math.round(wait) }))
    await sleep(wait, signal)
  }
}

/** One try: the whole answer, or why there is none. Throws when the caller has aborted it. */
async function once(
  { url, init }: Sendable,
  { fetch, timeoutMs, signal }: Steadiness,
): Promise<WholeAnswer | ConnectionError> {
  const stopping = new AbortController()
  let late = false
  const timer = setTimeout(
    () => {
      late = true
      stopping.abort()
    },
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  )
  const stop = (): void => stopping.abort(signal?.reason)
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  try {
    const response = await fetch(url, { ...init, signal: stopping.signal })
    // The time of a try ends with the last byte, not with the first.
    return { response, bytes: await response.arrayBuffer() }
  } catch (cause) {
    if (signal?.aborted) throw new RequestAbortedError('The request was aborted.', { cause: signal.reason })
    if (late) return new TimeoutError(`No answer within ${timeoutMs} ms.`, { cause })
    if (cause instanceof InvortoError) throw cause
    return new ConnectionError(`The API cannot be reached at ${new URL(url).origin}.`, { cause })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

function waitMs(outcome: WholeAnswer | ConnectionError, tries: number, safe: boolean): number | null {
  const failed = outcome instanceof ConnectionError ? {} : failureOf(outcome)
  return retryAfterMs(failed, tries, Math.random(), safe, Date.now())
}

const failureOf = (answer: WholeAnswer) =>
  failedTry(answer.response.status, answer.response.headers, jsonIn(textOf(answer)))
