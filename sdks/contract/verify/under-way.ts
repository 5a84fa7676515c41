/** How long what is under way is waited for when all else is over. */
export const GRACE_MS = 10_000

/** Requests whose answer has not come yet. */
export class UnderWay {
  readonly #works = new Set<Promise<void>>()
  #over = false

  /** Rejects when no more is to be begun. */
  async begin<T>(work: () => Promise<T>): Promise<T> {
    if (this.#over) throw new Error('It is over: nothing is asked any more.')
    const begun = work()
    const settled = begun.then(
      () => {},
      () => {},
    )
    this.#works.add(settled)
    void settled.then(() => this.#works.delete(settled))
    return begun
  }

  /** Lets nothing begin any more and waits for what is under way, for a while; how much of it is so still. */
  async end(graceMs = GRACE_MS): Promise<number> {
    this.#over = true
    await orLate(Promise.all(this.#works), graceMs)
    return this.#works.size
  }
}

/** What comes of the work; once the signal is aborted, no longer than `graceMs` after it: then it rejects with the signal's reason. */
export async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal, graceMs = 0): Promise<T> {
  if (signal === undefined) return work
  const aborted = Promise.withResolvers<void>()
  const tell = (): void => aborted.resolve()
  signal.addEventListener('abort', tell)
  if (signal.aborted) tell()
  try {
    const late = aborted.promise.then(() => orLate(work, graceMs)).then(() => Promise.reject(signal.reason))
    return await Promise.race([work, late])
  } finally {
    signal.removeEventListener('abort', tell)
  }
}

/** Resolves when the work is over, or after the time. */
async function orLate(work: Promise<unknown>, ms: number): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, ms)
  const over = work.then(
    () => {},
    () => {},
  )
  await Promise.race([over, late.promise])
  clearTimeout(timer)
}
