import { checkId } from '../browser/check-id.ts'
import { type Answer, ApiPromise } from './api-promise.ts'
import { eventsOf } from './event-stream.ts'
import type { Log } from './log.ts'
import { Page, type PageBody, PagePromise } from './page.ts'
import type { ChangeOptions, Operation, RequestParts, Streaming, StreamOptions, Traits, Transport } from './resource.ts'
import { type Core, coreOf } from './rest-core.ts'
import type { Steadiness } from './steady-fetch.ts'
import { connection } from './stream-connection.ts'
import { dataAnswer, dataOf, failure, type WholeAnswer } from './whole-answer.ts'

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

  stream<Item>(operation: Streaming, parts: RequestParts, options: StreamOptions = {}): AsyncIterable<Item> {
    const { maxRetries, timeoutMs, fetch, log } = this.#settings
    const { headers, signal, reconnectForMs = 120_000 } = options
    checkPath(parts.path)
    const open = (last: string | null, stopped: AbortSignal, connected: () => void) =>
      connection(operation, {
        ...{ core: this.#core, fetch, signal: stopped, connected, timeoutMs: options.timeoutMs ?? timeoutMs },
        request: { ...parts, headers: { ...headers, ...(last !== null && { 'Last-Event-ID': last }) } },
      })
    return eventsOf(open, { maxRetries: options.maxRetries ?? maxRetries, reconnectForMs, signal, log })
  }

  async #answer<T>(
    operation: Operation,
    parts: RequestParts,
    options: ChangeOptions,
    traits: Traits,
  ): Promise<Answer<T>> {
    const { timeoutMs, maxRetries, fetch, log } = this.#settings
    const steadiness: Steadiness = {
      fetch,
      log,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? timeoutMs,
      maxRetries: options.maxRetries ?? maxRetries,
      named: traits.idempotencyKey,
    }
    checkPath(parts.path)
    const { path, query, body } = parts
    const headers = headersFor(options, traits)
    const answer = (await operation({ path, query, body, headers, client: this.#core, steadiness })) as WholeAnswer
    if (!answer.response.ok) throw failure(answer)
    return dataAnswer(answer, dataOf(answer, traits.json) as T)
  }
}

function headersFor({ idempotencyKey, ifMatch, headers }: ChangeOptions, traits: Traits): Record<string, string> {
  const sent = { ...headers }
  if (traits.idempotencyKey) sent['Idempotency-Key'] = idempotencyKey ?? crypto.randomUUID()
  if (ifMatch !== undefined) sent['If-Match'] = ifMatch
  return sent
}

function checkPath(path: object = {}): void {
  for (const [name, value] of Object.entries(path)) checkId(name, value)
}
