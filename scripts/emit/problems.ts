import { problemCatalogue } from '../bundle/catalogue.ts'
import type { Json } from '../bundle/json.ts'
import { header, literal, propertyName } from './source-text.ts'

/** `generated/problems.gen.ts`: every code that a client can be told. */
export function emitProblems(source: Json): string {
  const catalogue = problemCatalogue(source)
  const entries = Object.entries(catalogue).map(
    ([code, { status, title, retryable, closeCode }]) =>
      `  ${propertyName(code)}: ${literal({ status, title, retryable, closeCode })},\n`,
  )
  return `${header('specs/problems.yaml')}
export interface ProblemKind {
  /** HTTP status. */
  readonly status: number
  /** The same sentence for every problem of this code. */
  readonly title: string
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** Close code of a WebSocket that ends for this reason. */
  readonly closeCode: number
}

export const problems = {
${entries.join('')}} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problems
`
}
