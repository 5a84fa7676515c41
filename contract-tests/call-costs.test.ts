import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, sql } from './database.ts'
import { recording, Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

interface Line {
  readonly micro_inr: number
  readonly quantity: number
  readonly rate: { readonly price_micros: number; readonly per: number; readonly currency: string } | null
}

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ USD_INR_RATE: '88.25' })
  const plain = { prompt: 'You sell plans.', name: 'Sales', externalId: 'sales' }
  const successEvaluation = { rubric: 'NumericScale', instructions: 'The caller heard a price.' }
  await stage.rest.call('createAgent', { body: { ...plain, successEvaluation } })
})
afterAll(() => stage.strike())

const get = async (callId: string, query = {}) => (await stage.rest.call('getCall', { path: { callId }, query })).body
const finished = (callId: string) => until('the call is finished', async () => (await get(callId)).usage, 20_000)

async function talk(callId: string): Promise<Speaker> {
  const { url, apiKey } = stage.platform
  const caller = new Speaker({ url, apiKey, callId, agentId: 'sales' })
  await caller.call()
  caller.say(await recording('what-are-your-plans'))
  const { utteranceId } = await caller.got('tts.started')
  await caller.got('usage.updated', 3)
  await until('some of the answer is heard', () => caller.heard(utteranceId).length > 16_000)
  await caller.hangUp()
  return caller
}

/** What the log alone says that the call cost, added up with plain fractions. */
async function readded(callId: string): Promise<{ said: number; added: number; lines: Line[] }> {
  const { id } = await get(callId)
  const [row] = await sql<{ data: { total_micro_inr: number; lines: Line[]; fx: { usd_micro_inr: number } } }>(
    stage.database,
    `select envelope->'data' as data from events where envelope->>'session_id' = $1 and event_type = 'cost.computed'`,
    [id],
  )
  const { lines, fx, total_micro_inr: said } = row!.data
  const added = lines.map(({ quantity, rate }) => {
    if (rate === null) return 0
    const inr = rate.currency === 'USD' ? fx.usd_micro_inr / 1e6 : 1
    return Math.floor((quantity * rate.price_micros * inr) / rate.per + 0.5)
  })
  expect(lines.map(({ micro_inr }) => micro_inr)).toEqual(added)
  return { said, added: added.reduce((sum, one) => sum + one, 0), lines }
}

