import { RequestAbortedError } from './api-error.ts'

/** A timer of Node that is longer than 2^31 - 1 ms fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Resolves after so many milliseconds; throws `RequestAbortedError` as soon as it is aborted. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      clearTimeout(timer)
      reject(new RequestAbortedError('The request was aborted.', { cause: signal?.reason }))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted)
      resolve()
    }, ms)
    if (signal?.aborted) aborted()
    else signal?.addEventListener('abort', aborted, { once: true })
  })
}
