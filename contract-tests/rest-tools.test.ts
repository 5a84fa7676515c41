import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, sql } from './database.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'

const SECRET = 'canary-5e1f-credential of crm+/='
let stage: Stage
let crm: ToolServer
beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' })
  crm = await startToolServer()
  await stage.rest.call('putSecret', { path: { secretName: 'crm_api' }, body: { value: SECRET, hosts: ['127.0.0.1'] } })
})
afterAll(async () => {
  crm.close()
  await stage.strike()
})

let count = 0
const orders = (more: object = {}) => ({
  name: `get_order_${++count}`,
  url: `${crm.url}/orders/{orderId}`,
  headers: { Authorization: 'Bearer ${secrets.crm_api}' },
  inputSchema: {
    type: 'object',
    properties: { orderId: { type: 'string' }, lang: { type: 'string' } },
    required: ['orderId'],
  },
  outputSchema: { type: 'object', properties: { status: { type: 'string' } }, required: ['status'] },
  ...more,
})
const create = async (more: object = {}) => (await stage.rest.call('createTool', { body: orders(more) })).body
const invoke = async (toolName: string, args: object) =>
  (await stage.rest.call('invokeTool', { path: { toolName }, body: { args } })).body

describe('createTool', () => {
  test('fills in every default, and the tool is found by its name and its id', async () => {
    const { status, body } = await stage.rest.call('createTool', {
      body: { name: 'plain', url: 'https://example.com/' },
    })
    expect(status).toBe(201)
    const { id, createdAt, updatedAt, ...settings } = body
    expect(settings).toEqual({
      name: 'plain',
      description: '',
      kind: 'http',
      method: 'GET',
      url: 'https://example.com/',
      headers: {},
      inputSchema: { type: 'object', properties: {} },
      outputSchema: null,
      timeoutMs: 2000,
      idempotent: true,
    })
    expect(id).toMatch(/^tool_[0-9a-z]{26}$/)
    for (const toolName of ['plain', id]) {
      expect((await stage.rest.call('getTool', { path: { toolName } })).body).toEqual(body)
    }
    expect((await stage.rest.call('listTools')).body.data).toContainEqual(body)
  })

  test.each([
    [{ url: 'https://169.254.169.254/' }, '/url'],
    [{ url: 'http://example.com/' }, '/url'],
    [{ url: 'https://{orderId}.example.com/' }, '/url'],
    [{ url: 'https://example.com/{unknown}' }, '/url'],
    [{ url: 'https://example.com/${secrets.never_was}' }, '/url'],
    [{ url: 'https://example.com/', headers: { Authorization: '${secrets.crm_api}' } }, '/headers/Authorization'],
    [{ headers: { Host: 'x' } }, '/headers/Host'],
    [{ headers: { 'X-A': 'b\r\nX-C: d' } }, '/headers/X-A'],
    [{ headers: { 'X-A': '${env.HOME}' } }, '/headers/X-A'],
    [{ url: null }, '/url'],
    [{ kind: 'client' }, '/url'],
    [{ name: 'tool_01jd3w7q8re5a9v6c2k4m0n7xz' }, '/name'],
    [{ inputSchema: { type: 'string' }, url: 'https://example.com/' }, '/inputSchema/type'],
    [{ inputSchema: { type: 'object', $ref: 'https://evil.example.com/' } }, '/inputSchema/$ref'],
    [{ outputSchema: { type: 'string', pattern: '(a)\\1' } }, '/outputSchema'],
  ])('refuses %j and names %j', async (more, pointer) => {
    const { status, body } = await stage.rest.call('createTool', { body: orders(more) })
    expect([status, body.code]).toEqual([400, 'bad_request'])
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })

  test('refuses a name that is taken', async () => {
    const { name } = await create()
    const { status, body } = await stage.rest.call('createTool', { body: orders({ name }) })
    expect([status, body.errors[0].pointer]).toEqual([409, '/name'])
  })
})

