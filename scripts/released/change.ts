import type { Json } from '../bundle/json.ts'
import type { Impact } from './semver.ts'

/** One thing that is different between two surfaces. */
export interface Change {
  /** The document or table that it stands in. */
  readonly surface: string
  /** What it concerns: operationIds, message keys, event and webhook types, codes, settings. */
  readonly items: readonly string[]
  readonly impact: Impact
  /** One sentence. */
  readonly message: string
  /** JSON Pointer into the document; empty for a table. */
  readonly pointer: string
  /** What was done there, where a diff of documents tells it. */
  readonly edit?: Edit
}

/** An edit of a node of a document. */
export interface Edit {
  readonly kind: 'added' | 'modified' | 'removed'
  /** Kind of the node: Schema, Parameter, Response, … */
  readonly type: string
  /** The keyword of the node that was changed; null where it is the node. */
  readonly property: string | null
  /** Pointer to where it is written, behind every reference. */
  readonly source: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}
