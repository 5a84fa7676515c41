/** One line of a bench's own table: column to value. */
export type Row = Readonly<Record<string, string | number>>

/** A figure that matters, and what it should be. */
export interface Figure {
  readonly what: string
  readonly value: number
  /** `ms`, `us`, `req/s`; empty for a ratio. */
  readonly unit: string
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number }
}

export interface Outcome {
  readonly rows: readonly Row[]
  readonly figures: readonly Figure[]
}

export interface Bench {
  readonly name: string
  /** What is measured, and against what. */
  readonly about: string
  /** Tells its progress to `say`. */
  run(say: (progress: string) => void): Promise<Outcome>
}

export const isMet = ({ value, aim }: Figure): boolean =>
  aim === undefined || ('atMost' in aim ? value <= aim.atMost : value >= aim.atLeast)
