import { expect, test } from 'vitest'
import type { JsonObject } from '../bundle/json.ts'
import { metricTable, seriesOf } from './metric-table.ts'
import { emitMetrics } from './metrics.ts'
import { smallLog } from './testing/small-documents.ts'

const openapi = {
  info: { version: '7.1.0' },
  paths: { '/thing': { get: { operationId: 'getThing', security: [], responses: { 200: { description: 'It.' } } } } },
  components: { schemas: { Mood: { type: 'string', enum: ['good', 'bad'] } } },
}
const around = {
  openapi,
  events: smallLog,
  problems: { conflict: { status: 409, retryable: false, closeCode: 4409, title: 'No' } },
}
const labels = {
  kind: { values: ['a', 'b'], doc: 'A kind.' },
  operation: { values: ['none'], of: 'operations', doc: 'An operation.' },
  event: { of: 'events', doc: 'An event.' },
  code: { of: 'problems', doc: 'A code.' },
  mood: { enum: 'Mood', doc: 'A mood.' },
  reason: { enum: 'EndReason', doc: 'A reason.' },
  version: { of: 'version', doc: 'A version.' },
}
const counter = {
  type: 'counter',
  unit: 'things',
  labels: ['kind', 'operation', 'event', 'code', 'mood', 'reason', 'version'],
  doc: 'Things.',
}
const source = (metrics: JsonObject, more: JsonObject = {}): JsonObject => ({
  buckets: { ms: [1, 5] },
  labels,
  metrics,
  ...more,
})
const table = (metrics: JsonObject, more?: JsonObject) => metricTable(source(metrics, more), around)

test('labels take their values from the document that has them', () => {
  const { labels } = table({ a_total: counter })
  expect(labels.map(({ name, values }) => [name, values])).toEqual([
    ['kind', ['a', 'b']],
    ['operation', ['none', 'getThing']],
    ['event', ['call.began', 'words.heard']],
    ['code', ['conflict']],
    ['mood', ['good', 'bad']],
    ['reason', ['hangup', 'internal']],
    ['version', ['7.1.0']],
  ])
})

test('a metric has a type of its own for what it is recorded with', () => {
  const took = { type: 'histogram', unit: 'milliseconds', buckets: 'ms', labels: [], doc: 'How long.' }
  const text = emitMetrics(table({ a_total: counter, took_ms: took }))
  expect(text).toContain("  kind: ['a', 'b'],\n")
  expect(text).toContain("  took_ms: { type: 'histogram', help: 'How long.', labels: [], buckets: [1, 5] },\n")
})

test('a metric has as many series as its labels allow', () => {
  const { metrics, labels } = table({ a_total: counter })
  expect(seriesOf(metrics[0]!, labels)).toBe(2 * 2 * 2 * 1 * 2 * 2 * 1)
})

test.each<[string, JsonObject, RegExp]>([
  ['no type', { a_total: { ...counter, type: 'summary' } }, /"a_total" needs a type/],
  ['a counter that is not called one', { a: counter }, /"a" needs a type.*_total/],
  ['a gauge that is called a counter', { a_total: { ...counter, type: 'gauge' } }, /"a_total" needs a type/],
  ['a name that Prometheus does not take', { 'a-total': counter }, /"a-total" needs a type/],
  ['no sentence', { a_total: { ...counter, doc: 'Things' } }, /"a_total" needs a unit and a doc sentence/],
  ['no unit', { a_total: { ...counter, unit: 7 } }, /"a_total" needs a unit/],
  ['an unknown label', { a_total: { ...counter, labels: ['tenant'] } }, /"tenant", which is not described/],
  ['buckets of a counter', { a_total: { ...counter, buckets: 'ms' } }, /buckets exactly when/],
  ['a histogram without buckets', { a: { ...counter, type: 'histogram' } }, /buckets exactly when/],
])('%s is refused', (_, metrics, sentence) => {
  expect(() => table(metrics)).toThrow(sentence)
})

test('buckets that do not rise, labels without values and labels that nobody has are refused', () => {
  const took = { ...counter, type: 'histogram', buckets: 'ms' }
  expect(() => table({ took }, { buckets: { ms: [5, 5] } })).toThrow('ascending')
  expect(() => table({ a_total: counter }, { labels: { ...labels, kind: { values: [], doc: 'x' } } })).toThrow(
    '"kind" needs values',
  )
  expect(() => table({ a_total: counter }, { labels: { ...labels, le: { values: ['a'], doc: 'x' } } })).toThrow(
    '"le" needs',
  )
  expect(() => table({ a_total: { ...counter, labels: [] } })).toThrow('No metric has the label "kind"')
})

test('a metric that could have thousands of series is refused', () => {
  const many = { values: Array.from({ length: 100 }, (_, i) => `v${i}`), doc: 'Many.' }
  expect(() => table({ a_total: counter }, { labels: { ...labels, kind: many } })).toThrow(
    /could have 1600 series; at most 1000/,
  )
})
