import { ApiError, ConnectionError, InvortoError } from './api-error.ts'
import { type Answer, ApiPromise } from './api-promise.ts'
import { bounded, eventsOf, type StreamEvent, StreamOver } from './event-stream.ts'
import { errorClasses } from './generated/errors.gen.ts'
import { createClient } from './generated/rest/client/client.gen.ts'
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
import { steadyFetch } from './steady-fetch.ts'

export interface TransportSettings {
  readonly baseUrl: string
  readonly apiKey: string
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: typeof fetch
  readonly log: Log
}

/** The generated core behind what it lacks: tries, timeouts, idempotency keys, errors with a class, pages. */
export class RestTransport implements Transport {
  readonly #settings: TransportSettings
  readonly #client: ReturnType<typeof createClient>

  constructor(settings: TransportSettings) {
    const { baseUrl, apiKey, headers } = settings
    this.#settings = settings
    this.#client = createClient({ baseUrl, headers, auth: apiKey })
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
      ...{ client: this.#client, signal, redirect: 'manual', sseMaxRetryAttempts: 1 },
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
    const text = await response.text()
    throw failure(response, jsonOf(text))
  }

  async #answer<T>(
    operation: Operation,
    parts: RequestParts,
    options: ChangeOptions,
    traits: Traits,
  ): Promise<Answer<T>> {
    const { idempotencyKey = crypto.randomUUID(), ifMatch, headers } = options
    const sent = {
      ...headers,
      ...(traits.idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
    }
    let body: string | null = null
    const { data, error, response } = await operation({
      ...withPath(parts),
      ...{ client: this.#client, headers: sent },
      // Kept as it was written: what a Request has it gives back as a stream.
      bodySerializer: (value: unknown) => {
        body = JSON.stringify(value)
        return body
      },
      fetch: (request: Request) => this.#send(request, body, options, traits.idempotencyKey),
    })
    if (response === undefined) throw ours(error)
    if (!response.ok) throw failure(response, error)
    if (error !== undefined)
      throw new ConnectionError('The answer cannot be read: it is cut off, or not JSON.', { cause: error })
    const requestId = response.headers.get('x-request-id')
    // An answer without a body is nothing; the core has null there, or an empty object.
    return {
      data: (response.status === 204 ? undefined : data) as T,
      response,
      requestId,
      etag: response.headers.get('etag'),
    }
  }

  #send(
    { url, method, headers }: Request,
    body: string | null,
    options: ChangeOptions,
    idempotencyKey: boolean,
  ): Promise<Response> {
    const { timeoutMs, maxRetries, fetch, log } = this.#settings
    const init = { method, headers, body, redirect: 'manual' as const }
    return steadyFetch(
      { url, init },
      {
        ...{ fetch, log, signal: options.signal },
        timeoutMs: options.timeoutMs ?? timeoutMs,
        maxRetries: options.maxRetries ?? maxRetries,
        safe: idempotencyKey || method !== 'POST',
      },
    )
  }
}

/** An id that is nothing, or steps in an address, would ask for something else. */
function withPath(parts: RequestParts): RequestParts {
  for (const [name, value] of Object.entries(parts.path ?? {})) {
    if (['', '.', '..', 'undefined', 'null'].includes(String(value)))
      throw new TypeError(`"${name}" must be an id; it is ${JSON.stringify(value)}.`)
  }
  return parts
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function failure(response: Response, body: unknown): ApiError {
  const { status, headers } = response
  return new (errorClasses[status] ?? ApiError)({ status, headers, body })
}

/** What was thrown before there was an answer. */
const ours = (error: unknown): unknown =>
  error instanceof InvortoError ? error : new ConnectionError('The request could not be sent.', { cause: error })
