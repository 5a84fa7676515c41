import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Span } from '#runtime/core/span.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { type Collector, startCollector } from '#simulators/otlp/collector.ts'
import { OtlpTraces } from './otlp.ts'

let collector: Collector
beforeEach(async () => {
  collector = await startCollector()
})
afterEach(() => collector.close())

const span = (more: Partial<Span> = {}): Span => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parentId: null,
  name: 'call',
  kind: 'server',
  startedAt: 1_770_091_506_000,
  endedAt: 1_770_091_523_100.25,
  attributes: { text: 'क', whole: 7, minus: -1, half: 0.5, yes: true, list: ['a', 'b'] },
  error: null,
  ...more,
})

function opened(ratio = 1) {
  const metrics = recordedMetrics()
  const troubles: unknown[] = []
  const traces = new OtlpTraces({
    endpoint: collector.url,
    headers: { authorization: 'Basic cGs6c2s=' },
    resource: { 'service.name': 'invorto' },
    ratio,
    clock: systemClock(),
    metrics,
    onTrouble: (error) => troubles.push(error),
  })
  return { traces, metrics, troubles }
}

test('spans arrive as they were, with the headers and the name of the process', async () => {
  const { traces, metrics } = opened()
  traces.record(span())
  traces.record(
    span({
      spanId: '00f067aa0ba902b7',
      parentId: 'b7ad6b7169203331',
      name: 'chat gpt-4o',
      kind: 'client',
      error: 'timeout',
    }),
  )
  await traces.close()
  const [call, chat] = collector.spans
  expect(call).toEqual({
    resource: { 'service.name': 'invorto' },
    scope: 'invorto',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentId: '',
    name: 'call',
    kind: 'server',
    startedNs: 1_770_091_506_000_000_000n,
    endedNs: 1_770_091_523_100_250_000n,
    attributes: { text: 'क', whole: 7, minus: -1, half: 0.5, yes: true, list: ['a', 'b'] },
    status: 'unset',
    message: '',
  })
  expect(chat).toMatchObject({ parentId: 'b7ad6b7169203331', kind: 'client', status: 'error', message: 'timeout' })
  expect(chat?.attributes['error.type']).toBe('timeout')
  expect(collector.headers[0]?.authorization).toBe('Basic cGs6c2s=')
  expect(metrics.lines).toEqual(['invorto_trace_spans_total{result=exported} 2'])
})

test('they go out by themselves, in batches', async () => {
  const { traces } = opened()
  for (let n = 0; n < 1_300; n += 1) traces.record(span({ spanId: n.toString(16).padStart(16, '1') }))
  expect(traces.waiting).toBe(1_300)
  await vi.waitFor(() => expect(collector.spans.length).toBe(1_300), { timeout: 8_000 })
  expect(collector.bodies.length).toBe(3)
  await traces.close()
})

test('a collector that refuses loses them: counted, told once, and the next ones go', async () => {
  const { traces, metrics, troubles } = opened()
  collector.status = 400
  traces.record(span())
  await vi.waitFor(() => expect(metrics.lines).toEqual(['invorto_trace_spans_total{result=dropped} 1']), {
    timeout: 5_000,
  })
  traces.record(span())
  await vi.waitFor(() => expect(metrics.lines.length).toBe(2), { timeout: 5_000 })
  expect(troubles.length).toBe(1)
  collector.status = 200
  traces.record(span())
  await traces.close()
  expect(collector.spans.length).toBe(1)
})

test('what is too much is dropped at once: memory is bounded, and nobody waits', () => {
  const { traces, metrics } = opened()
  for (let n = 0; n < 9_000; n += 1) traces.record(span())
  expect(traces.waiting).toBe(8_192)
  expect(metrics.lines.length).toBe(9_000 - 8_192)
})

test('a collector that does not answer holds no stop up for long', async () => {
  const { traces } = opened()
  const { url } = collector
  await collector.close()
  traces.record(span())
  const began = performance.now()
  await traces.close()
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(url).toContain('127.0.0.1')
  collector = await startCollector()
})

test('a share of the traces is kept', () => {
  expect(opened(0).traces.sampled('0af7651916cd43dd8448eb211c80319c')).toBe(false)
  expect(opened(1).traces.sampled('ffffffffffffffffffffffffffffffff')).toBe(true)
})
