/** An edit of one file that somebody might make and that must not pass. */
export interface Edit {
  /** What is broken: an operation, a schema, a setting, a file. */
  readonly item: string
  readonly file: string
  /** What is different, in a few words. */
  readonly says: string
  /** The file as it is then; null where it is gone. */
  readonly content: string | null
  /** Further files that go with it. */
  readonly gone?: readonly string[]
  /** What `make test` has about it, the nearest first: test files, or `file > title`. */
  readonly tests?: readonly string[]
}

/** A kind of edit, with every place of the repository where it can be made. */
export interface EditKind {
  readonly name: string
  /** Whether the code is generated anew afterwards, as whoever changes a document does. */
  readonly generates: boolean
  readonly edits: readonly (() => Edit)[]
}

/** The repository, as edits are drawn from it. */
export interface Repository {
  /** Tracked text files by path. */
  readonly files: ReadonlyMap<string, string>
  /** Paths that fit, in order. */
  readonly paths: (pattern: RegExp) => string[]
  readonly text: (path: string) => string
}

export function repositoryOf(files: ReadonlyMap<string, string>): Repository {
  const text = (path: string): string => {
    const found = files.get(path)
    if (found === undefined) throw new Error(`${path} is missing.`)
    return found
  }
  return { files, text, paths: (pattern) => [...files.keys()].filter((path) => pattern.test(path)).sort() }
}
