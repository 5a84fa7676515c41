import type { Clock, Millis } from './clock.ts'

/** `Clock.sleep` in terms of the clock's other two: one place knows how an abort frees a timer. */
export function sleepWith(clock: Pick<Clock, 'now' | 'wakeAt'>): Clock['sleep'] {
  return (ms: Millis, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = (): void => {
        cancel()
        reject(signal?.reason)
      }
      const cancel = clock.wakeAt(clock.now() + ms, () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      })
      signal?.addEventListener('abort', stop, { once: true })
    })
}
