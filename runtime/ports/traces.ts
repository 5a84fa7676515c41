import type { Span } from '#runtime/core/span.ts'

/** Where spans go (SRS 4.5). Taking one returns at once and never throws; when too many wait, spans are dropped and counted. */
export interface Traces {
  record(span: Span): void
  /**
   * Whether the spans of a trace of ours are kept; the same in every process. It is never asked of an id that a client named, who
   * would decide what is kept: what is in a client's trace is drawn by the id that it would have without (`traceOf` for a call).
   */
  sampled(ownTraceId: string): boolean
  /** Spans that wait to be sent. */
  readonly waiting: number
  /** Sends what waits, for 2 s at most. */
  close(): Promise<void>
}
