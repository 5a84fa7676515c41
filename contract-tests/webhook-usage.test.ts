import { afterAll, beforeAll, expect, test } from 'vitest'
import { addKey, pepper, sql } from './database.ts'
import { startPlatform, temporaryFolder } from './platform.ts'
import type { Rest } from './rest.ts'
import { shortCall } from './short-call.ts'
import { recording, Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

const settings = { EGRESS_ALLOW: '127.0.0.1/32', CONTENT_KEY: Buffer.alloc(32, 9).toString('base64') }
/** A day that is over, whatever time of which day of the month it is now. */
const DAY = `select ((now() at time zone 'Asia/Kolkata')::date - 2)::text as day`
const AT_ITS_NOON = `update calls set created_at = ($2::date + interval '12 hours') at time zone 'Asia/Kolkata' where tenant_id = $1`
const FORGOTTEN = 'delete from usage_days where tenant_id = $1 and day <> $2::date'
const COUNTED = 'select recount_usage_day($1, $2)'
const MONTH = `select m::date::text as start, (m + interval '1 month' - interval '1 day')::date::text as end
  from date_trunc('month', $1::date::timestamp) as m`
/** Nobody has told anybody of any day. */
const NO_JOBS = `delete from pgboss.job where name = 'usage-day'`

let stage: Stage
let receiver: WebhookReceiver
let rest: Rest
let key: string
let tenant: string
beforeAll(async () => {
  stage = await setStage(settings)
  receiver = await startWebhookReceiver()
  ;({ key, tenant } = await addKey(stage.database, 'admin'))
  rest = stage.rest.as(key)
  await rest.call('createAgent', { body: { name: 'Desk', externalId: 'desk', prompt: 'You sell plans.' } })
  const body = { url: `${receiver.url}/ok/usage`, eventTypes: ['billing.usage.updated'] }
  expect((await rest.call('createWebhookEndpoint', { body })).status).toBe(201)
})
afterAll(async () => {
  receiver.close()
  await stage.strike()
})

async function talk(callId: string): Promise<void> {
  const caller = new Speaker({ url: stage.platform.url, apiKey: key, callId, agentId: 'desk' })
  await caller.call()
  caller.say(await recording('what-are-your-plans'))
  await caller.got('tts.started')
  await caller.got('usage.updated', 3)
  await caller.hangUp()
}

// biome-ignore lint/suspicious/noExplicitAny: what comes is judged by the document
type Any = any
const logOf = async (sessionId: string): Promise<Any[]> =>
  (await rest.call('listSessionEvents', { path: { sessionId }, query: { limit: 1000 } })).body.data
const usageTold = async (tenantId: string): Promise<Any[]> =>
  (await logOf(tenantId)).filter(({ event_type: type }) => type === 'billing.usage_updated')
/** What the calls' logs alone add up to. */
async function readded(callIds: readonly string[]) {
  const used = { asr_ms: 0, tts_chars: 0, llm_tokens_in: 0, llm_tokens_out: 0, total_micro_inr: 0 }
  for (const id of callIds) {
    for (const event of await logOf(id)) {
      if (event.event_type === 'cost.computed') {
        for (const line of event.data.lines as { micro_inr: number }[]) used.total_micro_inr += line.micro_inr
      }
      if (event.event_type !== 'usage.recorded') continue
      const { service, unit, quantity } = event.data
      if (service === 'asr') used.asr_ms += Math.round(quantity * 1000)
      if (service === 'tts') used.tts_chars += quantity
      if (unit === 'tokens_in') used.llm_tokens_in += quantity
      if (unit === 'tokens_out') used.llm_tokens_out += quantity
    }
  }
  return used
}

/** As many processes as that, until the job of every day that is over is done; a day may come to its end meanwhile. */
async function processes(count: number): Promise<void> {
  await sql(stage.database, NO_JOBS)
  const { deepgramUrl, openaiUrl } = stage.simulators
  const providers = { DEEPGRAM_BASE_URL: deepgramUrl, OPENAI_BASE_URL: openaiUrl }
  const over: (() => Promise<unknown>)[] = []
  const start = async (): Promise<void> => {
    const folder = await temporaryFolder()
    over.push(folder.remove)
    const one = await startPlatform(folder.path, {
      ...{ ...settings, ...providers, DATABASE_URL: stage.database, KEY_PEPPER: pepper },
      INVORTO_DEV_API_KEY: stage.platform.apiKey,
    })
    over.unshift(one.stop)
  }
  try {
    await Promise.all(Array.from({ length: count }, start))
    await until('the job of the day is done', async () => {
      const jobs = await sql<{ state: string }>(stage.database, `select state from pgboss.job where name = 'usage-day'`)
      return jobs.length > 0 && jobs.every(({ state }) => state === 'completed')
    })
  } finally {
    for (const end of over) await end()
  }
}

test('when a day is over a tenant is posted what its calls used, once, to the micro-rupee (FR-W2, SRS 7.4.4)', async () => {
  await talk('spoken-1')
  await talk('spoken-2')
  await shortCall(stage, 'short', 'desk', key)
  const calls = await until('the calls are finished', async () => {
    const { data } = (await rest.call('listCalls')).body
    const whole = await Promise.all(
      data.map(async ({ id }: { id: string }) => (await rest.call('getCall', { path: { callId: id } })).body),
    )
    return whole.length === 3 && whole.every(({ usage }) => usage) && whole
  })
  const ids = calls.map(({ id }) => id as string)
  const [{ day }] = (await sql(stage.database, DAY)) as [{ day: string }]
  for (const step of [AT_ITS_NOON, FORGOTTEN, COUNTED]) await sql(stage.database, step, [tenant, day])
  await processes(2)

  const used = await readded(ids)
  for (const sum of Object.values(used)) expect(sum).toBeGreaterThan(0)
  const [{ start, end }] = (await sql(stage.database, MONTH, [day])) as [{ start: string; end: string }]
  const place = { period_start: start, period_end: end, calls: 3, at_risk: false }
  const posted = (ts: string, { eventId, tenantId }: Any) => ({
    ...{ type: 'billing.usage.updated', schemaVersion: 'billing.usage.updated.v1.4', eventId },
    ...{ callId: null, tenantId, ts, periodStart: start, periodEnd: end, atRisk: false },
    totals: {
      asrMin: Math.round((used.asr_ms / 60_000) * 1e6) / 1e6,
      ttsChars: used.tts_chars,
      llmIn: used.llm_tokens_in,
      llmOut: used.llm_tokens_out,
      costInr: used.total_micro_inr / 1e6,
    },
  })
  /** Of each day one, of each one post. Both times there is one day, unless it ends while this runs. */
  const toldOnce = async (): Promise<void> => {
    const told = await usageTold(receiver.at('/ok/usage')[0]!.event.tenantId as string)
    expect(told.map(({ data }) => data)).toEqual(told.map(() => ({ ...place, ...used, through: expect.any(String) })))
    expect(new Set(told.map(({ data }) => data.through)).size).toBe(told.length)
    const posts = await until('the posts', () => {
      const all = receiver.at('/ok/usage').map(({ event }) => event as Any)
      return all.length >= told.length && all.sort((a, b) => a.ts.localeCompare(b.ts))
    })
    expect(posts).toEqual(told.map(({ ts }, i) => posted(ts, posts[i])))
  }
  await until('the post', () => receiver.at('/ok/usage').length > 0)
  await toldOnce()
  await processes(2)
  await toldOnce()
}, 90_000)
