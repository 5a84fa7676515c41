import { ApiError, ConnectionError, InvortoError, RequestAbortedError } from './api-error.ts'
import type { Log } from './log.ts'
import { retryAfterMs } from './retry.ts'
import { sleep } from './sleep.ts'

/** One connection of a stream: what came with it, and how it ended. */
export interface StreamEvent {
  readonly event?: string | undefined
  readonly id?: string | undefined
  readonly data: unknown
}

/** Opens a connection behind the event of that id. */
export type OpenStream = (lastEventId: string | null, signal: AbortSignal) => AsyncIterable<StreamEvent>

/** Nothing comes any more: the session has ended. */
export class StreamOver extends InvortoError {
  override readonly name = 'StreamOver'
}

/**
 * The events of a stream, in order and once: it comes back by itself where a connection broke or the server leaves, behind the last
 * event that came. `maxRetries`: how often in a row without an event. Throws what the API refuses, and `RequestAbortedError`.
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
        fault = error
      }
      if (signal?.aborted) throw new RequestAbortedError('The stream was aborted.', { cause: signal.reason })
      await sleep(nextTry(fault, tries, maxRetries, log), signal)
    }
  } finally {
    leaving.abort()
  }
}

/** The core reads what it has of an event again with each piece: many times this would keep the program from all else. */
const LONGEST_EVENT = 4 * 1024 * 1024
const NEWLINE = 10

/** The same answer, until an event of it is too long to be one: whoever parses keeps an event until it is whole. */
export function bounded(answer: Response): Response {
  let held = 0
  let last: number | undefined
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, to) {
      const text = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
      const cut = last === NEWLINE && text[0] === NEWLINE ? 0 : -1
      const end = Math.max(cut, text.lastIndexOf('\n\n'), text.lastIndexOf('\n\r\n'))
      held = end === -1 ? held + text.length : text.length - end
      last = text.at(-1) ?? last
      if (held > LONGEST_EVENT) to.error(new InvortoError('An event of the stream is too long to be one.'))
      else to.enqueue(piece)
    },
  })
  return new Response(answer.body?.pipeThrough(watch) ?? null, answer)
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
