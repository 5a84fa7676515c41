import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { canaries, found, personal, secrets, settings, wrong } from './canaries.ts'
import { sql } from './database.ts'
import { EventStream } from './event-stream.ts'
import { recording, tell } from './livekit-server.ts'
import { databaseTexts, fileTexts, heapTexts, redisTexts } from './sinks.ts'
import type { Dialled } from './socket.ts'
import { Speaker, recording as voice } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'
import { until } from './until.ts'
import { askWrongly } from './wrong-requests.ts'

/** Words of the call, of both sides and of the agent's settings. */
const words = /999 rupees|starter plan|tell me the price|prompt of the shop/i
/** Where what the tenant set for itself stands as it was given. */
const ofTheTenant = ['agents', 'agent_versions']
/** What the tenant's client says of a call, for `getCall` to show; it stands in `calls` and nowhere else. */
const ofTheClient = ['name', 'email']
const rules = `rules:
  - after_tool: always
    reply: 'Done.'
  - when: 'look (me|her) up'
    call: { name: crm, arguments: { name: '${personal.name}', phone: '${personal.phone}', note: '$1 ${personal.address}' } }
  - when: 'show my cart'
    call: { name: cart, arguments: { email: '${personal.email}' } }
  - when: price
    reply: 'The starter plan is 999 rupees a month.'
  - schema: call_conclusion
    when: always
    fill: { summary: '${personal.name} asked.', outcome: information_given, success: true, reason: '${personal.email}', score: 4 }
fallback: 'You said: {words}.'
`

let stage: Stage
let crm: ToolServer
/** Takes webhooks, and answers with what it should not. */
let hooks: ToolServer
/** Takes traces, and refuses none. */
let collector: ToolServer
let callId: string
let speaker: Speaker
/** The events of the call that is typed, as they happen. */
let followed: EventStream
/** Answers to requests that were wrong. */
const problems: string[] = []
beforeAll(async () => {
  ;[crm, hooks, collector] = await Promise.all([startToolServer(), startToolServer(), startToolServer()])
  stage = await setStage(
    {
      ...settings,
      REDIS_URL: inject('redis'),
      LOG_LEVEL: 'debug',
      EGRESS_ALLOW: '127.0.0.1/32',
      WEBHOOK_SECRET: secrets.webhookSecret,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      WEBHOOK_RETRIES: '1',
      WEBHOOK_RETRY_MS: '50',
      NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2',
    },
    rules,
  )
  await setUp()
  callId = await theCall()
  problems.push(...(await askWrongly(stage)))
  await failingProvider()
}, 120_000)
afterAll(async () => {
  crm.close()
  hooks.close()
  collector.close()
  await stage.strike()
})

/** What a tenant gives us to keep. */
async function setUp(): Promise<void> {
  const { toolBearer, toolBasic, toolQuery, liveKitSecret, liveKitPrevious } = secrets
  for (const [secretName, value] of Object.entries({ bearer: toolBearer, basic: toolBasic, query: toolQuery })) {
    await stage.rest.call('putSecret', { path: { secretName }, body: { value, hosts: ['127.0.0.1'] } })
  }
  const headers = {
    Authorization: 'Bearer ${secrets.bearer}',
    'X-Basic': '${secrets.basic}',
    'X-Key': '${secrets.query}',
  }
  const properties = { name: { type: 'string' }, phone: { type: 'string' }, note: { type: 'string' } }
  const inputSchema = { type: 'object', properties }
  const crmTool = { name: 'crm', url: `${crm.url}/people`, method: 'POST', headers, inputSchema }
  expect((await stage.rest.call('createTool', { body: crmTool })).status).toBe(201)
  const cart = {
    name: 'cart',
    description: 'The cart.',
    inputSchema: { type: 'object', properties: { email: { type: 'string' } } },
  }
  const tools = ['crm', cart]
  const agent = {
    name: 'Shop',
    prompt: 'The prompt of the shop.',
    externalId: 'shop',
    tools,
    successEvaluation: { rubric: 'LikertScale' },
  }
  expect((await stage.rest.call('createAgent', { body: agent })).status).toBe(201)
  const project = {
    url: 'wss://acme.livekit.cloud',
    apiKey: recording.apiKey,
    apiSecret: liveKitSecret,
    previousApiSecret: liveKitPrevious,
  }
  expect((await stage.rest.call('setLiveKitProject', { body: project })).status).toBe(200)
  hooks.answers({ status: 500, body: JSON.stringify({ ...personal, ...secrets }) })
  expect((await stage.rest.call('createWebhookEndpoint', { body: { url: `${hooks.url}/hook` } })).status).toBe(201)
  // The answer is kept for whoever asks again under this key, and holds a new key.
  const headersOfOne = { 'idempotency-key': 'the-same-key-twice' }
  await stage.rest.call('createApiKey', { body: { name: 'dev', role: 'dev' }, headers: headersOfOne })
}

