import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'

/** Requests and answers of tools that are within every schema, and made to break what reads them. */
const SECRET = 'canary/9f2e deja "vu" +='
let stage: Stage
let crm: ToolServer
beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' })
  crm = await startToolServer()
  await stage.rest.call('putSecret', { path: { secretName: 'crm' }, body: { value: SECRET } })
  const inputSchema = { type: 'object', properties: { a: {} } }
  const url = `${crm.url}/?key=\${secrets.crm}`
  await stage.rest.call('createTool', { body: { name: 'echo', url, inputSchema } })
})
afterAll(async () => {
  crm.close()
  await stage.strike()
})

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const definition = (more: string): string =>
  `{"name":"deep","url":"https://example.com/","inputSchema":{"type":"object",${more}}}`
const invoke = async (body: string) => {
  crm.answers({ body })
  return (await stage.rest.call('invokeTool', { path: { toolName: 'echo' }, body: { args: {} } })).body
}

describe.each([100, 20_000, 400_000])('JSON that nests %i deep', (depth) => {
  test.each([
    ['createTool', definition(`"examples":${deep(depth)}`)],
    ['validateTool', `{"definition":${definition(`"default":${deep(depth)}`)}}`],
    ['validateAgent', `{"name":"a","prompt":"p","tools":${deep(depth)}}`],
    ['createAgent', `{"name":"a","prompt":"p","unknown":${deep(depth)}}`],
    ['createAgent', deep(depth)],
  ])('is refused by %s', async (operation, body) => {
    const headers = { 'idempotency-key': `${operation}-${depth}-${body.length}` }
    const answer = await stage.rest.call(operation, { body, headers })
    expect([answer.status, answer.body.code, answer.body.errors[0].keyword]).toEqual([400, 'bad_request', 'maxDepth'])
  })

  test('is refused as arguments of a tool', async () => {
    const asked = { path: { toolName: 'echo' }, body: `{"args":{"a":${deep(depth)}}}` }
    expect((await stage.rest.call('invokeTool', asked)).status).toBe(400)
  })
})

test.each([100, 30_000])('a tool that answers with JSON %i deep has failed, and nothing else', async (depth) => {
  expect((await invoke(deep(depth))).error).toMatchObject({ class: 'malformed' })
})

test('a method that no path has is refused as such, QUERY too', async () => {
  for (const [method, target, allow] of [
    ['QUERY', '/v1/agents', 'POST, GET, HEAD'],
    ['QUERY', '/nowhere', null],
  ] as const) {
    const { status, headers } = await stage.rest.fetch(target, { method })
    expect([status, headers.get('allow')]).toEqual([allow === null ? 404 : 405, allow])
  }
})

test('a body that is not UTF-8 is refused, not read as other characters', async () => {
  for (const type of ['application/json', 'application/merge-patch+json']) {
    const body = Buffer.concat([Buffer.from('{"name":"a","prompt":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')])
    const headers = { 'content-type': type }
    const [method, target] = type === 'application/json' ? ['POST', '/v1/agents'] : ['PATCH', '/v1/agents/any']
    const answer = await stage.rest.fetch(target, { method, headers, body })
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ pointer: '', message: 'is not UTF-8', keyword: 'format' }],
    ])
  }
})

test('text that cannot be kept is refused in names as in values', async () => {
  for (const name of ['nul\\u0000', 'half\\ud800']) {
    const { status, body } = await stage.rest.call('createTool', {
      body: definition(`"properties":{"${name}":{}}`),
    })
    expect([status, body.errors[0]]).toMatchObject([400, { pointer: '/inputSchema/properties' }])
  }
})

test('a secret that a tool echoes comes back in no spelling', async () => {
  const escaped = [...SECRET].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  const spellings = [
    JSON.stringify(SECRET).slice(1, -1),
    // As PHP writes it.
    JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/').replaceAll('+', '\\u002b'),
    escaped,
    encodeURIComponent(SECRET),
    new URLSearchParams({ key: SECRET }).toString(),
    Buffer.from(SECRET).toString('base64'),
  ]
  for (const spelling of spellings) {
    const { result } = await invoke(`{"seen":["<${spelling}>"],"${spelling}":1}`)
    expect([spelling, JSON.stringify(result)]).toEqual([spelling, expect.not.stringMatching(/9f2e|OWYyZ/)])
    expect(JSON.stringify(result).split('[secret]')).toHaveLength(3)
  }
})

describe('instants and days at the ends of the calendar', () => {
  const rate = {
    service: 'asr',
    provider: 'deepgram',
    unit: 'seconds',
    per: 60,
    price: 1,
    currency: 'INR',
    source: 'x',
  }
  const refused = [
    ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '0001-01-01T00:00:00+23:59'],
    ...['2026-02-30T00:00:00Z', '2026-04-31T23:00:00+01:00', '2027-02-29T00:00:00.000Z'],
  ]
  test.each(refused)('no rate is in force from %s', async (effectiveFrom) => {
    const { status, body } = await stage.rest.call('createRate', { body: { ...rate, effectiveFrom } })
    expect([status, body.errors[0].pointer]).toEqual([400, '/effectiveFrom'])
  })

  test.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])('a rate is from %s', async (effectiveFrom) => {
    expect((await stage.rest.call('createRate', { body: { ...rate, effectiveFrom } })).status).toBe(201)
  })

  test('metrics of days before the year 0 are refused', async () => {
    expect((await stage.rest.call('getMetrics', { query: { to: '0000-01-01' } })).status).toBe(400)
    expect((await stage.rest.call('getMetrics', { query: { to: '9999-12-31' } })).status).toBe(200)
  })
})
