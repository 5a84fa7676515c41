import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, sql } from './database.ts'
import type { Rest } from './rest.ts'
import { shortCall } from './short-call.ts'
import { recording, Speaker } from './speaker.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'
import { type Post, startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let stage: Stage
let receiver: WebhookReceiver
beforeAll(async () => {
  stage = await setStage({
    EGRESS_ALLOW: '127.0.0.1/32',
    WEBHOOK_RETRIES: '2',
    WEBHOOK_RETRY_MS: '50',
    WEBHOOK_TIMEOUT_MS: '700',
  })
  receiver = await startWebhookReceiver()
})
afterAll(async () => {
  receiver.close()
  await stage.strike()
})

// biome-ignore lint/suspicious/noExplicitAny: what comes is judged by the document
type Any = any
interface Tenant {
  readonly rest: Rest
  readonly key: string
  readonly uuid: string
}

/** A tenant of its own, with an agent `desk` that has a tool. */
async function newTenant(): Promise<Tenant> {
  const { key, tenant: uuid } = await addKey(stage.database, 'admin')
  const rest = stage.rest.as(key)
  const body = { name: 'Desk', externalId: 'desk', prompt: 'You sell plans.' }
  expect((await rest.call('createAgent', { body })).status).toBe(201)
  return { rest, key, uuid }
}

let count = 0
/** An endpoint on a path that no other has. */
async function endpoint(
  { rest }: Tenant,
  manner: string,
  body: object = {},
): Promise<{ id: string; place: string; secret: string }> {
  const place = `/${manner}/${++count}`
  const made = await rest.call('createWebhookEndpoint', { body: { url: receiver.url + place, ...body } })
  expect(made.status).toBe(201)
  return { id: made.body.id, place, secret: made.body.secret }
}

const call = (tenant: Tenant): Promise<void> => shortCall(stage, `call-${++count}`, 'desk', tenant.key)
const deliveries = async ({ rest }: Tenant, endpointId: string, query: Record<string, string | number> = {}) =>
  (await rest.call('listWebhookDeliveries', { path: { endpointId }, query })).body.data as Any[]
/** Waits until every delivery of the endpoint is closed, `many` of them. */
const closed = (tenant: Tenant, id: string, many = 1): Promise<Any[]> =>
  until(`${many} deliveries of ${id}`, async () => {
    const all = await deliveries(tenant, id)
    return all.length >= many && all.every(({ nextAttemptAt }) => nextAttemptAt === null) && all
  })
const byType = (posts: readonly Post[]): Record<string, Any> =>
  Object.fromEntries(posts.map((post) => [post.event.type, post.event]))
const tenantLog = ({ uuid }: Tenant) =>
  sql<{ seq: number; event_type: string; envelope: Any }>(
    stage.database,
    'select seq, event_type, envelope from events where session_id = $1 order by seq',
    [uuid],
  )

describe('a call', () => {
  let tenant: Tenant
  let posts: Post[]
  let secret: string
  let endedAt: number
  beforeAll(async () => {
    tenant = await newTenant()
    const all = await endpoint(tenant, 'ok')
    const ends = await endpoint(tenant, 'ok', { eventTypes: ['call.ended'] })
    secret = all.secret
    const caller = new Speaker({ url: stage.platform.url, apiKey: tenant.key, callId: 'spoken', agentId: 'desk' })
    await caller.call()
    caller.say(await recording('what-are-your-plans'))
    await caller.got('tts.started')
    await caller.hangUp()
    endedAt = Date.now()
    await until('the end of the call', () => receiver.at(ends.place)[0])
    posts = await until('all events', () => {
      const came = receiver.at(all.place)
      return came.some(({ event }) => event.type === 'call.ended') && came
    })
    expect(receiver.at(ends.place).map(({ event }) => event.type)).toEqual(['call.ended'])
  })

  test('is told as it goes on: its start, what the caller said, its end', () => {
    const events = byType(posts)
    expect(events['call.started']).toMatchObject({ direction: 'inbound', from: null, to: null, carrier: null })
    expect(events['asr.final'].text.toLowerCase()).toContain('what are your plans')
    expect(events['call.ended']).toMatchObject({ reason: 'hangup', reasonDetail: 'caller_hangup' })
    for (const { event } of posts) {
      expect(event).toMatchObject({ schemaVersion: `${event.type}.v1.4`, callId: events['call.ended'].callId })
      expect(event.tenantId).toMatch(/^t_/)
      expect(event.eventId).toMatch(/^evt_[0-9a-z]{26}$/)
    }
    expect(new Set(posts.map(({ event }) => event.eventId)).size).toBe(posts.length)
  })

  test('of which the end is posted within a second (FR-W2)', () => {
    const end = posts.find(({ event }) => event.type === 'call.ended')!
    expect(end.at - Date.parse(end.event.endedAt)).toBeLessThan(1_000)
    expect(end.at - endedAt).toBeLessThan(1_000)
  })

  test('is verified by the library of Standard Webhooks, and by whoever has ten lines and the raw body', () => {
    for (const { headers, body, event } of posts) {
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(event)
      const hex = createHmac('sha256', secret).update(body).digest('hex')
      expect(headers['x-signature']).toBe(`sha256=${hex}`)
      expect(headers).toMatchObject({ 'webhook-id': event.eventId, 'user-agent': 'Invorto-Webhooks/1' })
      expect(headers['content-type']).toBe('application/json')
      expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow()
      expect(body).not.toContain(hex)
    }
  })

  test('is told to the log of the tenant, which has no gap', async () => {
    const told = await until('the log', async () => {
      const log = await tenantLog(tenant)
      return log.filter(({ event_type }) => event_type === 'webhook.delivered').length >= posts.length + 1 && log
    })
    expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1))
    const ids = told.map(({ envelope }) => envelope.data.event_id)
    for (const { event } of posts) expect(ids).toContain(event.eventId)
    expect(JSON.stringify(told)).not.toContain('plans')
    const query = { event_type: 'webhook.delivered', limit: 100 }
    const asked = { path: { sessionId: posts[0]!.event.tenantId }, query }
    const { body } = await tenant.rest.call('listSessionEvents', asked)
    const listed = body.data.map(({ data }: Any) => data.event_id)
    for (const { event } of posts) expect(listed).toContain(event.eventId)
  })
})