/** A call in which everything is said, typed, pressed, asked of tools and told by a LiveKit server. */
async function theCall(): Promise<string> {
  const { url, apiKey } = stage.platform
  speaker = new Speaker({ url, apiKey, callId: 'with-redis', agentId: 'shop' })
  await speaker.call()
  speaker.say(await voice('no-wait-tell-me-the-price'))
  await speaker.got('tts.started')
  await speaker.hangUp()
  const line = stage.dial('/v1/realtime/typed?agentId=shop')
  await line.got('connected')
  line.send({ t: 'start', metadata: { customer: personal.name, crm: personal.email } })
  await typeAll(line)
  await tellRoom()
  await commandAll(line)
  line.send({ t: 'end' })
  await line.closed
  await until('the dead letters', async () => {
    const query = `select from events where event_type = 'webhook.dead_lettered'`
    return (await sql(stage.database, query)).length > 3
  })
  return until('the end of both', async () => {
    const both = await Promise.all(
      ['with-redis', 'typed'].map(async (name) => (await stage.rest.call('getCall', { path: { callId: name } })).body),
    )
    return both.every(({ usage }) => usage) && both[0].id
  })
}

async function typeAll(line: Dialled): Promise<void> {
  const said = [...Object.values(personal), ...Object.values(secrets)]
  for (let at = 0; at < said.length; at += 12) {
    const turns = line.all('tts.stopped').length
    line.send({ t: 'text.input', text: said.slice(at, at + 12).join(' and ') })
    await line.got('tts.started', turns + 1)
    line.send({ t: 'interrupt' })
    await line.got('tts.stopped', turns + 1)
  }
  // The tool's answers hold what nobody asked for: of a person, of its own credentials, and of ours.
  crm.answers(
    { body: JSON.stringify({ found: personal, cookie: secrets.sessionCookie }) },
    { status: 500, body: JSON.stringify({ error: `${secrets.urlPassword} ${secrets.toolBearer} ${personal.name}` }) },
  )
  for (const [index, text] of ['look me up', 'look her up'].entries()) {
    const turns = line.all('tts.stopped').length
    line.send({ t: 'text.input', text })
    await until('the tool to be asked', () => crm.visits.length > index)
    await line.got('tts.stopped', turns + 1)
  }
  line.send({ t: 'text.input', text: 'show my cart' })
  const { id } = await line.got('tool.call')
  line.send({ t: 'tool.result', id, error: `${personal.upi} ${secrets.stripeKey}` })
  await line.got('tts.stopped', line.all('tts.stopped').length + 1)
  line.send({ t: 'dtmf.send', digits: personal.card })
  await line.got('tts.started', line.all('tts.started').length + 1)
}

