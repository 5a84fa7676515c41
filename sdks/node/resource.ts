import type { ApiPromise } from './api-promise.ts'
import type { PageBody, PagePromise } from './page.ts'

/** What holds for one request. */
export interface RequestOptions {
  /** How long one try may take, in milliseconds; of a stream, how long until it begins. */
  readonly timeoutMs?: number
  /** How often a request that failed is tried again. */
  readonly maxRetries?: number
  readonly signal?: AbortSignal
  /** A name of your choice for this request, so that it is done once however often it is sent; made for you otherwise. */
  readonly idempotencyKey?: string
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What holds for one stream. `timeoutMs` and `maxRetries` hold until it begins. */
export interface StreamOptions extends RequestOptions {
  /** How long a stream that had begun is followed again without a connection; 0 never does. Default: 120,000 ms. */
  readonly reconnectForMs?: number
}

/** What holds for one request that changes a thing. */
export interface ChangeOptions extends RequestOptions {
  /** The `etag` that you last saw, so that you change nothing that somebody else has changed since. */
  readonly ifMatch?: string
}

/** An operation of the generated core. */
// biome-ignore lint/suspicious/noExplicitAny: each has options of its own, which the resource that calls it has checked.
export type Operation = (options: any) => Promise<object>

/** An operation that answers with a stream of events. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type Streaming = (options: any) => Promise<{ stream: AsyncIterable<unknown> }>

export interface RequestParts {
  readonly path?: object
  readonly query?: object | undefined
  readonly body?: unknown
}

export interface Traits {
  /** Whether it takes an Idempotency-Key. */
  readonly idempotencyKey: boolean
  /** Whether its success is JSON, so that anything else is not the platform's. */
  readonly json: boolean
}

/** How operations travel. */
export interface Transport {
  call<T>(operation: Operation, parts: RequestParts, options: ChangeOptions | undefined, traits: Traits): ApiPromise<T>
  page<Item, Body extends PageBody<Item>>(
    operation: Operation,
    parts: RequestParts,
    options: ChangeOptions | undefined,
    traits: Traits,
  ): PagePromise<Item, Body>
  stream<Item>(operation: Streaming, parts: RequestParts, options: StreamOptions | undefined): AsyncIterable<Item>
}

/** A part of the API: its methods are generated. */
export abstract class Resource {
  protected readonly transport: Transport

  constructor(transport: Transport) {
    this.transport = transport
  }
}
