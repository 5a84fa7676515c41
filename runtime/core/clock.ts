/** Milliseconds: a span, or an instant since the epoch of the clock that gave it. */
export type Millis = number

/**
 * Where time comes from. Everything above `runtime/core` is handed one: the system's in production, a virtual one in
 * tests.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, never going backwards while the process lives; fractions are kept. */
  now(): Millis
  /** Resolves after `ms`, or rejects with the signal's reason if that comes first. */
  sleep(ms: Millis, signal?: AbortSignal): Promise<void>
  /** Runs `wake` once at the instant `at` (at once when it has passed) unless the returned function is called before. */
  wakeAt(at: Millis, wake: () => void): () => void
}

/** The first instant after `at` that is a multiple of `periodMs`: who waits for it is woken with all others who do. */
export const nextMultiple = (at: Millis, periodMs: Millis): Millis => (Math.floor(at / periodMs) + 1) * periodMs

export const late: unique symbol = Symbol('late')

/** The value, or `late` when it takes longer than `ms`. The timer never outlives the answer. */
export async function within<T>(clock: Clock, ms: Millis, value: Promise<T>): Promise<T | typeof late> {
  const { promise, resolve } = Promise.withResolvers<typeof late>()
  const cancel = clock.wakeAt(clock.now() + ms, () => resolve(late))
  try {
    return await Promise.race([value, promise])
  } finally {
    cancel()
  }
}
