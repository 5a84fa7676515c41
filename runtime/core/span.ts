import type { Millis } from './clock.ts'

/** A span as OpenTelemetry has it, whose times are known: nothing is open here. */
export interface Span {
  /** 32 hex digits (W3C Trace Context). */
  readonly traceId: string
  /** 16 hex digits. */
  readonly spanId: string
  readonly parentId: string | null
  readonly name: string
  readonly kind: 'internal' | 'server' | 'client'
  readonly startedAt: Millis
  readonly endedAt: Millis
  /** Never words of a caller, names of tenants, or secrets. */
  readonly attributes: Readonly<Record<string, string | number | boolean | readonly string[]>>
  /** What kind of failure it was; null where it did what it was for. */
  readonly error: string | null
}
