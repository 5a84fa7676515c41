import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, developmentTenant, operatorKey, sql } from './database.ts'
import { newKey } from './platform.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.strike())

/** A request to each operation that is wrong in what it asks, so that a 400 before a 401 or 403 would show. */
const wrongly = (path: string): string => `${path.replace(/\{\w+\}/g, '!!')}?nonsense=1`
const ask = (key: string | undefined, method: string, target: string) =>
  stage.rest
    .as(key)
    .fetch(target, { method, headers: { 'content-type': 'application/json' }, ...(method !== 'GET' && { body: '{' }) })

describe('who may ask', () => {
  test('without a key, or with a wrong one, every guarded operation answers 401 before anything else', async () => {
    for (const { id, method, path, roles } of stage.contract.operations.values()) {
      if (roles === null) continue
      for (const key of [undefined, newKey(), 'x'.repeat(5_000), 'é']) {
        const { status, headers, body } = await ask(key === 'é' ? '%C3%A9' : key, method, wrongly(path))
        expect([id, status, body.code]).toEqual([id, 401, 'invalid_api_key'])
        expect(headers.get('www-authenticate')).toBe('Bearer')
      }
    }
  })

  test.each(['', 'Bearer', 'Bearer ', 'Basic abc', 'bearer', 'Bearer a b', 'Token x'])(
    'the header %j is no key',
    async (authorization) => {
      const { status } = await stage.rest.as(undefined).call('listAgents', { headers: { authorization } })
      expect(status).toBe(401)
    },
  )

  test('the scheme is read in any case', async () => {
    const headers = { authorization: `bEARER ${stage.platform.apiKey}` }
    expect((await stage.rest.as(undefined).call('listAgents', { headers })).status).toBe(200)
  })

  test.each(['admin', 'dev', 'analyst', 'operator'] as const)(
    'a key of the role %s may do what x-roles says',
    async (role) => {
      const key = role === 'operator' ? operatorKey : (await addKey(stage.database, role, developmentTenant)).key
      for (const { id, method, path, roles } of stage.contract.operations.values()) {
        if (roles === null) continue
        const { status, body } = await ask(key, method, wrongly(path))
        const allowed = roles.includes(role)
        expect([id, status, body.code]).toEqual([id, allowed ? 400 : 403, allowed ? 'bad_request' : 'forbidden'])
      }
    },
  )

  test('a key that is disabled stops working within seconds', async () => {
    const { key, tenant } = await addKey(stage.database, 'admin')
    expect((await stage.rest.as(key).call('listAgents')).status).toBe(200)
    await sql(stage.database, 'update api_keys set active = false where tenant_id = $1', [tenant])
    await until('401', async () => (await stage.rest.as(key).call('listAgents')).status === 401, 6_000)
  })
})

