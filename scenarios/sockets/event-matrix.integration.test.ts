import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import { idFromUuid } from '#runtime/core/ids.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { developmentTenant as developmentUuid, pepper, sql } from '../../contract-tests/database.ts'
import { recording, tell } from '../../contract-tests/livekit-server.ts'
import { type Platform as Process, startPlatform, temporaryFolder } from '../../contract-tests/platform.ts'
import { shortCall } from '../../contract-tests/short-call.ts'
import { type Stage as Platform, setStage } from '../../contract-tests/stage.ts'
import { until } from '../../contract-tests/until.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../../contract-tests/webhook-receiver.ts'
import { judgeLog } from '../event-judge.ts'
import { eventMatrix } from '../event-matrix.ts'
import { play } from '../play.ts'
import { readScenarios, rulesOf, type Scenario } from '../scenario.ts'
import { SocketStage } from './socket-stage.ts'

const { seen } = eventMatrix
const named = new Set(Object.values(seen).flat())
const played = readScenarios().filter(({ name }) => named.has(name))
const isFaulty = ({ faults, steps }: Scenario): boolean => faults !== undefined || steps.some((step) => 'fault' in step)
/** What one story shows: its cells. */
const cellsOf = (story: string): string[] => Object.keys(seen).filter((type) => seen[type]!.includes(story))
const settings = { CONTENT_KEY: Buffer.alloc(32, 9).toString('base64'), URL_SIGNING_KEY: 'u'.repeat(40) }
const clock = systemClock()
const developmentTenant = idFromUuid('tenant', developmentUuid)
const USED_DAYS_2 = 'update usage_days set day = day - 2 returning calls'
const DAY_31 = "update calls set created_at = created_at - interval '31 days'"

let platform: Platform
let receiver: WebhookReceiver
beforeAll(async () => {
  const webhooks = { EGRESS_ALLOW: '127.0.0.1/32', WEBHOOK_RETRIES: '1', WEBHOOK_RETRY_MS: '50' }
  platform = await setStage({ ...settings, ...webhooks }, rulesOf(...played))
  receiver = await startWebhookReceiver()
  await platform.rest.call('createAgent', { body: { name: 'Greeter', externalId: 'greeter', prompt: 'Greet.' } })
})
afterAll(async () => {
  receiver.close()
  await platform.strike()
})

/** The whole log as the query API has it, once it has all of these. */
async function logOf(callId: string, types: readonly string[]): Promise<CallEvent[]> {
  const { id } = (await platform.rest.call('getCall', { path: { callId } })).body
  const log = await until(`${types} of ${callId}`, () => readLog(id, types), 30_000)
  judgeLog(id, log)
  return log
}

async function readLog(sessionId: string, types: readonly string[]): Promise<CallEvent[] | null> {
  const query = { limit: 1000 }
  const { status, body } = await platform.rest.call('listSessionEvents', { path: { sessionId }, query })
  expect(status).toBe(200)
  const there = new Set(body.data.map(({ event_type: type }: CallEvent) => type))
  return types.every((type) => there.has(type)) ? body.data : null
}

async function playOn(scenario: Scenario): Promise<void> {
  const stage = await SocketStage.of(scenario, platform)
  // What was said is judged where scenarios are; here the rules of all are together.
  const { end } = scenario.expect
  await play({ ...scenario, expect: { end } }, stage)
  stage.strike()
}

describe('what providers do right', () => {
  const sound = played.filter((scenario) => !isFaulty(scenario))
  test.concurrent.each(sound.map((scenario) => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    await playOn(scenario)
    await logOf(name, cellsOf(name))
  })
})

describe('what comes from outside', () => {
  async function liveCall(name: string) {
    const line = platform.dial(`/v1/realtime/${name}?agentId=greeter`)
    await line.got('connected')
    line.send({ t: 'start' })
    await until(
      'the call',
      async () => (await platform.rest.call('getCall', { path: { callId: name } })).status === 200,
    )
    return line
  }

  test('a-livekit-room', async () => {
    const { apiKey, apiSecret, hooks } = recording
    await platform.rest.call('setLiveKitProject', { body: { url: 'wss://acme.livekit.cloud', apiKey, apiSecret } })
    const line = await liveCall('call-1')
    for (const { body } of hooks) await tell(platform.platform.url, { apiKey, apiSecret }, body)
    await logOf('call-1', cellsOf('a-livekit-room'))
    line.send({ t: 'end' })
    await line.closed
  })

  test('commands-from-outside', async () => {
    const line = await liveCall('commanded')
    const command = (body: object) =>
      platform.rest.call('sendSessionCommand', { path: { sessionId: 'commanded' }, body })
    expect((await command({ command: 'pipeline.debug_toggle', enabled: true })).status).toBe(200)
    expect((await command({ command: 'say', text: 'One moment please.' })).status).toBe(200)
    await until('a look inside', async () => {
      const { body } = await platform.rest.call('listSessionEvents', { path: { sessionId: 'commanded' } })
      return body.data.some(({ event_type: type }: CallEvent) => type === 'pipeline.debug')
    })
    expect((await command({ command: 'call.hangup' })).status).toBe(200)
    await line.closed
    const log = await logOf('commanded', [...cellsOf('commands-from-outside'), 'cost.computed'])
    const ids = log.flatMap((event) => (event.event_type === 'control.command_received' ? [event.correlation_id] : []))
    expect(new Set(ids).size).toBe(3)
  })
})