test('what a call came to follows its end, with links that open (SRS 7.4.1, FR-CP3)', async () => {
  const tenant = await newTenant()
  const { id, place } = await endpoint(tenant, 'ok', { eventTypes: ['agent.summary'] })
  await call(tenant)
  const [post] = await until('the summary', () => receiver.at(place).length > 0 && receiver.at(place), 30_000)
  const { event } = post!
  expect(event).toMatchObject({
    type: 'agent.summary',
    schemaVersion: 'agent.summary.v1.4',
    carrier: null,
    toolCalls: [],
  })
  expect(event).toMatchObject({ emotion: { enabled: false }, usage: { llmIn: 0 }, artifact: { messages: [] } })
  expect(Object.keys(event.kpis)).toEqual(['asrFirstPartialMs', 'eouMs', 'llmFirstTokenMs', 'ttsFirstChunkMs'])
  expect(event.agentConfigAtCallStart.llm.provider).toBe('openai')
  for (const link of [event.artifacts.metrics, event.artifacts.bundleZip]) expect((await fetch(link)).status).toBe(200)
  const expires = Number(new URL(event.artifacts.metrics).searchParams.get('expires'))
  expect(Math.abs(expires - Date.now() / 1000 - 86_400)).toBeLessThan(120)
  const [delivery] = await closed(tenant, id)
  await tenant.rest.call('replayWebhookDelivery', { path: { deliveryId: delivery.id } })
  await until('the summary again', () => receiver.at(place).length === 2)
  const again = receiver.at(place)[1]!.event
  expect({ ...again, artifacts: null }).toEqual({ ...event, artifacts: null })
})

