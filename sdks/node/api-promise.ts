/** What the API answered, and the answer itself. */
export interface Answer<T> {
  readonly data: T
  readonly response: Response
  /** Name it when you ask for help. */
  readonly requestId: string | null
  /** Give it as `ifMatch` to change exactly what you saw. */
  readonly etag: string | null
}

/** A promise of the data; `withResponse()` has status, headers and ids as well. */
export class ApiPromise<T> extends Promise<T> {
  readonly #answer: Promise<Answer<T>>

  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  constructor(answer: Promise<Answer<T>>) {
    // It is the answer that settles: a promise of our own that fails as well would be one that nobody handles.
    super(nothing)
    this.#answer = answer
  }

  withResponse(): Promise<Answer<T>> {
    return this.#answer
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  override then<R = T, F = never>(
    onData?: ((data: T) => R | PromiseLike<R>) | null,
    onFailure?: ((reason: unknown) => F | PromiseLike<F>) | null,
  ): Promise<R | F> {
    // Whoever awaits it gives both: one promise less than to take the data first.
    return this.#answer.then(onData ? ({ data }) => onData(data) : ({ data }) => data as never, onFailure)
  }

  override catch<F = never>(onFailure?: ((reason: unknown) => F | PromiseLike<F>) | null): Promise<T | F> {
    return this.then(undefined, onFailure)
  }

  override finally(onSettled?: (() => void) | null): Promise<T> {
    return this.#answer.then(({ data }) => data).finally(onSettled)
  }
}

const nothing = (): void => {}