/** Says all of it by commands, and asks for some that are wrong; they are followed from here on. */
async function commandAll(line: Dialled): Promise<void> {
  const order = (body: object) => stage.rest.call('sendSessionCommand', { path: { sessionId: 'typed' }, body })
  const { url, apiKey } = stage.platform
  followed = new EventStream(`${url}/v1/sessions/typed/events/stream`, { authorization: `Bearer ${apiKey}` })
  const said = [...Object.values(personal), ...Object.values(secrets)]
  for (let at = 0; at < said.length; at += 12) {
    const turns = line.all('tts.stopped').length
    const text = said.slice(at, at + 12).join(' and ')
    expect((await order({ command: 'say', text, interrupt: true })).body.result).toBe('applied')
    await line.got('tts.started', turns + 1)
    line.send({ t: 'interrupt' })
    await line.got('tts.stopped', turns + 1)
  }
  problems.push(JSON.stringify((await order({ command: secrets.awsSecret, text: wrong.requestBody })).body))
  problems.push(JSON.stringify((await order({ command: 'call.hangup', reason: personal.diagnosis })).body))
}

async function tellRoom(): Promise<void> {
  const { apiKey } = recording
  const { liveKitSecret: apiSecret, turnPassword, turnUsername } = secrets
  const metadata = JSON.stringify({ session_id: 'typed', ...personal })
  const room = { sid: 'RM_canary', name: personal.name, metadata, turnPassword, turnUsername }
  const participant = {
    sid: 'PA_canary',
    identity: personal.phone,
    name: personal.name,
    metadata,
    attributes: personal,
  }
  for (const event of ['room_started', 'participant_joined', 'track_published', 'participant_left']) {
    const track = { sid: 'TR_canary', name: personal.name }
    const told = { event, id: `EV_${event}`, room, participant, track }
    const { status, body } = await tell(stage.platform.url, { apiKey, apiSecret }, told)
    expect([status, body]).toEqual([200, { outcome: 'logged' }])
  }
}

/** Providers that refuse us, and say with which key and words. */
async function failingProvider(): Promise<void> {
  const { faults } = stage.simulators
  for (const plan of [faults.chat, faults.listen]) plan.set({ failure: { kind: '401' } })
  const line = stage.dial('/v1/realtime/refused-by-provider?agentId=shop')
  await line.got('connected')
  line.send({ t: 'start' })
  expect((await line.closed).code).toBe(4503)
  await stage.platform.said(/process\.fault/)
}

describe('the call with Redis', () => {
  test('readiness counts the bus', async () => {
    expect((await stage.rest.call('getReadiness')).body.checks).toContainEqual({ name: 'bus', ok: true })
  })

  test('the stream of the call has every event of its timeline, in order, in the form of the events document', async () => {
    const { data } = (await stage.rest.call('getCallTimeline', { path: { callId } })).body
    expect(data.length).toBeGreaterThan(8)
    const redis = new Redis(inject('redis'))
    const entries = await redis.xrange(`events:${callId}`, '-', '+').finally(() => redis.disconnect())
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
    const texts = await redisTexts(inject('redis'))
    const text = texts.get(`events:${callId}`)!
    expect(text).toContain('call.started')
    expect(text).not.toMatch(words)
    expect([...texts].flatMap(([key, kept]) => found(kept).map((name) => `${key} has ${name}`))).toEqual([])
  })
})

