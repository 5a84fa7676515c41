import type { Clock, Millis } from './clock.ts'

export interface Backoff {
  readonly firstMs: Millis
  /** Waits double up to this one. */
  readonly longestMs: Millis
}

/** Tries once and then until it works; null when the signal comes first: it ends a wait, but no try that is under way. */
export async function untilDone<T>(
  clock: Clock,
  { firstMs, longestMs }: Backoff,
  signal: AbortSignal,
  work: () => Promise<T>,
  failed: (error: unknown) => void,
): Promise<T | null> {
  for (let wait = firstMs; ; wait = Math.min(wait * 2, longestMs)) {
    try {
      return await work()
    } catch (error) {
      failed(error)
    }
    await clock.sleep(wait, signal).catch(() => {})
    if (signal.aborted) return null
  }
}