describe('what is asked', () => {
  test.each(['/v1', '/v0', '/v1/agents/', '/v2/agents', '/v1/agents/a/b', '/V1/agents', '/admin', '/v1/artifacts/x'])(
    'there is nothing at %s',
    async (path) => {
      const { status, body } = await stage.rest.fetch(path)
      expect([status, body.code].join()).toMatch(path === '/v1/agents/' ? /^40[04],/ : /^404,not_found$/)
    },
  )

  test('every method that a path does not have is refused, with those that it has', async () => {
    const operations = [...stage.contract.operations.values()]
    const fits = (template: string, path: string): boolean =>
      new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(path)
    for (const template of new Set(operations.map(({ path }) => path))) {
      const path = template.replace(/\{\w+\}/g, 'x')
      // A word of one path may be the id of another's.
      const here = operations.filter((operation) => fits(operation.path, path))
      const has = here.flatMap(({ id, method }) =>
        method === 'GET' && id !== 'streamSessionEvents' ? ['GET', 'HEAD'] : [method],
      )
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'].filter(
        (one) => !has.includes(one),
      )) {
        const { status, headers, body } = await stage.rest.fetch(path, { method })
        expect([path, method, status, method === 'HEAD' ? 'method_not_allowed' : body.code]).toEqual([
          path,
          method,
          405,
          'method_not_allowed',
        ])
        expect(headers.get('allow')?.split(', ').sort()).toEqual([...has].sort())
      }
    }
  })

  test('a body over 1 MiB is refused, one under it is not', async () => {
    const create = (size: number) =>
      stage.rest.call('createAgent', { body: JSON.stringify({ name: 'x', prompt: 'p'.repeat(size) }) })
    const { status, body } = await create(1024 * 1024)
    expect([status, body.code]).toEqual([413, 'payload_too_large'])
    const { status: under } = await create(1024 * 1024 - 100)
    expect(under).toBe(400)
  })

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'application/merge-patch+json',
    'json',
    ',',
  ])('createAgent does not take %s', async (type) => {
    const body = JSON.stringify({ name: 'x', prompt: 'p' })
    const { status, body: problem } = await stage.rest.call('createAgent', { body, headers: { 'content-type': type } })
    expect([status, problem.code]).toEqual([415, 'unsupported_media_type'])
  })

  test('a body without a content type is refused', async () => {
    const init = { method: 'POST', body: new TextEncoder().encode('{"name":"x","prompt":"p"}') }
    expect((await stage.rest.fetch('/v1/agents', init)).status).toBe(415)
  })

  const valid = { name: 'Never made', prompt: 'p' }
  test.each([
    ['no JSON', '{"name":', undefined],
    ['nothing', '', undefined],
    ['white space', '   ', undefined],
    ['two values', '{}{}', undefined],
    ['__proto__', '{"name":"x","prompt":"p","__proto__":{"admin":true}}', undefined],
    ['a nested __proto__', '{"name":"x","prompt":"p","llm":{"__proto__":{"temperature":1}}}', undefined],
    ['constructor.prototype', '{"name":"x","prompt":"p","constructor":{"prototype":{"a":1}}}', undefined],
    ['null', 'null', ''],
    ['an array', '[]', ''],
    ['a text', '"x"', ''],
    ['deep nesting', `{"name":"x","prompt":"p","llm":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, ''],
    ['an unknown field', { ...valid, nmae: 1 }, '/nmae'],
    ['an unknown nested field', { ...valid, llm: { temprature: 1 } }, '/llm/temprature'],
    ['a field with a slash', { ...valid, 'a/b~c': 1 }, '/a~1b~0c'],
    ['a text for a number', { ...valid, llm: { temperature: '0.5' } }, '/llm/temperature'],
    ['a number for a text', { ...valid, name: 5 }, '/name'],
    ['a text for a boolean', { ...valid, interruptible: 'true' }, '/interruptible'],
    ['null for a text', { ...valid, prompt: null }, '/prompt'],
    ['a fraction for a whole number', { ...valid, endpointing: { silenceMs: 220.5 } }, '/endpointing/silenceMs'],
    ['too large a number', { ...valid, llm: { temperature: 2.01 } }, '/llm/temperature'],
    ['an infinite number', '{"name":"x","prompt":"p","llm":{"temperature":1e999}}', '/llm/temperature'],
    ['a name of spaces', { ...valid, name: '   ' }, '/name'],
    ['too long a name', { ...valid, name: 'x'.repeat(129) }, '/name'],
    ['what is missing', { name: 'x' }, '/prompt'],
    ['an unknown provider', { ...valid, tts: { provider: 'elsewhere' } }, '/tts/provider'],
    ['a name that is no id', { ...valid, externalId: '../x' }, '/externalId'],
  ])('createAgent refuses %s and says where', async (_what, body, pointer) => {
    const { status, body: problem } = await stage.rest.call('createAgent', {
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect([status, problem.code]).toEqual([400, 'bad_request'])
    if (pointer !== undefined)
      expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
  })

  test('bytes that are no UTF-8 do not reach the database as such', async () => {
    const body = Buffer.concat([
      Buffer.from('{"name":"bytes '),
      Buffer.of(0xff, 0xfe, 0xc0),
      Buffer.from('","prompt":"p"}'),
    ])
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
    const { status, body: made } = await stage.rest.fetch('/v1/agents', init)
    if (status === 201) expect(made.name).toContain('\ufffd')
    else expect(status).toBe(400)
  })

  test.each([
    ['listAgents', 'offset', '1'],
    ['listAgents', '__proto__', '1'],
    ['listCalls', 'startedAfter', 'yesterday'],
    ['listCalls', 'startedAfter', '2026-02-30T00:00:00Z'],
    ['listCalls', 'startedBefore', ''],
    ['listCalls', 'status', 'over'],
    ['listCalls', 'agentId', '../x'],
    ['listCalls', 'limit', 'true'],
    ['listCalls', 'cursor', 'a b'],
  ])('%s refuses %s=%s by name', async (id, name, value) => {
    const { status, body } = await stage.rest.call(id, { query: { [name]: value } })
    expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'bad_request', name])
  })

  test.each(['limit=1&limit=2', 'cursor=a&cursor=b'])('a parameter that comes twice is refused: %s', async (query) => {
    expect((await stage.rest.fetch(`/v1/agents?${query}`)).status).toBe(400)
  })

  test.each([
    '2016-12-31T23:59:60Z',
    '2026-01-01t00:00:00z',
    '2026-01-01T00:00:00+05:30',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
  ])('an instant of RFC 3339 is taken or refused, and breaks nothing: %s', async (startedAfter) => {
    expect([200, 400]).toContain((await stage.rest.call('listCalls', { query: { startedAfter } })).status)
  })

  test.each([
    '%',
    '%zz',
    '%c3%28',
    '%2e%2e%2fetc',
    '%00',
    'a%2Fb',
    `${'x'.repeat(65)}`,
    `${'x'.repeat(300)}`,
    '..%5c',
    'ü',
  ])('the id %s is refused', async (id) => {
    const { status, body } = await stage.rest.fetch(`/v1/agents/${id}`)
    expect([status, body.code].join()).toMatch(/^400,bad_request$/)
  })
})
