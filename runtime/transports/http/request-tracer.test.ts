import fastify from 'fastify'
import { expect, test } from 'vitest'
import type { Span } from '#runtime/core/span.ts'
import { fallsInto } from '#runtime/core/trace-context.ts'
import { traceRequests } from './request-tracer.ts'

const spanId = 'b7ad6b7169203331'

/** Spans of 400 requests of which a quarter is to be kept. */
async function spansOf(traceparent: string): Promise<Span[]> {
  const spans: Span[] = []
  const traces = {
    ...{ waiting: 0, close: async () => {}, record: (span: Span) => void spans.push(span) },
    sampled: (id: string) => fallsInto(0.25, id),
  }
  let drawn = 0
  const random = (count: number): Buffer => Buffer.alloc(count, (drawn++ * 37) % 256)
  const server = fastify()
  traceRequests(server, { traces, clock: { now: () => 0 }, random })
  server.get('/', async () => 'ok')
  for (let n = 0; n < 400; n += 1) await server.inject({ url: '/', headers: { traceparent } })
  await server.close()
  return spans
}

test.each(['0', 'f'])(
  'what a client asks in a trace that ends in %s is kept as often as anything else, and in that trace',
  async (digit) => {
    const traceId = `1${digit.repeat(31)}`
    const spans = await spansOf(`00-${traceId}-${spanId}-01`)
    expect(spans.length).toBeGreaterThan(60)
    expect(spans.length).toBeLessThan(140)
    expect(new Set(spans.map((span) => `${span.traceId} ${span.parentId}`))).toEqual(new Set([`${traceId} ${spanId}`]))
  },
)
