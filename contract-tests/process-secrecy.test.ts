import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { sql } from './database.ts'
import { recording, Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const secrets = {
  INVORTO_DEV_API_KEY: 'key-that-only-the-caller-knows-1',
  DEEPGRAM_API_KEY: 'deepgram-key-of-the-test',
  OPENAI_API_KEY: 'openai-key-of-the-test',
  CONTENT_KEY: Buffer.alloc(32, 7).toString('base64'),
  URL_SIGNING_KEY: 'a signing key of the test, long enough',
}
/** Words of the call, of both sides and of the agent's settings. */
const words = /999 rupees|starter plan|tell me the price|prompt of the shop/i

let stage: Stage
let redis: Redis
let callId: string
let speaker: Speaker
beforeAll(async () => {
  stage = await setStage({ ...secrets, REDIS_URL: inject('redis'), LOG_LEVEL: 'debug' })
  redis = new Redis(inject('redis'))
  const body = { name: 'Shop', prompt: 'The prompt of the shop.', externalId: 'shop' }
  await stage.rest.call('createAgent', { body })
  const { url, apiKey } = stage.platform
  speaker = new Speaker({ url, apiKey, callId: 'with-redis', agentId: 'shop' })
  await speaker.call()
  speaker.say(await recording('no-wait-tell-me-the-price'))
  await speaker.got('tts.started')
  await speaker.hangUp()
  callId = await until('the end', async () => {
    const { body: call } = await stage.rest.call('getCall', { path: { callId: 'with-redis' } })
    return call.status === 'ended' && call.id
  })
  await until('what follows the call', async () => {
    const { data } = (await stage.rest.call('getCallTimeline', { path: { callId } })).body
    return data.some(({ type }: { type: string }) => type === 'cost.computed')
  })
})
afterAll(async () => {
  redis.disconnect()
  await stage.strike()
})

describe('the call with Redis', () => {
  test('readiness counts the bus', async () => {
    expect((await stage.rest.call('getReadiness')).body.checks).toContainEqual({ name: 'bus', ok: true })
  })

  test('the stream of the call has every event of its timeline, in order, in the form of the events document', async () => {
    const { data } = (await stage.rest.call('getCallTimeline', { path: { callId } })).body
    expect(data.length).toBeGreaterThan(8)
    const entries = await redis.xrange(`events:${callId}`, '-', '+')
    expect(entries.map(([id]) => id)).toEqual(data.map(({ seq }: { seq: number }) => `${seq}-0`))
    const document = (await stage.rest.call('getEventsDocument')).body
    const types = Object.values(document.components.messages as Record<string, { name: string }>).map(
      ({ name }) => name,
    )
    for (const [, [kindField, kind, payloadField, payload]] of entries) {
      expect([kindField, payloadField]).toEqual(['kind', 'payload'])
      expect(types).toContain(kind)
      expect(JSON.parse(payload!)).toMatchObject({ event_type: kind, session_id: callId })
    }
  })

  test('holds no word and no secret', async () => {
    const text = JSON.stringify(await redis.xrange(`events:${callId}`, '-', '+'))
    expect(text).not.toMatch(words)
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
  })
})

test('the words were said and heard, so that their absence elsewhere means something', async () => {
  expect(
    speaker
      .all('stt.final')
      .map(({ text }) => text)
      .join(' '),
  ).toMatch(words)
  expect(JSON.stringify((await stage.rest.call('getCallTimeline', { path: { callId } })).body)).toMatch(words)
})

test('what the database holds of the words is sealed: no table has them, save the settings of the agent', async () => {
  const tables = await sql<{ name: string }>(
    stage.database,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['events', 'sealed_content', 'calls', 'api_keys']),
  )
  for (const { name } of tables) {
    const rows = await sql<{ row: string }>(stage.database, `select to_jsonb(t)::text as row from "${name}" t`)
    const text = rows.map(({ row }) => (name === 'sealed_content' ? row + bytesOf(row) : row)).join('\n')
    if (!settings.includes(name)) expect([name, words.exec(text)?.[0]]).toEqual([name, undefined])
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
  }
  const [sealed] = await sql<{ count: string }>(stage.database, 'select count(*) from sealed_content')
  expect(Number(sealed!.count)).toBeGreaterThan(2)
})

/** Where the tenant's own settings stand, prompts among them. */
const settings = ['agents', 'agent_versions']

/** The text of a bytea column, which JSON shows in hex. */
const bytesOf = (row: string): string => Buffer.from(/\\\\x([0-9a-f]+)/.exec(row)?.[1] ?? '', 'hex').toString('latin1')

test('the output of the process holds no word and no secret, even of requests that are wrong', async () => {
  await stage.rest.call('createAgent', { body: { name: 'rupees', prompt: 'rupees', oops: 'rupees' } })
  await stage.rest.as('a-wrong-key-that-is-nobodys').call('listAgents')
  await stage.dial(`/v1/realtime/x?agentId=shop&api_key=${secrets.INVORTO_DEV_API_KEY}`, {
    key: 'a-wrong-key-that-is-nobodys',
  }).closed
  stage.simulators.faults.chat.set({ failure: { kind: '401' } })
  stage.simulators.faults.listen.set({ failure: { kind: '401' } })
  const line = stage.dial('/v1/realtime/refused-by-provider?agentId=shop')
  await line.got('connected')
  line.send({ t: 'start' })
  expect((await line.closed).code).toBe(4503)
  await stage.platform.said(/process\.fault/)
  await stage.platform.stop()

  const output = stage.platform.output()
  // The development key is shown once, on purpose, to whoever starts the platform.
  const logged = output.replace(`API key ${secrets.INVORTO_DEV_API_KEY}`, '')
  expect(logged).not.toMatch(words)
  for (const secret of [...Object.values(secrets), 'a-wrong-key-that-is-nobodys', 'a pepper of the contract tests']) {
    expect(logged).not.toContain(secret)
  }
  const lines = output.split('\n').filter((text) => text.startsWith('{'))
  expect(lines.length).toBeGreaterThan(1)
  for (const text of lines) {
    expect(JSON.parse(text)).toMatchObject({
      session_id: expect.stringMatching(/^proc_/),
      pii: { contains_pii: false },
    })
  }
})