test('endpoints-of-webhooks', async () => {
  for (const manner of ['ok', '500', '410']) {
    const made = await platform.rest.call('createWebhookEndpoint', { body: { url: `${receiver.url}/${manner}` } })
    expect(made.status).toBe(201)
  }
  await shortCall(platform, 'told-to-endpoints', 'greeter')
  const types = cellsOf('endpoints-of-webhooks')
  judgeLog(developmentTenant, await until('the deliveries', () => readLog(developmentTenant, types), 30_000))
  for (const { id } of (await platform.rest.call('listWebhookEndpoints')).body.data) {
    await platform.rest.call('deleteWebhookEndpoint', { path: { endpointId: id } })
  }
})

describe('what providers do wrong', () => {
  // The last leaves a circuit open.
  const left = (name: string): number => Number(name === 'transcriber-stays-down')
  const faulty = played.filter(isFaulty).sort((a, b) => left(a.name) - left(b.name))
  test.each(faulty.map((scenario) => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    for (const plan of Object.values(platform.simulators.faults)) plan.clear()
    await playOn(scenario)
    await logOf(name, cellsOf(name))
  })

  test('a-provider-comes-back', async () => {
    for (const plan of Object.values(platform.simulators.faults)) plan.clear()
    // As long as the circuit is open calls are refused; the one that is taken tries the provider.
    const line = await until(
      'a call that is taken',
      async () => {
        const tried = platform.dial('/v1/realtime/trusted-again?agentId=greeter')
        await tried.got('connected')
        tried.send({ t: 'start' })
        const refused = await Promise.race([tried.closed.then(() => true), clock.sleep(300).then(() => false)])
        return !refused && tried
      },
      20_000,
    )
    await logOf('trusted-again', cellsOf('a-provider-comes-back'))
    line.send({ t: 'end' })
    await line.closed
  })
})

describe('what time does', () => {
  /** A process does what the time asks for when it begins. */
  async function withAnotherProcess(look: () => Promise<unknown>): Promise<void> {
    const folder = await temporaryFolder()
    let other: Process | undefined
    try {
      const { deepgramUrl, openaiUrl } = platform.simulators
      const providers = { DEEPGRAM_BASE_URL: deepgramUrl, OPENAI_BASE_URL: openaiUrl }
      const keys = { KEY_PEPPER: pepper, INVORTO_DEV_API_KEY: platform.platform.apiKey }
      other = await startPlatform(folder.path, { ...settings, ...providers, ...keys, DATABASE_URL: platform.database })
      await look()
    } finally {
      await other?.stop()
      await folder.remove()
    }
  }

  test('the-day-is-over', async () => {
    await shortCall(platform, 'some-days-ago', 'greeter')
    await logOf('some-days-ago', ['cost.computed'])
    await until('its cost to be counted', async () => (await sql(platform.database, USED_DAYS_2)).length > 0)
    await sql(platform.database, "delete from pgboss.job where name = 'usage-day'")
    const types = cellsOf('the-day-is-over')
    await withAnotherProcess(async () =>
      judgeLog(developmentTenant, await until('the usage', () => readLog(developmentTenant, types), 30_000)),
    )
  })

  test('the-days-are-over', async () => {
    await shortCall(platform, 'long-ago', 'greeter')
    await logOf('long-ago', ['cost.computed'])
    const days = { recordingDays: 30, transcriptDays: 30, metricsDays: 30 }
    await platform.rest.call('updateTenantSettings', { body: { retention: days } })
    await sql(platform.database, DAY_31)
    await sql(platform.database, "update retention_sweeps set leased_until = now() - interval '1 second'")
    await withAnotherProcess(() => logOf('long-ago', cellsOf('the-days-are-over')))
  })
})
