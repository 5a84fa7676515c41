import type { Html } from './pieces/html.ts'

/** The kinds of documents, as the side navigation groups them. */
export const groups = ['Start', 'Guides', 'REST', 'Socket', 'Catalogues', 'Project'] as const
export type Group = (typeof groups)[number]

/** The programs that a page may load besides what every page has. */
export type PageScript = 'try-it' | 'console'

/** What a reader may look for: an anchor of a page. */
export interface Entry {
  /** The anchor; empty for the page itself. */
  readonly id: string
  readonly title: string
  readonly kind: EntryKind
  /** A short word before the title: a method, a status. */
  readonly badge?: string
  /** Further words to find it by. */
  readonly words?: string
}

export type EntryKind =
  | 'page'
  | 'section'
  | 'operation'
  | 'message'
  | 'event'
  | 'webhook'
  | 'problem'
  | 'setting'
  | 'metric'
  | 'field'
  | 'requirement'

/** One page of the site. */
export interface Page {
  /** Its file, `rest-agents.html`. */
  readonly file: string
  readonly group: Group
  readonly title: string
  /** One sentence. */
  readonly summary: string
  /** Everything below the title. */
  readonly body: Html
  /** What stands on it, in order. Fields are found by the search alone. */
  readonly entries: readonly Entry[]
  /** The same for programs that read Markdown. */
  readonly markdown: string
  readonly scripts?: readonly PageScript[]
  /** Whether the page uses the whole width and has no title of its own. */
  readonly bare?: boolean
}
