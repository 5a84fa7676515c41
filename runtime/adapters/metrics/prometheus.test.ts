import { expect, test } from 'vitest'
import { metrics as known, labelValues } from '#generated/metrics.gen.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { prometheusMetrics } from './prometheus.ts'

function opened() {
  const clock = new VirtualClock()
  const faults: unknown[] = []
  const metrics = prometheusMetrics(clock, (error) => faults.push(error))
  const lines = async (): Promise<string[]> =>
    (await metrics.scrape()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return {
    clock,
    faults,
    metrics,
    lines,
    line: async (start: string) => (await lines()).filter((line) => line.startsWith(start)),
  }
}

test('every metric of the document is described, with its own type and sentence', async () => {
  const text = await opened().metrics.scrape()
  for (const [name, { type, help }] of Object.entries(known))
    expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`)
})

test('counters add up, gauges are what was set last, histograms fall into their buckets', async () => {
  const { metrics, line } = opened()
  metrics.add('invorto_calls_started_total', { direction: 'inbound' })
  metrics.add('invorto_calls_started_total', { direction: 'inbound' }, 2)
  metrics.set('invorto_calls_live', {}, 7)
  metrics.set('invorto_calls_live', {}, 3)
  for (const ms of [150, 150.5, 99_999]) metrics.observe('llm_first_token_ms', { provider: 'openai' }, ms)
  expect(await line('invorto_calls_started_total')).toEqual([
    'invorto_calls_started_total{direction="inbound"} 3',
    'invorto_calls_started_total{direction="outbound"} 0',
  ])
  expect(await line('invorto_calls_live')).toEqual(['invorto_calls_live 3'])
  const counts = Object.fromEntries(
    (await line('llm_first_token_ms_bucket')).map((text) => [/le="([^"]+)"/.exec(text)![1], text.split(' ')[1]]),
  )
  expect([counts['100'], counts['150'], counts['200'], counts['10000'], counts['+Inf']]).toEqual([
    '0',
    '1',
    '2',
    '2',
    '3',
  ])
})

test('what is no number, negative, or of a label that is not there, is left out and breaks nothing', async () => {
  const { metrics, line } = opened()
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
    metrics.observe('eou_ms', {}, value)
    metrics.add('invorto_cost_inr_total', {}, value)
  }
  metrics.set('invorto_calls_live', {}, Number.NaN)
  expect(await line('eou_ms_count')).toEqual(['eou_ms_count 0'])
  expect(await line('invorto_cost_inr_total')).toEqual(['invorto_cost_inr_total 0'])
})

test('counters of few series begin at zero, so that their first increase counts', async () => {
  const reasons = await opened().line('invorto_calls_ended_total')
  expect(reasons).toEqual(labelValues.reason.map((reason) => `invorto_calls_ended_total{reason="${reason}"} 0`))
  expect(await opened().line('invorto_http_requests_total')).toEqual([])
  expect(await opened().line('invorto_livekit_events_total')).toHaveLength(labelValues.room_event.length)
})

test('states are read at each scrape; what throws or takes too long is told and leaves the others alone', async () => {
  const { clock, metrics, faults, line } = opened()
  let depth = 0
  metrics.onScrape((to) => to.set('invorto_queue_depth', { queue: 'webhooks' }, ++depth))
  metrics.onScrape(() => {
    throw new Error('no database')
  })
  expect(await line('invorto_queue_depth')).toEqual(['invorto_queue_depth{queue="webhooks"} 1'])
  expect(await line('invorto_queue_depth')).toEqual(['invorto_queue_depth{queue="webhooks"} 2'])
  expect(faults).toEqual([new Error('no database'), new Error('no database')])
  metrics.onScrape(() => new Promise(() => undefined))
  const waiting = line('invorto_queue_depth')
  await clock.advance(5_000)
  expect(await waiting).toEqual(['invorto_queue_depth{queue="webhooks"} 3'])
})

test('scrapes at the same time share one reading', async () => {
  const { metrics } = opened()
  let reads = 0
  metrics.onScrape(() => {
    reads += 1
  })
  await Promise.all([metrics.scrape(), metrics.scrape(), metrics.scrape()])
  expect(reads).toBe(1)
  await metrics.scrape()
  expect(reads).toBe(2)
})
