import { InvortoError, TimeoutError } from './api-error.ts'
import { longestEventBytes } from './generated/limits.gen.ts'
import type { Streaming } from './resource.ts'
import type { Core } from './rest-core.ts'
import { Silence } from './silence.ts'
import { failure, foreign } from './whole-answer.ts'

/** One event of a stream, with its JSON parsed. */
export interface StreamEvent {
  readonly event?: string | undefined
  readonly id?: string | undefined
  readonly data: object
}

/** Nothing comes any more: the session has ended. */
export class StreamOver extends InvortoError {
  override readonly name = 'StreamOver'
}

/** What came is not one of the contract's: to follow again would bring it again. */
export class UnreadableEvent extends InvortoError {}

export interface Connecting {
  readonly core: Core
  readonly fetch: typeof fetch
  /** Path, query and headers of the request. */
  readonly request: object
  /** How long it may take until the answer begins. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Told when it is answered with a stream. */
  readonly connected: () => void
}

/** A comment comes every 15 s: whoever sends nothing for longer than this is gone. */
const SILENCE_MS = 45_000

/** The events of one connection; the generated client parses it, and tries no other. */
export async function* connection(operation: Streaming, connecting: Connecting): AsyncGenerator<StreamEvent> {
  const { core, request, timeoutMs, signal } = connecting
  const silence = new Silence()
  let fault: unknown = null
  let about: { event?: string | undefined; id?: string | undefined } = {}
  silence.expectWithin(timeoutMs)
  try {
    const { stream } = await operation({
      ...request,
      ...{
        client: core,
        redirect: 'manual',
        sseMaxRetryAttempts: 1,
        signal: AbortSignal.any([signal, silence.signal]),
      },
      fetch: async (asked: Request) => begun(await connecting.fetch(asked), silence, connecting.connected),
      onSseEvent: ({ event, id }: typeof about) => {
        about = { event, id }
      },
      onSseError: (error: unknown) => {
        fault = error
      },
    })
    for await (const data of stream) {
      silence.rest()
      if (typeof data !== 'object' || data === null) throw new UnreadableEvent('An event of the stream is not JSON.')
      yield { ...about, data }
      silence.expectWithin(SILENCE_MS)
    }
  } finally {
    silence.rest()
  }
  if (silence.signal.aborted) throw new TimeoutError('The stream was silent for too long.')
  if (fault !== null) throw fault
}

async function begun(response: Response, silence: Silence, connected: () => void): Promise<Response> {
  if (response.status === 204) throw new StreamOver('Nothing comes any more.')
  if (!response.ok) throw failure({ response, bytes: await response.arrayBuffer() })
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new UnreadableEvent(foreign(response, 'a stream of events').message)
  connected()
  silence.expectWithin(SILENCE_MS)
  return bounded(response, () => silence.heard())
}

const [NEWLINE, RETURN] = [10, 13]

/** The same answer, until an event of it is too long to be one: whoever parses keeps an event until it is whole. */
function bounded(answer: Response, heard: () => void): Response {
  const length = new EventLength()
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, to) {
      heard()
      if (length.add(piece) > longestEventBytes)
        to.error(new UnreadableEvent('An event of the stream is too long to be one.'))
      else to.enqueue(piece)
    },
  })
  return new Response(answer.body?.pipeThrough(watch) ?? null, answer)
}

/** How long the blocks of a stream are, with the empty line that ends each. */
class EventLength {
  #block = 0
  #line = 0
  #last: number | undefined

  /** The most bytes that a block has which is in this piece, or goes on after it. */
  add(piece: Uint8Array): number {
    let [most, from] = [0, 0]
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      const before = at === 0 ? this.#last : piece[at - 1]
      const line = this.#line + at - from
      this.#block += at + 1 - from
      most = Math.max(most, this.#block)
      if (line === 0 || (line === 1 && before === RETURN)) this.#block = 0
      this.#line = 0
      from = at + 1
    }
    this.#line += piece.length - from
    this.#block += piece.length - from
    this.#last = piece.at(-1) ?? this.#last
    return Math.max(most, this.#block)
  }
}
