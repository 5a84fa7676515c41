/** A line of the index: kind, title, address, page, words. */
export type IndexLine = readonly [kind: string, title: string, address: string, page: string, words: string]

/** What the console says of a message: way, type, whether it must be there, and what it is. */
export interface MessageFacts {
  readonly anchor: string
  readonly summary: string
  readonly fields: readonly (readonly [path: string, type: string, required: boolean, description: string])[]
}
