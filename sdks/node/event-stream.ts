import { RequestAbortedError } from './api-error.ts'
import { Following, type FollowingLimits } from './following.ts'
import type { Log } from './log.ts'
import { sleep } from './sleep.ts'
import { type StreamEvent, StreamOver, UnreadableEvent } from './stream-connection.ts'

/** Opens a connection behind the event of that id; `connected` is told when it is answered. */
export type OpenStream = (
  lastEventId: string | null,
  signal: AbortSignal,
  connected: () => void,
) => AsyncIterable<StreamEvent>

/**
 * The events of a stream, in order and once: it comes back by itself where a connection broke or the server leaves, behind the last
 * event that came. Throws what the API refuses, `RequestAbortedError`, and
 * `InvortoError` where an event is not one of the contract.
 */
export async function* eventsOf<Item>(
  open: OpenStream,
  { signal, log, ...limits }: FollowingLimits & { signal: AbortSignal | undefined; log: Log },
): AsyncGenerator<Item, void, undefined> {
  let last: string | null = null
  const following = new Following(limits)
  const connected = (): void => following.connected(performance.now())
  const leaving = new AbortController()
  const stopped = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
  try {
    for (;;) {
      let fault: unknown = null
      try {
        for await (const { event, id, data } of open(last, stopped, connected)) {
          if (event === 'stream.end') {
            if (isOver(data)) return
            continue
          }
          last = id ?? last
          following.got()
          yield data as Item
        }
      } catch (error) {
        if (error instanceof StreamOver) return
        if (error instanceof UnreadableEvent) throw error
        fault = error
      }
      if (signal?.aborted) throw new RequestAbortedError('The stream was aborted.', { cause: signal.reason })
      const waitMs = following.waitMs(fault, Math.random(), performance.now())
      log.info('following again', () => ({ waitMs: Math.round(waitMs) }))
      await sleep(waitMs, signal)
    }
  } finally {
    leaving.abort()
  }
}

/** Any other end is followed by another try, which tells a revoked key by its 401. */
const isOver = (data: unknown): boolean => (data as { reason?: string } | null)?.reason === 'session_ended'
