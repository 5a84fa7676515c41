import type { Document } from '#sdks/contract/document.ts'
import { examplesOf } from '#sdks/contract/published.ts'

/** Of an operation's or a message's valid examples the one that says most. */
export const fullestExample = (name: string): Document =>
  examplesOf(name).reduce((one, other) => (Object.keys(other).length > Object.keys(one).length ? other : one))
