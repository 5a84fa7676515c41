import type { MicroInr } from './money.ts'

/** What a tenant used in a billing period: the sums of what those calls left that were begun in it and whose cost is known. */
export interface PeriodUsage {
  /** First and last day, `2026-02-01`. */
  readonly periodStart: string
  readonly periodEnd: string
  /** The last day that is counted. */
  readonly through: string
  readonly calls: number
  readonly asrMs: number
  readonly ttsChars: number
  readonly llmTokensIn: number
  readonly llmTokensOut: number
  readonly microInr: MicroInr
}