describe('an endpoint that', () => {
  test.each([
    ['slow', 'delivered', 1, { httpStatus: 200, failure: null, responseExcerpt: 'at last' }],
    ['huge', 'delivered', 1, { httpStatus: 200, failure: null }],
    ['cut', 'delivered', 1, { httpStatus: 200, failure: null, responseExcerpt: 'half' }],
    ['drip', 'delivered', 1, { httpStatus: 200, failure: null }],
    ['500', 'dead', 3, { httpStatus: 500, failure: 'refused', responseExcerpt: 'no' }],
    ['301', 'dead', 3, { httpStatus: 301, failure: 'refused' }],
    ['hang', 'dead', 3, { httpStatus: null, failure: 'timeout' }],
    ['away', 'dead', 3, { httpStatus: null, failure: 'unreachable' }],
    ['garbage', 'dead', 3, { httpStatus: null, failure: 'refused' }],
  ])('is "%s" leaves deliveries %s after %i tries (FR-W3)', async (manner, state, attempts, lastAttempt) => {
    const tenant = await newTenant()
    const { id, place } = await endpoint(tenant, manner, { eventTypes: ['call.ended'] })
    await call(tenant)
    const [delivery] = await closed(tenant, id)
    expect(delivery).toMatchObject({
      state,
      attempts,
      type: 'call.ended',
      lastAttempt: { attempt: attempts, ...lastAttempt },
    })
    const posts = receiver.at(place)
    expect(posts).toHaveLength(attempts)
    expect(new Set(posts.map(({ event }) => event.eventId))).toEqual(new Set([delivery.eventId]))
    expect(new Set(posts.map(({ body }) => body)).size).toBe(1)
    expect(receiver.at('/followed')).toEqual([])
    const path = { deliveryId: delivery.id }
    const { body } = await tenant.rest.call('getWebhookDelivery', { path })
    expect(body.attemptLog.map(({ attempt }: Any) => attempt)).toEqual(
      Array.from({ length: attempts }, (_, i) => i + 1),
    )
    expect(body.payload).toEqual(posts[0]!.event)
    const told = (await tenantLog(tenant)).map(({ event_type }) => event_type)
    const failed = Array.from({ length: attempts }, () => 'webhook.attempt_failed')
    expect(told).toEqual(state === 'dead' ? [...failed, 'webhook.dead_lettered'] : ['webhook.delivered'])
  })

  test('asks for patience gets it', async () => {
    const tenant = await newTenant()
    const { id, place } = await endpoint(tenant, '429', { eventTypes: ['call.ended'] })
    await call(tenant)
    const [first, second] = await until('a second try', () => receiver.at(place).length > 1 && receiver.at(place))
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(950)
    expect((await deliveries(tenant, id, { state: 'retrying', type: 'call.ended' }))[0].eventId).toBe(
      first!.event.eventId,
    )
  })

  test('answers 410 is disabled, and what happens meanwhile is kept for it', async () => {
    const tenant = await newTenant()
    const { id, place } = await endpoint(tenant, '410', { eventTypes: ['call.ended'] })
    await call(tenant)
    await closed(tenant, id)
    const path = { endpointId: id }
    const state = async () => (await tenant.rest.call('getWebhookEndpoint', { path })).body.state
    await until('the endpoint is gone', async () => (await state()) === 'gone')
    expect((await tenantLog(tenant)).at(-1)).toMatchObject({
      event_type: 'webhook.endpoint_disabled',
      envelope: { data: { endpoint_id: id, state: 'gone' } },
    })
    await call(tenant)
    const [kept, tried] = await closed(tenant, id, 2)
    expect([kept.state, kept.attempts, tried.attempts]).toEqual(['dead', 0, 1])
    expect(receiver.at(place)).toHaveLength(1)

    const since = new Date(Date.now() - 3_600_000).toISOString()
    const recover = (body: object) => tenant.rest.call('recoverWebhookDeliveries', { path, body })
    expect((await recover({ since })).status).toBe(409)
    expect((await tenant.rest.call('replayWebhookDelivery', { path: { deliveryId: kept.id } })).status).toBe(409)
    receiver.recover(place)
    await tenant.rest.call('updateWebhookEndpoint', { path, body: { state: 'enabled' } })
    expect((await recover({ since })).body).toEqual({ recovered: 2, nextCursor: null })
    await until('both are delivered', async () => (await deliveries(tenant, id, { state: 'delivered' })).length === 2)
    expect((await deliveries(tenant, id)).map(({ lastAttempt }) => lastAttempt.trigger)).toEqual([
      'recovery',
      'recovery',
    ])
    expect((await recover({ since })).body).toEqual({ recovered: 0, nextCursor: null })
    const bad = [
      [{ since: '2020-01-01T00:00:00Z' }, '/since'],
      [{ since, until: '2020-01-01T00:00:00Z' }, '/until'],
    ] as const
    for (const [body, pointer] of bad) {
      const answer = await recover(body)
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer])
    }
  })

  test('is paused gets nothing until it is enabled', async () => {
    const tenant = await newTenant()
    const { id, place } = await endpoint(tenant, 'ok', { eventTypes: ['call.ended'] })
    const path = { endpointId: id }
    await tenant.rest.call('updateWebhookEndpoint', { path, body: { state: 'paused' } })
    await call(tenant)
    const [kept] = await closed(tenant, id)
    expect([kept.state, kept.attempts, receiver.at(place)]).toEqual(['dead', 0, []])
    await tenant.rest.call('updateWebhookEndpoint', { path, body: { state: 'enabled' } })
    const replayed = await tenant.rest.call('replayWebhookDelivery', { path: { deliveryId: kept.id } })
    expect([replayed.status, replayed.body.state]).toEqual([202, 'pending'])
    const [post] = await until('the event', () => receiver.at(place).length > 0 && receiver.at(place))
    expect(post!.event.eventId).toBe(kept.eventId)
  })

  test('hangs holds up no other, neither of its tenant nor of others', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()]
    for (let i = 0; i < 3; i++) await endpoint(tenant, 'hang', { eventTypes: ['call.ended'] })
    const quick = await endpoint(tenant, 'ok', { eventTypes: ['call.ended'] })
    const others = await endpoint(other, 'ok', { eventTypes: ['call.ended'] })
    for (let i = 0; i < 4; i++) await call(tenant)
    await call(other)
    await until('the quick ones', () => receiver.at(quick.place).length === 4 && receiver.at(others.place).length === 1)
    for (const { at, event } of [...receiver.at(quick.place), ...receiver.at(others.place)]) {
      expect(at - Date.parse(event.endedAt)).toBeLessThan(1_000)
    }
  })
})

