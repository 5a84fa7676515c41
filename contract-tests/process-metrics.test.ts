import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { operatorKey } from './database.ts'
import { finishedCall } from './short-call.ts'
import { recording, Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const METRICS_API_KEY = 'metrics-key-of-the-contract-tests-0001'
const table: { metrics: Record<string, { type: string; labels: string[] }> } = parse(
  await readFile(new URL('../specs/metrics.yaml', import.meta.url), 'utf8'),
)

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ METRICS_API_KEY })
  await stage.rest.call('createAgent', { body: { name: 'Sales', externalId: 'sales', prompt: 'You sell plans.' } })
})
afterAll(() => stage.strike())

/** `name{labels}` to its value. */
type Series = ReadonlyMap<string, number>

async function scrape(): Promise<Series> {
  const { body } = await stage.rest.as(METRICS_API_KEY).call('scrapeMetrics')
  const lines = (body as string).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

describe('who reads them', () => {
  test('the monitor and the operator, in the form that Prometheus asks for', async () => {
    for (const key of [METRICS_API_KEY, operatorKey]) {
      const { status, headers } = await stage.rest.as(key).call('scrapeMetrics')
      expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    }
  })

  test('nobody else: no key is 401, a tenant is 403', async () => {
    const wrong = await stage.rest.as(undefined).call('scrapeMetrics')
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_api_key'])
    const other = await stage.rest.as('metrics-key-of-the-contract-tests-0002').call('scrapeMetrics')
    expect([other.status, other.body.code]).toEqual([401, 'invalid_api_key'])
    expect(other.body.detail).toContain('METRICS_API_KEY')
    const tenant = await stage.rest.call('scrapeMetrics')
    expect([tenant.status, tenant.body.code]).toEqual([403, 'forbidden'])
    expect(tenant.body.detail).toContain('METRICS_API_KEY')
  })

  test('the monitor may do nothing else, on no door', async () => {
    for (const { id, method, path, roles } of stage.contract.operations.values()) {
      if (roles === null || id === 'scrapeMetrics' || method !== 'GET') continue
      const { status } = await stage.rest.as(METRICS_API_KEY).fetch(path.replace(/\{\w+\}/g, 'x'))
      expect([id, status]).toEqual([id, 403])
    }
    const line = stage.dial('/v1/realtime/of-the-monitor?agentId=sales', { key: METRICS_API_KEY })
    expect((await line.closed).code).toBe(4403)
  })
})

describe('after a call with two turns, the second over the agent', () => {
  let before: Series
  let after: Series
  beforeAll(async () => {
    before = await scrape()
    const { url, apiKey } = stage.platform
    const caller = new Speaker({ url, apiKey, callId: 'measured', agentId: 'sales' })
    await caller.call()
    await until('it is live', async () => (await scrape()).get('invorto_calls_live') === 1)
    caller.say(await recording('what-are-your-plans'))
    const { utteranceId } = await caller.got('tts.started')
    await until('some of the answer is heard', () => caller.heard(utteranceId).length > 16_000 * 0.6)
    caller.say(await recording('no-wait-tell-me-the-price'))
    await caller.got('tts.stopped', 2)
    await caller.hangUp()
    await finishedCall(stage, 'measured')
    after = await scrape()
  })

  const grown = (series: string): number => (after.get(series) ?? 0) - (before.get(series) ?? 0)

  test.each([
    ['asr_first_partial_ms_count{provider="deepgram"}', 2],
    ['eou_ms_count', 2],
    ['llm_first_token_ms_count{provider="openai"}', 2],
    ['tts_first_chunk_ms_count{provider="deepgram"}', 2],
    ['bargein_cutoff_ms_count', 1],
    ['cost_per_call_inr_count', 1],
    ['invorto_turn_response_ms_count', 2],
    ['invorto_llm_response_ms_count{provider="openai"}', 2],
    ['invorto_call_duration_ms_count', 1],
    ['invorto_calls_started_total{direction="inbound"}', 1],
    ['invorto_calls_ended_total{reason="caller_hangup"}', 1],
    ['invorto_turns_total{initiator="caller"}', 2],
    ['invorto_barge_ins_total', 1],
    ['invorto_events_total{event_type="call.ended"}', 1],
  ])('%s has grown by %d (SRS 4.5)', (series, by) => {
    expect(grown(series)).toBe(by)
  })

  test('sums are what the call took: the cost is that of the call, the cut at most 150 ms (SRS 4.1)', async () => {
    const { body } = await stage.rest.call('getCall', { path: { callId: 'measured' } })
    expect(grown('cost_per_call_inr_sum')).toBeCloseTo(body.usage.costInr, 6)
    expect(grown('invorto_cost_inr_total')).toBeCloseTo(body.usage.costInr, 6)
    expect(grown('bargein_cutoff_ms_sum')).toBeGreaterThan(0)
    expect(grown('bargein_cutoff_ms_bucket{le="500"}')).toBe(1)
    expect(grown('invorto_usage_total{used="tts",unit="characters"}')).toBeGreaterThan(10)
    expect(grown('invorto_usage_total{used="llm",unit="tokens_out"}')).toBeGreaterThan(1)
  })

  test('what is a state is told as it is', async () => {
    expect(after.get('invorto_calls_live')).toBe(0)
    expect(after.get('invorto_sockets_open')).toBe(0)
    for (const part of ['database', 'bus', 'accepting_calls', 'call_log', 'artifacts', 'asr', 'llm', 'tts'])
      expect([part, after.get(`invorto_part_up{part="${part}"}`)]).toEqual([part, 1])
    expect(after.get('invorto_provider_circuit_open{service="llm"}')).toBe(0)
    expect(after.get('invorto_queue_oldest_ms{queue="call_log"}')).toBeLessThan(10_000)
    expect(after.get('invorto_queue_depth{queue="call_log"}')).toBeLessThan(100)
    expect(after.get('invorto_call_log_unstored_bytes')).toBeLessThan(100_000)
    expect(after.get('invorto_call_log_unstored_max_bytes')).toBe(134_217_728)
    expect(after.get('invorto_db_connections_max')).toBe(10)
    const open = ['busy', 'idle', 'waiting'].map((state) => after.get(`invorto_db_connections{state="${state}"}`) ?? -1)
    expect([Math.min(...open) >= 0, open[0]! + open[1]! > 0]).toEqual([true, true])
    const [build] = [...after.keys()].filter((series) => series.startsWith('invorto_build_info'))
    const { version } = (await stage.rest.call('getHealth')).body
    expect(build).toBe(`invorto_build_info{version="${version}"}`)
  })

  test('the process shows itself', () => {
    expect(after.get('process_start_time_seconds')).toBeCloseTo(Date.now() / 1000, -3)
    expect(grown('process_cpu_seconds_total')).toBeGreaterThan(0)
    for (const bytes of [
      'process_resident_memory_bytes',
      'nodejs_heap_size_used_bytes',
      'nodejs_heap_size_total_bytes',
      'nodejs_external_memory_bytes',
    ])
      expect([bytes, (after.get(bytes) ?? 0) > 100_000]).toEqual([bytes, true])
    expect(after.get('process_open_fds')).toBeGreaterThan(10)
    expect(after.get('invorto_event_loop_lag_ms{quantile="max"}')).toBeGreaterThan(0)
    expect(after.get('invorto_log_lines_dropped_total')).toBe(0)
    expect(after.get('invorto_contract_violations_total{surface="event"}')).toBe(0)
  })

  test('nothing of it is of one tenant or one call, and nothing is outside the document', async () => {
    const values = [...after.keys()].flatMap((series) => [...series.matchAll(/="([^"]*)"/g)].map(([, value]) => value!))
    const { body: call } = await stage.rest.call('getCall', { path: { callId: 'measured' } })
    expect(values.filter((value) => [call.id, call.agentId, 'measured'].includes(value))).toEqual([])
    expect(values.filter((value) => /^(turn|t|c|a|req|key|proc)_/.test(value))).toEqual([])
    const names = new Set(
      [...after.keys()].map((series) => series.replace(/\{.*/, '').replace(/_(bucket|sum|count)$/, '')),
    )
    expect([...names].filter((name) => table.metrics[name] === undefined)).toEqual([])
    expect(after.size).toBeLessThan(3_000)
  })
})

test('requests are counted by operation, refusals by their problem, and what is nowhere as "none"', async () => {
  const before = await scrape()
  await stage.rest.call('listAgents')
  await stage.rest.as(undefined).call('listAgents')
  await stage.rest.fetch('/nowhere')
  await stage.rest.fetch('/v1/agents/nobody')
  const line = stage.dial('/v1/realtime/none?agentId=nobody')
  await line.closed
  const after = await scrape()
  const grown = (series: string): number => (after.get(series) ?? 0) - (before.get(series) ?? 0)
  expect({
    ok: grown('invorto_http_requests_total{operation="listAgents",status_class="2xx"}'),
    refused: grown('invorto_http_requests_total{operation="listAgents",status_class="4xx"}'),
    nowhere: grown('invorto_http_requests_total{operation="none",status_class="4xx"}'),
    timed: grown('invorto_http_request_ms_count{operation="listAgents"}'),
    noKey: grown('invorto_problems_total{door="rest",code="invalid_api_key"}'),
    missing: grown('invorto_problems_total{door="rest",code="not_found"}'),
    socket: grown('invorto_problems_total{door="socket",code="not_found"}'),
  }).toEqual({ ok: 1, refused: 1, nowhere: 1, timed: 2, noKey: 1, missing: 2, socket: 1 })
})

test('a limit that was reached is counted (FR-RL1)', async () => {
  const { body } = await stage.rest.call('createApiKey', {
    body: { name: 'slow', role: 'analyst', limits: { restPerMinute: 1 } },
  })
  const slow = stage.rest.as(body.key)
  const before = await scrape()
  for (let n = 0; n < 3; n += 1) await slow.call('listAgents')
  const limited = 'invorto_limits_refused_total{door="rest",limit="rate"}'
  expect((await scrape()).get(limited)! - before.get(limited)!).toBe(2)
})

test('a model that fails is counted by kind, and what came of it too', async () => {
  const before = await scrape()
  stage.simulators.faults.chat.set({ failure: { kind: '500' } })
  const { url, apiKey } = stage.platform
  const caller = new Speaker({ url, apiKey, callId: 'failing', agentId: 'sales' })
  await caller.call()
  caller.say(await recording('what-are-your-plans'))
  await caller.got('tts.stopped')
  await caller.hangUp()
  const after = await scrape()
  const grown = (series: string): number => (after.get(series) ?? 0) - (before.get(series) ?? 0)
  expect(grown('invorto_provider_failures_total{service="llm",failure="server_error"}')).toBe(1)
  expect(grown('invorto_provider_retries_total{service="llm"}')).toBe(1)
})
