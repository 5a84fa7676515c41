import type { Span } from '#runtime/core/span.ts'

/** Where spans go (SRS 4.5). Taking one returns at once and never throws; when too many wait, spans are dropped and counted. */
export interface Traces {
  record(span: Span): void
  /** Whether spans of this trace are kept; the same trace has the same answer in every process. */
  sampled(traceId: string): boolean
  /** Spans that wait to be sent. */
  readonly waiting: number
  /** Sends what waits, for 2 s at most. */
  close(): Promise<void>
}