describe('a call on the sandbox', () => {
  let caller: Speaker
  beforeAll(async () => {
    const dollars = { service: 'asr', provider: 'deepgram', model: 'nova-3', unit: 'seconds', per: 60 }
    await stage.rest.call('createRate', { body: { ...dollars, price: 0.0077, currency: 'USD', source: 'a test' } })
    caller = await talk('priced')
    await finished('priced')
  })

  test('tells what it uses while it goes on', () => {
    const used = caller.all('usage.updated')
    for (const message of used) stage.messages.judge(message)
    expect(new Set(used.map(({ service, unit }) => `${service} ${unit}`))).toEqual(
      new Set(['tts characters', 'llm tokens_in', 'llm tokens_out', 'asr seconds']),
    )
  })

  test('cost what its log adds up to, in rupees and in dollars', async () => {
    const { said, added, lines } = await readded('priced')
    const { usage } = await get('priced')
    expect([added, usage.costInr]).toEqual([said, said / 1e6])
    expect(usage.costInr).toBeGreaterThan(0)
    expect(lines.some(({ rate }) => rate?.currency === 'USD')).toBe(true)
    const [row] = await sql<{ micro: string; rupees: string; sum: string }>(
      stage.database,
      `select c.cost_micro_inr::text as micro, c.cost_inr::text as rupees,
         (select sum(cost_micro_inr)::text from call_costs where call_id = c.id) as sum
       from calls c where c.external_id = 'priced'`,
    )
    expect(row).toEqual({ micro: String(said), sum: String(said), rupees: (Math.round(said / 1e4) / 100).toFixed(2) })
  })

  test('says how much of what it used (SRS 7.7.1)', async () => {
    const { usage, durationSec } = await get('priced')
    expect(usage).toMatchObject({ transportMinutes: 0, transportCostInr: 0 })
    expect(Math.abs(usage.asrMin * 60 - durationSec)).toBeLessThan(1)
    expect(usage.ttsChars).toBeGreaterThan(100)
    expect(usage.llmIn).toBeGreaterThan(usage.llmOut)
    expect(usage.costs.map(({ type }: { type: string }) => type).sort()).toEqual(
      ['llm', 'llm', 'platform', 'stt', 'transport', 'tts'].sort(),
    )
    for (const { priced } of usage.costs) expect(priced).toBe(true)
  })

  test('was summed up and scored by the model, and its words are echoed when asked for', async () => {
    const call = await get('priced', { include: 'messages' })
    expect(call.summary).toMatchObject({ method: 'model', outcome: expect.stringMatching(/^[a-z_]+$/) })
    expect(call.disposition.success).toBe(true)
    expect(call.analysis.successEvaluation).toMatchObject({ rubric: 'NumericScale', method: 'model' })
    expect(call.artifact.messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant'])
    expect(call.artifact.messages[0].message.toLowerCase()).toContain('what are your plans')
    expect(await get('priced')).not.toHaveProperty('artifact')
  })

  test('costs what it did whatever is set later, and when its words are erased', async () => {
    const before = await get('priced')
    const dear = { service: 'tts', provider: 'deepgram', unit: 'characters', per: 1, price: 1000, currency: 'INR' }
    const past = { effectiveFrom: '2025-02-01T00:00:00Z', source: 'too late' }
    expect((await stage.rest.call('createRate', { body: { ...dear, ...past } })).status).toBe(201)
    expect(await get('priced')).toEqual(before)
    await sql(stage.database, 'delete from sealed_content')
    const erased = await get('priced', { include: 'messages' })
    expect([erased.usage, erased.summary, erased.disposition]).toEqual([before.usage, null, null])
    expect([erased.analysis.summary, erased.artifact.messages]).toEqual([null, []])
  })
})

test('a model that is away after the call leaves the summary to rules, and the cost is still known', async () => {
  const { url, apiKey } = stage.platform
  const caller = new Speaker({ url, apiKey, callId: 'model-away', agentId: 'sales' })
  await caller.call()
  caller.say(await recording('what-are-your-plans'))
  await caller.got('tts.started')
  stage.simulators.faults.chat.set({ failure: { kind: '500', times: 'always' } })
  await caller.hangUp()
  await finished('model-away')
  stage.simulators.faults.chat.clear()
  const call = await get('model-away')
  expect(call.summary).toMatchObject({ method: 'rules', outcome: 'completed' })
  expect([call.disposition.success, call.analysis.successEvaluation.score]).toEqual([null, null])
  const { said, added } = await readded('model-away')
  expect(added).toBe(said)
})

describe('metrics', () => {
  test('sum up the calls of the day', async () => {
    const { body } = await stage.rest.call('getMetrics')
    const calls = (await stage.rest.call('listCalls', { query: { limit: 100 } })).body.data
    expect(body.totals.calls).toBe(calls.length)
    const costs = await Promise.all(calls.map(async ({ id }: { id: string }) => (await get(id)).usage?.costInr ?? 0))
    expect(body.totals.costInr).toBeCloseTo(
      costs.reduce((sum, cost) => sum + cost, 0),
      6,
    )
    expect(body.days.at(-1)).toMatchObject({ calls: expect.any(Number), costInr: expect.any(Number) })
    expect(body.timezone).toBe('Asia/Kolkata')
  })

  test('of a span without calls, and of another tenant, are nothing', async () => {
    const query = { from: '2020-01-01', to: '2020-01-02' }
    const nothing = { totals: { calls: 0, minutes: 0, costInr: 0 }, days: [] }
    expect((await stage.rest.call('getMetrics', { query })).body).toMatchObject({ ...query, ...nothing })
    const other = stage.rest.as((await addKey(stage.database, 'analyst')).key)
    expect((await other.call('getMetrics')).body).toMatchObject(nothing)
  })

  test.each([
    [{ from: '2026-02-02', to: '2026-02-01' }],
    [{ from: '2026-01-01', to: '2026-12-31' }],
    [{ from: '2026-02-30' }],
    [{ from: '0000-01-01', to: '9999-12-31' }],
    [{ to: 'today' }],
  ])('of %j are refused', async (query) => {
    const { status, body } = await stage.rest.call('getMetrics', { query })
    expect([status, body.code]).toEqual([400, 'bad_request'])
  })
})
