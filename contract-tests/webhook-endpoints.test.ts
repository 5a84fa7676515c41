import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, sql } from './database.ts'
import { type Stage, setStage } from './stage.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const OTHER_SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
const MOST = 12
let stage: Stage
let receiver: WebhookReceiver
beforeAll(async () => {
  stage = await setStage({
    EGRESS_ALLOW: '127.0.0.1/32, hooks.example.com',
    MAX_WEBHOOK_ENDPOINTS_PER_TENANT: String(MOST),
    WEBHOOK_SECRET: SECRET,
    WEBHOOK_TIMEOUT_MS: '500',
  })
  receiver = await startWebhookReceiver()
})
afterAll(async () => {
  receiver.close()
  await stage.strike()
})

const url = 'https://hooks.example.com/invorto'
/** A tenant of its own, as its admin. */
const newTenant = async () => stage.rest.as((await addKey(stage.database, 'admin')).key)
const made = async (body: object = {}, rest = stage.rest) =>
  (await rest.call('createWebhookEndpoint', { body: { url, ...body } })).body

describe('createWebhookEndpoint', () => {
  test('makes an endpoint with a secret of its own, which is shown once', async () => {
    const rest = await newTenant()
    const { status, body } = await rest.call('createWebhookEndpoint', { body: { url } })
    expect(status).toBe(201)
    const { secret, ...endpoint } = body
    expect(endpoint).toMatchObject({ url, eventTypes: null, description: null, state: 'enabled', secretRotation: null })
    expect(endpoint.id).toMatch(/^we_[0-9a-z]{26}$/)
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32)
    expect((await made({}, rest)).secret).not.toBe(secret)
    const path = { endpointId: endpoint.id }
    expect((await rest.call('getWebhookEndpoint', { path })).body).toEqual(endpoint)
    const { body: page } = await rest.call('listWebhookEndpoints', { query: { state: 'enabled' } })
    expect(page.data).toContainEqual(endpoint)
    expect(JSON.stringify(page)).not.toContain(secret)
    const rows = await sql<{ row: string }>(
      stage.database,
      'select webhook_endpoints::text as row from webhook_endpoints',
    )
    for (const { row } of rows) expect(row).not.toContain(Buffer.from(secret).toString('hex'))
  })

  test('takes a secret of the tenant; WEBHOOK_SECRET is that of the default tenant alone', async () => {
    expect((await made({ secret: OTHER_SECRET })).secret).toBe(OTHER_SECRET)
    expect((await made()).secret).toBe(SECRET)
    expect((await made({}, await newTenant())).secret).not.toBe(SECRET)
  })

  test.each([
    ['http://hooks.example.org/', 'must begin with https'],
    ['https://127.0.0.2/', 'not one of the public internet'],
    ['https://169.254.169.254/latest', 'not one of the public internet'],
    ['https://[::1]/', 'not one of the public internet'],
    ['https://10.1.2.3/', 'not one of the public internet'],
    ['https://localhost/', 'not a name of the public internet'],
    ['https://crm.internal/', 'not a name of the public internet'],
    ['https://nothing-there.example.org/', 'no address in the public internet'],
    ['https://hooks.example.org:8080/', 'port'],
  ])('refuses %s', async (bad, why) => {
    for (const answer of [
      await stage.rest.call('createWebhookEndpoint', { body: { url: bad } }),
      await stage.rest.call('updateWebhookEndpoint', { path: { endpointId: 'we_x' }, body: { url: bad } }),
    ]) {
      expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([400, 'bad_request', '/url'])
      expect(answer.body.detail).toContain(why)
    }
  })

  test.each([
    ['credentials', { url: 'https://user:pw@hooks.example.com/' }, '/url'],
    ['no URL', { url: 'hooks.example.com' }, '/url'],
    ['a filter that names no event', { url, eventTypes: ['call.begun'] }, '/eventTypes/0'],
    ['an empty filter', { url, eventTypes: [] }, '/eventTypes'],
    ['a secret that is too short', { url, secret: 'whsec_c2hvcnQ=' }, '/secret'],
  ])('refuses %s', async (_what, body, pointer) => {
    const answer = await stage.rest.call('createWebhookEndpoint', { body })
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer])
  })

  test('takes so many and no more, and the same command once', async () => {
    const rest = await newTenant()
    const headers = { 'idempotency-key': 'one-endpoint' }
    const first = await rest.call('createWebhookEndpoint', { body: { url }, headers })
    expect((await rest.call('createWebhookEndpoint', { body: { url }, headers })).body).toEqual(first.body)
    const more = await Promise.all(
      Array.from({ length: MOST + 3 }, () => rest.call('createWebhookEndpoint', { body: { url } })),
    )
    expect(more.filter(({ status }) => status === 201)).toHaveLength(MOST - 1)
    const refused = more.find(({ status }) => status === 429)!
    expect(refused.body).toMatchObject({ code: 'quota_exceeded', limit: 'cap' })
    expect(refused.body.detail).toContain(`${MOST} webhook endpoints`)
    const path = { endpointId: first.body.id }
    expect((await rest.call('deleteWebhookEndpoint', { path })).status).toBe(204)
    expect((await rest.call('createWebhookEndpoint', { body: { url } })).status).toBe(201)
  })
})

