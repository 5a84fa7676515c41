import { ApiError } from './api-error.ts'
import { type Answer, ApiPromise } from './api-promise.ts'
import { bounded, eventsOf, type StreamEvent, StreamOver } from './event-stream.ts'
import { errorClasses } from './generated/errors.gen.ts'
import type { Log } from './log.ts'
import { Page, type PageBody, PagePromise } from './page.ts'
import type {
  ChangeOptions,
  Operation,
  RequestOptions,
  RequestParts,
  Streaming,
  Traits,
  Transport,
} from './resource.ts'
import { type Core, coreOf } from './rest-core.ts'
import type { Steadiness } from './steady-fetch.ts'
import { dataOf, jsonIn, readable, textOf, type WholeAnswer } from './whole-answer.ts'

export interface TransportSettings {
  readonly baseUrl: string
  readonly apiKey: string
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: typeof fetch
  readonly log: Log
}

/** The generated operations behind what they lack: tries, timeouts, idempotency keys, errors with a class, pages. */
export class RestTransport implements Transport {
  readonly #settings: TransportSettings
  readonly #core: Core

  constructor(settings: TransportSettings) {
    this.#settings = settings
    this.#core = coreOf(settings)
  }

  call<T>(operation: Operation, parts: RequestParts, options: ChangeOptions = {}, traits: Traits): ApiPromise<T> {
    return new ApiPromise(this.#answer<T>(operation, parts, options, traits))
  }

  page<Item, Body extends PageBody<Item>>(
    operation: Operation,
    parts: RequestParts,
    options: ChangeOptions = {},
    traits: Traits,
  ): PagePromise<Item, Body> {
    const ask = (query: object | undefined): Promise<Answer<Body>> =>
      this.#answer(operation, { ...parts, query }, options, traits)
    const next = async (cursor: string): Promise<Page<Item, Body>> =>
      new Page((await ask({ ...parts.query, cursor })).data, next)
    return new PagePromise(ask(parts.query), next)
  }

  stream<Item>(operation: Streaming, parts: RequestParts, options: RequestOptions = {}): AsyncIterable<Item> {
    const { maxRetries, log } = this.#settings
    const open = (last: string | null, signal: AbortSignal) => this.#open(operation, parts, options, last, signal)
    return eventsOf(open, { maxRetries: options.maxRetries ?? maxRetries, signal: options.signal, log })
  }

  /** One connection; the core parses it, and tries no other. */
  async *#open(
    operation: Streaming,
    parts: RequestParts,
    { headers }: RequestOptions,
    last: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<StreamEvent> {
    let fault: unknown = null
    let event: StreamEvent = { data: null }
    const { stream } = await operation({
      ...withPath(parts),
      ...{ client: this.#core, signal, redirect: 'manual', sseMaxRetryAttempts: 1 },
      headers: { ...headers, ...(last !== null && { 'Last-Event-ID': last }) },
      fetch: (request: Request) => this.#follow(request),
      onSseEvent: (one: StreamEvent) => {
        event = one
      },
      onSseError: (error: unknown) => {
        fault = error
      },
    })
    for await (const data of stream) yield { ...event, data }
    if (fault !== null) throw fault
  }

  async #follow(request: Request): Promise<Response> {
    const response = await this.#settings.fetch(request)
    if (response.status === 204) throw new StreamOver('Nothing comes any more.')
    if (response.ok) return bounded(response)
    throw failure({ response, bytes: await response.arrayBuffer() })
  }

  async #answer<T>(
    operation: Operation,
    parts: RequestParts,
    options: ChangeOptions,
    traits: Traits,
  ): Promise<Answer<T>> {
    const { timeoutMs, maxRetries, fetch, log } = this.#settings
    const steadiness: Steadiness = {
      ...{ fetch, log, signal: options.signal },
      timeoutMs: options.timeoutMs ?? timeoutMs,
      maxRetries: options.maxRetries ?? maxRetries,
      named: traits.idempotencyKey,
    }
    const answer = (await operation({
      ...withPath(parts),
      ...{ client: this.#core, headers: headersFor(options, traits), steadiness },
    })) as WholeAnswer
    const { response } = answer
    if (!response.ok) throw failure(answer)
    return {
      data: dataOf(answer) as T,
      get response() {
        return readable(answer)
      },
      requestId: response.headers.get('x-request-id'),
      etag: response.headers.get('etag'),
    }
  }
}

function headersFor({ idempotencyKey, ifMatch, headers }: ChangeOptions, traits: Traits): Record<string, string> {
  const sent = { ...headers }
  if (traits.idempotencyKey) sent['Idempotency-Key'] = idempotencyKey ?? crypto.randomUUID()
  if (ifMatch !== undefined) sent['If-Match'] = ifMatch
  return sent
}

/** An id that is nothing, or steps in an address, would ask for something else. */
function withPath(parts: RequestParts): RequestParts {
  for (const [name, value] of Object.entries(parts.path ?? {})) {
    if (['', '.', '..', 'undefined', 'null'].includes(String(value)))
      throw new TypeError(`"${name}" must be an id; it is ${JSON.stringify(value)}.`)
  }
  return parts
}

function failure(answer: WholeAnswer): ApiError {
  const { status, headers } = answer.response
  return new (errorClasses[status] ?? ApiError)({ status, headers, body: jsonIn(textOf(answer)) })
}