describe('updateTool and deleteTool', () => {
  const patch = (toolName: string, body: object) => stage.rest.call('updateTool', { path: { toolName }, body })

  test('merge headers, replace schemas, and hold the whole against the rules', async () => {
    const tool = await create({ headers: { 'X-A': '1', 'X-B': '2' } })
    const inputSchema = { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] }
    const { status, body } = await patch(tool.name, { headers: { 'X-A': null, 'X-C': '3' }, inputSchema })
    expect([status, body]).toEqual([
      200,
      { ...tool, headers: { 'X-B': '2', 'X-C': '3' }, inputSchema, updatedAt: body.updatedAt },
    ])
    const refused = await patch(tool.id, { inputSchema: { type: 'object' } })
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/url'])
    expect((await stage.rest.call('getTool', { path: { toolName: tool.id } })).body).toEqual(body)
    const other = await create()
    expect((await patch(other.name, { name: tool.name })).status).toBe(409)
    expect((await stage.rest.call('deleteTool', { path: { toolName: tool.name } })).status).toBe(204)
    for (const toolName of [tool.name, tool.id]) {
      expect((await stage.rest.call('deleteTool', { path: { toolName } })).status).toBe(404)
      expect((await patch(toolName, { timeoutMs: 300 })).status).toBe(404)
    }
  })
})

test('a change that is meant for another state is refused', async () => {
  const { headers, body } = await stage.rest.call('createTool', { body: orders() })
  const asked = {
    path: { toolName: body.name },
    body: { timeoutMs: 300 },
    headers: { 'if-match': headers.get('etag')! },
  }
  expect((await stage.rest.call('updateTool', asked)).status).toBe(200)
  expect((await stage.rest.call('updateTool', asked)).status).toBe(412)
  expect((await stage.rest.call('deleteTool', { ...asked, body: undefined })).status).toBe(412)
})

describe('validateTool', () => {
  const verdict = async (body: object) => (await stage.rest.call('validateTool', { body })).body

  test('says that a definition and its arguments are right, and stores nothing', async () => {
    const definition = orders()
    const strict = { ...definition.inputSchema, required: ['orderId', 'lang'], additionalProperties: false }
    expect(await verdict({ definition, args: { orderId: 'A1' } })).toEqual({ valid: true, strict: false, errors: [] })
    expect(await verdict({ definition: { ...definition, inputSchema: strict } })).toMatchObject({ strict: true })
    expect((await stage.rest.call('getTool', { path: { toolName: definition.name } })).status).toBe(404)
  })

  test('names every wrong place of a definition and of arguments', async () => {
    const wrong = await verdict({ definition: { ...orders(), name: 'a b', timeoutMs: 1 } })
    expect(wrong.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/definition/name',
      '/definition/timeoutMs',
    ])
    expect((await verdict({ definition: orders({ url: 'https://10.0.0.1/' }) })).errors[0].pointer).toBe(
      '/definition/url',
    )
    const { name } = await create()
    expect(await verdict({ tool: name, args: { orderId: 7 } })).toMatchObject({
      valid: false,
      errors: [{ pointer: '/args/orderId', keyword: 'type' }],
    })
    expect((await stage.rest.call('validateTool', { body: { tool: 'never-was' } })).status).toBe(404)
    expect((await stage.rest.call('validateTool', { body: { args: {} } })).status).toBe(400)
    expect((await stage.rest.call('validateTool', { body: { tool: name, definition: {} } })).status).toBe(400)
  })
})

