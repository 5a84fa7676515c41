import { type HrTime, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { Span } from '#runtime/core/span.ts'
import { fallsInto } from '#runtime/core/trace-context.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { Traces } from '#runtime/ports/traces.ts'

export interface OtlpOptions {
  /** Base of the collector; spans go to `/v1/traces` below it. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  /** What the process is: `service.name` and the like. */
  readonly resource: Readonly<Record<string, string>>
  /** The share of traces that is kept, 0 to 1. */
  readonly ratio: number
  readonly clock: Clock
  readonly metrics: MetricRecorder
  /** Told once when spans can no longer be sent, and again after they could be. */
  readonly onTrouble: (error: unknown) => void
}

const MAX_WAITING = 8_192
const BATCH = 512
const EVERY_MS: Millis = 1_000
const TIMEOUT_MS: Millis = 10_000
const CLOSE_MS: Millis = 2_000

type ReadableSpan = Parameters<OTLPTraceExporter['export']>[0][number]

/** Spans to a collector by OTLP over HTTP (protobuf), in batches, beside the calls. The exporter retries what may pass by itself. */
export class OtlpTraces implements Traces {
  readonly #options: OtlpOptions
  readonly #exporter: OTLPTraceExporter
  readonly #resource: ReadableSpan['resource']
  readonly #waiting: Span[] = []
  #cancel: (() => void) | null = null
  #sending: Promise<void> | null = null
  #troubled = false

  constructor(options: OtlpOptions) {
    this.#options = options
    this.#exporter = new OTLPTraceExporter({
      url: `${options.endpoint}/v1/traces`,
      headers: { ...options.headers },
      timeoutMillis: TIMEOUT_MS,
    })
    this.#resource = resourceFromAttributes({ ...options.resource })
  }

  get waiting(): number {
    return this.#waiting.length
  }

  sampled(ownTraceId: string): boolean {
    return fallsInto(this.#options.ratio, ownTraceId)
  }

  record(span: Span): void {
    if (this.#waiting.length >= MAX_WAITING) return this.#count('dropped', 1)
    this.#waiting.push(span)
    if (this.#cancel !== null || this.#sending !== null) return
    const { clock } = this.#options
    this.#cancel = clock.wakeAt(clock.now() + EVERY_MS, () => void this.#send())
  }

  async close(): Promise<void> {
    await within(this.#options.clock, CLOSE_MS, this.#send())
    await within(this.#options.clock, CLOSE_MS, this.#exporter.shutdown())
    const left = this.#waiting.splice(0).length
    if (left > 0) this.#count('dropped', left)
  }

  #send(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null
    })
    return this.#sending
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH)
      const error = await this.#export(batch)
      this.#count(error === null ? 'exported' : 'dropped', batch.length)
      if (error !== null && !this.#troubled) this.#options.onTrouble(error)
      this.#troubled = error !== null
    }
  }

  #export(batch: readonly Span[]): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const spans = batch.map((span) => readable(span, this.#resource))
    this.#exporter.export(spans, ({ code, error }) =>
      resolve(code === 0 ? null : (error ?? new Error('The collector did not take the spans.'))),
    )
    return promise
  }

  #count(result: 'exported' | 'dropped', spans: number): void {
    this.#options.metrics.add('invorto_trace_spans_total', { result }, spans)
  }
}

const kinds = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT } as const
const scope = { name: 'invorto' }
const SAMPLED = 1

function readable(span: Span, resource: ReadableSpan['resource']): ReadableSpan {
  const { traceId, spanId, parentId, startedAt, endedAt, error } = span
  const context = (id: string) => ({ traceId, spanId: id, traceFlags: SAMPLED })
  return {
    name: span.name,
    kind: kinds[span.kind],
    spanContext: () => context(spanId),
    ...(parentId !== null && { parentSpanContext: context(parentId) }),
    startTime: instant(startedAt),
    endTime: instant(endedAt),
    duration: instant(endedAt - startedAt),
    status: error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes: { ...(span.attributes as ReadableSpan['attributes']), ...(error !== null && { 'error.type': error }) },
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}

/** Seconds and nanoseconds. */
function instant(ms: Millis): HrTime {
  const seconds = Math.floor(ms / 1_000)
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)]
}
