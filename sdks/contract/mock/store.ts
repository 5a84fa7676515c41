/** What the mock keeps of a resource: the body that is read back. */
export type Kept = Record<string, unknown>

/** Fields by which a resource is named in a path. */
const NAMES = ['id', 'externalId', 'name', 'session_id'] as const

/** How much is kept of each collection; the oldest goes for what is new. */
export const MOST_OF_A_KIND = 1_000

/** What was made, by the path of its collection; a resource that is the only one stands under its own path. */
export class Store {
  readonly #collections = new Map<string, Kept[]>()
  readonly #singles = new Map<string, Kept>()

  /** Newest first. */
  all(collection: string): readonly Kept[] {
    return this.#collections.get(collection) ?? []
  }

  find(collection: string, name: string): Kept | undefined {
    return this.all(collection).find((kept) => NAMES.some((field) => kept[field] === name))
  }

  add(collection: string, kept: Kept): void {
    this.#collections.set(collection, [kept, ...this.all(collection).slice(0, MOST_OF_A_KIND - 1)])
  }

  replace(collection: string, old: Kept, kept: Kept): void {
    this.#collections.set(
      collection,
      this.all(collection).map((one) => (one === old ? kept : one)),
    )
  }

  remove(collection: string, old: Kept): void {
    this.#collections.set(
      collection,
      this.all(collection).filter((one) => one !== old),
    )
  }

  single(path: string): Kept | undefined {
    return this.#singles.get(path)
  }

  setSingle(path: string, kept: Kept | undefined): void {
    if (kept === undefined) this.#singles.delete(path)
    else this.#singles.set(path, kept)
  }
}