describe('fifty values that were put into every place', () => {
  test('were there, so that their absence means something', async () => {
    expect(Object.keys(canaries).length).toBe(50)
    const timelines = await Promise.all(
      ['with-redis', 'typed'].map(
        async (name) =>
          (await stage.rest.call('getCallTimeline', { path: { callId: name }, query: { limit: 1000 } })).body,
      ),
    )
    expect(JSON.stringify(timelines)).toMatch(words)
    const missing = Object.keys({ ...personal, ...secrets }).filter(
      (name) => !found(JSON.stringify(timelines)).includes(name),
    )
    expect(missing).toEqual([])
    expect(crm.visits.map(({ headers }) => headers.authorization)).toContain(`Bearer ${secrets.toolBearer}`)
  })

  test('are in no event', async () => {
    const rows = await sql<{ event_type: string; envelope: object }>(
      stage.database,
      'select event_type, envelope from events',
    )
    expect(rows.length).toBeGreaterThan(60)
    expect(found(JSON.stringify(rows))).toEqual([])
    expect(rows.map(({ event_type: type }) => type)).toEqual(
      expect.arrayContaining([
        'action.completed',
        'action.failed',
        'dtmf.received',
        'livekit.participant.joined',
        'call.evaluated',
        'webhook.dead_lettered',
      ]),
    )
  })

  test('are in no stream of events, nor in what lists them', async () => {
    await followed.ended()
    const types = followed.events.map(({ event }) => event)
    expect(types).toEqual(expect.arrayContaining(['control.command_received', 'control.command_applied', 'stream.end']))
    expect(found(JSON.stringify(followed.events))).toEqual([])
    const sessions = await Promise.all(
      ['with-redis', 'typed'].map(async (callId) => {
        const { id } = (await stage.rest.call('getCall', { path: { callId } })).body
        return (await stage.rest.call('listSessionEvents', { path: { sessionId: id }, query: { limit: 1000 } })).body
      }),
    )
    expect(sessions.every(({ data }) => data.length > 20)).toBe(true)
    expect(found(JSON.stringify(sessions))).toEqual([])
  })

  test('are in no problem, neither in answers nor in messages of the socket', () => {
    expect(problems.length).toBeGreaterThan(15)
    expect(found(problems.join('\n'))).toEqual([])
  })

  test('are in PostgreSQL where the tenant set them, and sealed everywhere else', async () => {
    const texts = await databaseTexts(stage.database)
    expect([...texts.keys()]).toEqual(
      expect.arrayContaining(['events', 'sealed_content', 'idempotent_requests', 'livekit_events']),
    )
    for (const [table, text] of texts) {
      expect([table, found(text, table === 'calls' ? ofTheClient : [])]).toEqual([table, []])
      if (!ofTheTenant.includes(table)) expect([table, words.exec(text)?.[0]]).toEqual([table, undefined])
    }
  })

  test('are in no file but those of the call itself', async () => {
    const texts = await fileTexts(stage.folder, [join('data', 'artifacts')])
    const hits = [...texts].flatMap(([path, text]) => found(text).map((name) => `${path} has ${name}`))
    expect(hits).toEqual([])
  })

  test('are in no figure', async () => {
    const { status, body } = await stage.rest.as(settings.OPERATOR_API_KEY).call('scrapeMetrics')
    expect([status, found(body)]).toEqual([200, []])
    expect(body).toContain('invorto_livekit_events_total{room_event="logged"} 4')
    expect(found(JSON.stringify((await stage.rest.call('getReadiness')).body))).toEqual([])
  })

  test('are in no span', async () => {
    await until('the spans of a call', () => collector.visits.some(({ body }) => body.includes(callId)), 20_000)
    expect(
      found(collector.visits.map(({ url, headers, body }) => JSON.stringify([url, headers]) + body).join('\n')),
    ).toEqual([])
    expect(collector.visits.map(({ body }) => body).join('\n')).not.toMatch(words)
  })

  test('are in no line of the log that waits in memory', async () => {
    stage.platform.signal('SIGUSR2')
    const strings = await until('the heap snapshot', () => heapTexts(stage.folder).catch(() => null), 60_000)
    const lines = strings.filter((text) => /"(event_type|severity)":"/.test(text))
    expect(lines.length).toBeGreaterThan(0)
    expect(found(lines.join('\n'))).toEqual([])
  })

  test('the output of the process holds no word and no secret, even of requests that are wrong', async () => {
    await stage.platform.stop()
    const output = stage.platform.output()
    // The development key is shown once, on purpose, to whoever starts the platform.
    const logged = output.replace(`API key ${settings.INVORTO_DEV_API_KEY}`, '')
    expect(logged).not.toMatch(words)
    expect(found(logged)).toEqual([])
    const lines = output.split('\n').filter((text) => text.startsWith('{'))
    expect(lines.length).toBeGreaterThan(1)
    for (const text of lines) {
      expect(JSON.parse(text)).toMatchObject({
        session_id: expect.stringMatching(/^proc_/),
        pii: { contains_pii: false },
      })
    }
  })
})