test('an endpoint is changed, paused, enabled and removed', async () => {
  const rest = await newTenant()
  const { secret: _secret, ...endpoint } = await made({ eventTypes: ['call.ended'] }, rest)
  const path = { endpointId: endpoint.id }
  const patch = async (body: object) => (await rest.call('updateWebhookEndpoint', { path, body })).body
  expect(await patch({ eventTypes: null, description: 'CRM' })).toEqual({
    ...endpoint,
    eventTypes: null,
    description: 'CRM',
  })
  const paused = await patch({ state: 'paused' })
  expect(paused.state).toBe('paused')
  expect(Date.parse(paused.stateSince)).toBeGreaterThan(Date.parse(endpoint.stateSince))
  expect((await patch({ state: 'paused' })).stateSince).toBe(paused.stateSince)
  expect((await rest.call('listWebhookEndpoints', { query: { state: 'enabled' } })).body.data).toEqual([])
  expect(await patch({ state: 'enabled' })).toMatchObject({ state: 'enabled' })
  expect((await rest.call('updateWebhookEndpoint', { path, body: { state: 'gone' } })).status).toBe(400)
  const stale = { path, headers: { 'if-match': '"stale"' } }
  expect((await rest.call('updateWebhookEndpoint', { ...stale, body: { description: null } })).status).toBe(412)
  expect((await rest.call('deleteWebhookEndpoint', stale)).status).toBe(412)
  expect((await rest.call('deleteWebhookEndpoint', { path })).status).toBe(204)
  expect((await rest.call('getWebhookEndpoint', { path })).status).toBe(404)
})

describe('a secret is rotated in two phases', () => {
  const rotate = (endpointId: string, body: object = {}) =>
    stage.rest.call('rotateWebhookSecret', { path: { endpointId }, body })
  const promote = (endpointId: string) => stage.rest.call('promoteWebhookSecret', { path: { endpointId } })
  const rotation = async (endpointId: string) =>
    (await stage.rest.call('getWebhookEndpoint', { path: { endpointId } })).body.secretRotation

  test('and promoted once', async () => {
    const { id } = await made()
    const { status, body } = await rotate(id, { graceSec: 3600, secret: OTHER_SECRET })
    expect([status, body.secret]).toEqual([200, OTHER_SECRET])
    expect(Date.parse(body.graceEndsAt) - Date.parse(body.startedAt)).toBe(3_600_000)
    expect(await rotation(id)).toEqual({ startedAt: body.startedAt, graceEndsAt: body.graceEndsAt })
    expect((await promote(id)).body.secretRotation).toBeNull()
    expect((await promote(id)).status).toBe(409)
    expect((await stage.rest.call('deleteWebhookEndpoint', { path: { endpointId: id } })).status).toBe(204)
  })

  test('or at once, for one that is lost', async () => {
    const { id } = await made()
    expect((await rotate(id, { graceSec: 0 })).status).toBe(200)
    expect(await rotation(id)).toBeNull()
    expect((await promote(id)).status).toBe(409)
    await stage.rest.call('deleteWebhookEndpoint', { path: { endpointId: id } })
  })
})

describe('testWebhookEndpoint', () => {
  test.each([
    ['call.started', 'ok', { httpStatus: 200, failure: null, responseExcerpt: 'ok' }],
    ['asr.final', '500', { httpStatus: 500, failure: 'refused', responseExcerpt: 'no' }],
    ['agent.tool_call', 'hang', { httpStatus: null, failure: 'timeout' }],
    ['call.ended', '301', { httpStatus: 301, failure: 'refused' }],
    ['agent.summary', 'garbage', { httpStatus: null, failure: 'refused' }],
    ['billing.usage.updated', 'away', { httpStatus: null, failure: 'unreachable' }],
    ['qa.flags', 'ok', { httpStatus: 200, failure: null }],
  ])('posts a sample of %s to a server that is %s', async (type, manner, outcome) => {
    const rest = await newTenant()
    const place = `/${manner}/${type}`
    const { id } = await made({ url: receiver.url + place, secret: OTHER_SECRET }, rest)
    const asked = { path: { endpointId: id }, body: { type } }
    expect((await rest.call('testWebhookEndpoint', asked)).body).toMatchObject({
      trigger: 'test',
      attempt: 1,
      ...outcome,
    })
    const [post] = receiver.at(place)
    expect(post!.event).toMatchObject({ type, eventId: post!.headers['webhook-id'] })
    expect(post!.event.eventId).toMatch(/^evt_test_/)
    expect(receiver.at('/followed')).toEqual([])
  })
})

test('what another tenant has is not there', async () => {
  const { id } = await made()
  const other = await newTenant()
  const path = { endpointId: id, deliveryId: 'wd_01jd3w7q8re5a9v6c2k4m0n7xz' }
  const since = new Date(Date.now() - 60_000).toISOString()
  for (const [operation, body] of [
    ['getWebhookEndpoint', undefined],
    ['updateWebhookEndpoint', { state: 'paused' }],
    ['deleteWebhookEndpoint', undefined],
    ['rotateWebhookSecret', {}],
    ['promoteWebhookSecret', undefined],
    ['testWebhookEndpoint', { type: 'call.ended' }],
    ['listWebhookDeliveries', undefined],
    ['recoverWebhookDeliveries', { since }],
    ['getWebhookDelivery', undefined],
    ['replayWebhookDelivery', undefined],
  ] as const) {
    const answer = await other.call(operation, { path, ...(body && { body }) })
    expect([operation, answer.status]).toEqual([operation, 404])
  }
  expect((await stage.rest.call('getWebhookEndpoint', { path })).status).toBe(200)
  await stage.rest.call('deleteWebhookEndpoint', { path })
})

test('developers read and replay, and only admins change', async () => {
  const dev = stage.rest.as((await addKey(stage.database, 'dev')).key)
  expect((await dev.call('createWebhookEndpoint', { body: { url } })).status).toBe(403)
  expect((await dev.call('listWebhookEndpoints')).status).toBe(200)
})