test('a delivery that was taken can be posted again, with the same eventId', async () => {
  const tenant = await newTenant()
  const { id, place } = await endpoint(tenant, 'ok', { eventTypes: ['call.started', 'call.ended'] })
  await call(tenant)
  const [ended, started] = await closed(tenant, id, 2)
  expect([ended.type, started.type]).toEqual(['call.ended', 'call.started'])
  await tenant.rest.call('replayWebhookDelivery', { path: { deliveryId: ended.id } })
  await until('three posts', () => receiver.at(place).length === 3)
  const twice = receiver.at(place).filter(({ event }) => event.type === 'call.ended')
  expect(twice[0]!.body).toBe(twice[1]!.body)
  const [again] = await closed(tenant, id, 2)
  expect(again).toMatchObject({ id: ended.id, state: 'delivered', attempts: 2, lastAttempt: { trigger: 'replay' } })
  const first = await tenant.rest.call('listWebhookDeliveries', { path: { endpointId: id }, query: { limit: 1 } })
  const query = { limit: 1, cursor: first.body.nextCursor }
  const second = await tenant.rest.call('listWebhookDeliveries', { path: { endpointId: id }, query })
  expect([...first.body.data, ...second.body.data].map(({ type }: Any) => type)).toEqual(['call.ended', 'call.started'])
  expect(await deliveries(tenant, id, { callId: ended.callId })).toHaveLength(2)
  expect(await deliveries(tenant, id, { callId: 'never-was' })).toEqual([])
  expect(await deliveries(tenant, id, { createdAfter: new Date(Date.now() + 60_000).toISOString() })).toEqual([])
  expect(await deliveries(tenant, id, { createdBefore: new Date(Date.now() - 60_000).toISOString() })).toEqual([])
})

test('while a secret is rotated both sign, and X-Signature stays with the old one until it is promoted', async () => {
  const tenant = await newTenant()
  const { id, place, secret: old } = await endpoint(tenant, 'ok')
  const path = { endpointId: id }
  const sample = async (): Promise<Post> => {
    await tenant.rest.call('testWebhookEndpoint', { path, body: { type: 'call.ended' } })
    return receiver.at(place).at(-1)!
  }
  const hex = (secret: string, { body }: Post): string =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const { secret: next } = (await tenant.rest.call('rotateWebhookSecret', { path, body: {} })).body
  const during = await sample()
  for (const secret of [old, next]) new Webhook(secret).verify(during.body, during.headers as Record<string, string>)
  expect(during.headers['x-signature']).toBe(hex(old, during))
  await tenant.rest.call('promoteWebhookSecret', { path })
  const after = await sample()
  expect(after.headers['x-signature']).toBe(hex(next, after))
  expect(() => new Webhook(old).verify(after.body, after.headers as Record<string, string>)).toThrow()
})

test('neither secrets nor what servers answer stand in the output or in the clear', async () => {
  expect(stage.platform.output()).not.toMatch(/whsec_|at last/)
  const rows = await sql<{ sealed: Buffer }>(
    stage.database,
    'select sealed from webhook_attempts where sealed is not null',
  )
  expect(rows.length).toBeGreaterThan(0)
  for (const { sealed } of rows) expect(sealed.includes('at last')).toBe(false)
})
