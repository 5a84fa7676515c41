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
}
