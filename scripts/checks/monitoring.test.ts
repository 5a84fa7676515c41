import { expect, test } from 'vitest'
import type { MetricTable } from '../emit/metric-table.ts'
import { alertFaults, dashboardFaults } from './monitoring.ts'
import { promqlFaults, selectorsOf } from './promql.ts'

const table: MetricTable = {
  labels: [
    { name: 'service', values: ['asr', 'llm'], doc: 'Which.' },
    { name: 'failure', values: ['timeout'], doc: 'How.' },
  ],
  metrics: [
    { name: 'took_ms', type: 'histogram', unit: 'ms', labels: ['service'], buckets: [100, 1500], doc: 'Took.' },
    {
      name: 'failures_total',
      type: 'counter',
      unit: 'failures',
      labels: ['service', 'failure'],
      buckets: null,
      doc: 'Failed.',
    },
    { name: 'live', type: 'gauge', unit: 'calls', labels: [], buckets: null, doc: 'Live.' },
  ],
}

test.each([
  'live > 3',
  'up{job="invorto"} == 0',
  'sum(live) without (instance)',
  'histogram_quantile(0.95, sum by (le, service) (rate(took_ms_bucket{service="asr"}[5m]))) > 1500',
  'sum(rate(took_ms_bucket{le="1500"}[5m])) / sum(rate(took_ms_count[5m]))',
  'sum by (service) (increase(failures_total{failure!="timeout",service=~"asr|llm"}[1h] offset 1d)) > 1e5 and on (instance) live > 0',
  'sum(rate(failures_total{instance=~"$instance"}[$__rate_interval])) * 60',
  'topk(5, deriv(live[2h])) or time() - min by (instance) (live) > bool 1',
])('%s reads what is there', (expression) => {
  expect(promqlFaults(expression, table)).toEqual([])
})

test.each<[string, string]>([
  ['rate(lost_total[5m])', 'reads lost_total, which'],
  ['rate(failures[5m])', 'reads failures, which'],
  ['took_ms > 5', 'reads took_ms, which'],
  ['rate(failures_total_bucket[5m])', 'reads failures_total_bucket, which'],
  ['live_sum', 'reads live_sum, which'],
  ['live{tenant="t_1"}', 'asks live for the label tenant'],
  ['failures_total{service="tts"}', 'asks failures_total for service="tts", which never comes'],
  ['failures_total{service=~"asr|tts"}', 'service="tts", which never comes'],
  ['failures_total{failure!="timeoutt"}', 'failure="timeoutt", which never comes'],
  ['took_ms_bucket{le="1000"}', 'the bucket 1000'],
  ['sum by (failure) (rate(took_ms_count[5m]))', 'groups by failure'],
  ['sum by (call_id) (live)', 'groups by call_id'],
  ['vector(1)', 'reads no metric'],
  ['', 'reads no metric'],
])('%s is a fault', (expression, fault) => {
  expect(promqlFaults(expression, table).join('; ')).toContain(fault)
})

test('names are told from functions, labels, ranges and durations', () => {
  const expression =
    'sum by (le) (rate(took_ms_bucket{service="asr"}[5m] offset 2h)) / ignoring (service) group_left () live'
  expect(selectorsOf(expression).map(({ name }) => name)).toEqual(['took_ms_bucket', 'live'])
})

const alert = {
  alert: 'TooSlow',
  expr: 'live > 1',
  labels: { severity: 'page' },
  annotations: { summary: 'It is slow.', runbook: 'guide-monitoring.html#latency' },
}
const faultsOf = (...rules: object[]) => alertFaults(rules as (typeof alert)[], table, new Set(['latency']))

test('an alert says what it is about, how urgent it is and what to do', () => {
  expect(faultsOf(alert)).toEqual([])
  expect(faultsOf({ ...alert, alert: 'too slow' })).toEqual(['the alert too slow needs a name in PascalCase'])
  expect(faultsOf(alert, alert)).toEqual(['the alert TooSlow stands twice'])
  expect(faultsOf({ ...alert, labels: { severity: 'critical' } })[0]).toContain('needs a severity')
  expect(faultsOf({ ...alert, annotations: { runbook: alert.annotations.runbook } })[0]).toContain('needs a summary')
  expect(faultsOf({ ...alert, annotations: { summary: 'x', runbook: 'guide-monitoring.html#nowhere' } })[0]).toContain(
    'needs a runbook',
  )
  expect(faultsOf({ expr: 'live' }).length).toBe(4)
})

test('a dashboard reads what is there, rows and their panels too', () => {
  const good = { title: 'Live', description: 'Calls.', targets: [{ expr: 'live' }] }
  expect(dashboardFaults({ panels: [good, { type: 'row', panels: [good] }] }, table)).toEqual([])
  const wrong = { ...good, targets: [{ expr: 'lives' }] }
  expect(dashboardFaults({ panels: [{ type: 'row', panels: [wrong] }] }, table)[0]).toContain(
    'the panel "Live" reads lives',
  )
  expect(dashboardFaults({ panels: [{ title: 'Empty' }] }, table)).toEqual([
    'the panel "Empty" needs a description',
    'the panel "Empty" shows nothing',
  ])
})