describe('invokeTool', () => {
  test('sends the request as an agent would, with its secret, and gives the result', async () => {
    const { name } = await create()
    crm.answers({ body: '{"status":"shipped"}' })
    const outcome = await invoke(name, { orderId: 'A/1 2', lang: 'hi&x=1' })
    expect(outcome).toMatchObject({
      ok: true,
      attempts: 1,
      httpStatus: 200,
      result: { status: 'shipped' },
      error: null,
    })
    const [visit] = crm.visits
    expect([visit?.method, visit?.url]).toEqual(['GET', '/orders/A%2F1%202?lang=hi%26x%3D1'])
    expect(visit?.headers).toMatchObject({ authorization: `Bearer ${SECRET}`, accept: 'application/json' })
    expect(visit?.headers['idempotency-key']).toMatch(/^tk_[0-9a-z]{26}$/)
  })

  test('puts the other arguments of a POST into its body', async () => {
    const { name } = await create({ method: 'POST', outputSchema: null })
    crm.answers({ status: 201, body: '' })
    expect(await invoke(name, { orderId: 'A1', lang: 'hi' })).toMatchObject({ ok: true, httpStatus: 201, result: null })
    expect(crm.visits).toMatchObject([{ method: 'POST', url: '/orders/A1', body: '{"lang":"hi"}' }])
  })

  test('refuses arguments that do not fit, and sends nothing', async () => {
    const { name } = await create()
    crm.answers({ body: '{}' })
    const { status, body } = await stage.rest.call('invokeTool', { path: { toolName: name }, body: { args: {} } })
    expect([status, body.errors[0].pointer]).toEqual([400, '/args'])
    for (const orderId of ['..', '.', '']) {
      expect((await invoke(name, { orderId })).error.class).toBe('bad_arguments')
    }
    expect(crm.visits).toEqual([])
    expect((await stage.rest.call('invokeTool', { path: { toolName: 'never-was' }, body: { args: {} } })).status).toBe(
      404,
    )
    const client = (await stage.rest.call('createTool', { body: { name: 'on_screen', kind: 'client' } })).body
    const asked = { path: { toolName: client.name }, body: { args: {} } }
    expect((await stage.rest.call('invokeTool', asked)).status).toBe(409)
  })

  test.each([
    ['is too slow', { afterMs: 700, body: '{}' }, 'timeout', null],
    ['answers with 404', { status: 404, body: '{}' }, 'http_status', 404],
    ['redirects', { status: 302 }, 'http_status', 302],
    ['answers with text', { body: 'shipped' }, 'malformed', 200],
    ['answers with something else', { body: '{"state":"shipped"}' }, 'bad_result', 200],
    ['answers with too much', { body: `"${'a'.repeat(65_535)}"` }, 'too_large', null],
  ])('a service that %s is a failure that is told', async (_what, answer, kind, httpStatus) => {
    const { name } = await create({ timeoutMs: 400 })
    crm.answers(answer)
    const outcome = await invoke(name, { orderId: 'A1' })
    expect(outcome).toMatchObject({ ok: false, attempts: 1, httpStatus, result: null, error: { class: kind } })
  })

  test.each([
    ['GET', 2, true],
    ['POST', 1, false],
  ])('a %s that failed is sent %i times, with one key', async (method, attempts, ok) => {
    const { name } = await create({ method, outputSchema: null })
    for (const failure of ['hang_up', { status: 503 }] as const) {
      crm.answers(failure, { body: '{}' })
      expect(await invoke(name, { orderId: 'A1' })).toMatchObject({ ok, attempts })
      expect(new Set(crm.visits.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    }
  })
})

describe('secrets', () => {
  test('are listed by name, and their values are nowhere to be read', async () => {
    const { body } = await stage.rest.call('listSecrets')
    expect(body.data).toEqual([expect.objectContaining({ name: 'crm_api', hosts: ['127.0.0.1'] })])
    const rows = await sql<{ sealed: Buffer }>(stage.database, 'select sealed from secrets')
    expect(rows).toHaveLength(1)
    for (const row of rows) expect(row.sealed.includes(SECRET)).toBe(false)
  })

  test.each([
    (secret: string) => secret,
    (secret: string) => Buffer.from(secret).toString('base64'),
    encodeURIComponent,
  ])('a service that echoes one gives nothing away', async (spelled) => {
    const { name } = await create({ outputSchema: null })
    crm.answers({ body: JSON.stringify({ echo: `got ${spelled(SECRET)}` }) })
    expect((await invoke(name, { orderId: 'A1' })).result).toEqual({ echo: 'got [secret]' })
    crm.answers({ body: spelled(SECRET) })
    expect(JSON.stringify(await invoke(name, { orderId: 'A1' }))).not.toContain(spelled(SECRET))
    expect(stage.platform.output()).not.toContain(SECRET)
  })

  test('one that is withdrawn, or moved to another host, fails the tool and sends nothing', async () => {
    const path = { secretName: 'short_lived' }
    await stage.rest.call('putSecret', { path, body: { value: 'short-lived-value' } })
    const { name } = await create({ headers: { 'X-Key': '${secrets.short_lived}' }, outputSchema: null })
    crm.answers({ body: '{}' })
    expect(await invoke(name, { orderId: 'A1' })).toMatchObject({ ok: true })
    await stage.rest.call('putSecret', { path, body: { value: 'another-value', hosts: ['api.example.com'] } })
    expect((await invoke(name, { orderId: 'A1' })).error.class).toBe('no_secret')
    expect((await stage.rest.call('deleteSecret', { path })).status).toBe(204)
    expect((await stage.rest.call('deleteSecret', { path })).status).toBe(404)
    expect((await invoke(name, { orderId: 'A1' })).error.class).toBe('no_secret')
    expect(crm.visits).toHaveLength(1)
  })

  test('are set by an admin alone', async () => {
    const { key } = await addKey(stage.database, 'dev')
    const asked = { path: { secretName: 'x' }, body: { value: 'something-long' } }
    expect((await stage.rest.as(key).call('putSecret', asked)).status).toBe(403)
  })
})
