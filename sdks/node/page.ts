import { type Answer, ApiPromise } from './api-promise.ts'

/** How the API answers a list. */
export interface PageBody<Item> {
  readonly data: readonly Item[]
  /** Where the next page begins; null on the last. */
  readonly nextCursor: string | null
}

type Next<Item, Body extends PageBody<Item>> = (cursor: string) => Promise<Page<Item, Body>>

/** One page of a list; `for await` goes over its entries and those of all pages after it. */
export class Page<Item, Body extends PageBody<Item> = PageBody<Item>> {
  /** The page as the API answered it. */
  readonly body: Body
  readonly #next: Next<Item, Body>

  constructor(body: Body, next: Next<Item, Body>) {
    this.body = body
    this.#next = next
  }

  get data(): readonly Item[] {
    return this.body.data
  }

  get nextCursor(): string | null {
    return this.body.nextCursor
  }

  /** The page after this one, or null. */
  async nextPage(): Promise<Page<Item, Body> | null> {
    return this.nextCursor === null ? null : this.#next(this.nextCursor)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    let page: Page<Item, Body> | null = this
    while (page !== null) {
      yield* page.data
      page = await page.nextPage()
    }
  }
}

/** A promise of the first page; `for await` goes over the entries of all pages, each asked for when it is needed. */
export class PagePromise<Item, Body extends PageBody<Item> = PageBody<Item>> extends ApiPromise<Page<Item, Body>> {
  constructor(first: Promise<Answer<Body>>, next: Next<Item, Body>) {
    super(
      first.then((answer) => ({
        data: new Page(answer.data, next),
        get response() {
          return answer.response
        },
        requestId: answer.requestId,
        etag: answer.etag,
      })),
    )
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    yield* await this
  }
}
