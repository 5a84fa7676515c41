import { ApiError, ConnectionError, InvortoError, RequestAbortedError } from './api-error.ts'
import type { Log } from './log.ts'
import { retryAfterMs } from './retry.ts'
import { sleep } from './sleep.ts'
import { type StreamEvent, StreamOver, UnreadableEvent } from './stream-connection.ts'

/** Opens a connection behind the event of that id. */
export type OpenStream = (lastEventId: string | null, signal: AbortSignal) => AsyncIterable<StreamEvent>

/**
 * The events of a stream, in order and once: it comes back by itself where a connection broke or the server leaves, behind the last
 * event that came. `maxRetries`: how often in a row without an event. Throws what the API refuses, `RequestAbortedError`, and
 * `InvortoError` where an event is not one of the contract.
 */
export async function* eventsOf<Item>(
  open: OpenStream,
  { maxRetries, signal, log }: { maxRetries: number; signal: AbortSignal | undefined; log: Log },
): AsyncGenerator<Item, void, undefined> {
  let last: string | null = null
  const leaving = new AbortController()
  const stopped = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
  try {
    for (let tries = 0; ; tries++) {
      let fault: unknown = null
      try {
        for await (const { event, id, data } of open(last, stopped)) {
          if (event === 'stream.end') {
            if (isOver(data)) return
            continue
          }
          last = id ?? last
          tries = -1
          yield data as Item
        }
      } catch (error) {
        if (error instanceof StreamOver) return
        if (error instanceof UnreadableEvent) throw error
        fault = error
      }
      if (signal?.aborted) throw new RequestAbortedError('The stream was aborted.', { cause: signal.reason })
      await sleep(nextTry(fault, tries, maxRetries, log), signal)
    }
  } finally {
    leaving.abort()
  }
}

/** Any other end is followed by another try, which tells a revoked key by its 401. */
const isOver = (data: unknown): boolean => (data as { reason?: string } | null)?.reason === 'session_ended'

/** In how many milliseconds the next try is due; throws where there is none. */
function nextTry(fault: unknown, tries: number, maxRetries: number, log: Log): number {
  const failed = fault instanceof ApiError ? fault : {}
  const wait = retryAfterMs(failed, Math.max(0, tries), Math.random(), true, Date.now())
  if (wait === null || tries >= maxRetries) {
    throw fault instanceof InvortoError
      ? fault
      : new ConnectionError('The stream broke, and does not come back.', { cause: fault })
  }
  log.info('following again', () => ({ waitMs: Math.round(wait) }))
  return wait
}
