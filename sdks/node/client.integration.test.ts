import { getEventListeners } from 'node:events'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import {
  ApiError,
  ConflictError,
  ConnectionError,
  InvortoClient,
  InvortoError,
  NotFoundError,
  RequestAbortedError,
  TimeoutError,
} from './generated/index.gen.ts'
import { agent, api, json, problem, type Respond } from './testing/api.ts'

test('a request is the contract’s: path, body, key, and a name so that it is done once', async () => {
  const { client, got } = await api([json(201, agent('a_1'), { ETag: '"e"' })])
  const { data, requestId, etag, response } = await client.agents.create({ name: 'Desk' } as never).withResponse()
  expect([data, requestId, etag, response.status]).toEqual([agent('a_1'), 'req_1', '"e"', 201])
  expect(got).toMatchObject([{ method: 'POST', url: '/v1/agents', body: '{"name":"Desk"}' }])
  expect(got[0]!.headers).toMatchObject({
    authorization: 'Bearer a-secret-key',
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'user-agent': expect.stringMatching(/^invorto-node\/\d+\.\d+\.\d+ node\//),
  })
})

test('what may pass is tried again under the same name, and no longer than told', async () => {
  const { client, got } = await api([
    problem(503, 'going_away', { retryable: true }),
    (response) => response.destroy(),
    json(201, agent('a_1')),
  ])
  expect(await client.createAgent({ name: 'Desk' } as never)).toEqual(agent('a_1'))
  expect(new Set(got.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  expect(got.map(({ body }) => body)).toEqual(Array(3).fill('{"name":"Desk"}'))

  const other = await api([problem(500, 'internal', { retryable: true })])
  await expect(other.client.agents.get('a', { maxRetries: 1 })).rejects.toMatchObject({ status: 500, code: 'internal' })
  expect(other.got).toHaveLength(2)
})

test('each status has its class; a conflict that stays one is not tried again', async () => {
  const errors = [{ pointer: '/name', message: 'is taken', keyword: 'unique' }]
  const { client, got } = await api([
    problem(409, 'conflict', { errors }),
    problem(404, 'not_found'),
    (response) => response.writeHead(400, { 'Content-Type': 'text/html' }).end('<p>a proxy</p>'),
  ])
  const conflict = await client.agents.update('a', {}, { ifMatch: '"e"' }).catch((error: unknown) => error)
  expect(conflict).toBeInstanceOf(ConflictError)
  expect(conflict).toMatchObject({ code: 'conflict', requestId: 'req_1', errors, message: '409 conflict: Because.' })
  await expect(client.agents.get('a/b')).rejects.toBeInstanceOf(NotFoundError)
  const foreign = await client.agents.get('a').catch((error: unknown) => error)
  expect(foreign).toBeInstanceOf(ApiError)
  expect(foreign).toMatchObject({ status: 400, code: 'unknown', body: '<p>a proxy</p>' })
  expect(got.map(({ url }) => url)).toEqual(['/v1/agents/a', '/v1/agents/a%2Fb', '/v1/agents/a'])
  expect(got[0]!.headers['if-match']).toBe('"e"')
})

test('a list goes over all its pages, with its filters, and asks for no page before it is needed', async () => {
  const { client, got } = await api([
    json(200, { data: [agent('a'), agent('b')], nextCursor: 'two' }),
    json(200, { data: [agent('c')], nextCursor: null }),
  ])
  const seen: string[] = []
  for await (const { id } of client.agents.list({ limit: 2 })) {
    seen.push(id)
    if (id === 'b') expect(got).toHaveLength(1)
  }
  expect(seen).toEqual(['a', 'b', 'c'])
  expect(got.map(({ url }) => url)).toEqual(['/v1/agents?limit=2', '/v1/agents?limit=2&cursor=two'])
  const page = await client.agents.list()
  expect([page.data.length, page.nextCursor, await page.nextPage()]).toEqual([1, null, null])
})

test('a try has its time, to the last byte; an aborted request is not tried again', async () => {
  const stalled: Respond = (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"id":')
  }
  const { client, got } = await api([stalled], { timeoutMs: 60, maxRetries: 1 })
  await expect(client.agents.get('a')).rejects.toBeInstanceOf(TimeoutError)
  expect(got).toHaveLength(2)
  const controller = new AbortController()
  const aborted = client.agents.get('a', { signal: controller.signal, timeoutMs: 60_000 })
  setTimeout(() => controller.abort(new Error('enough')), 30)
  await expect(aborted).rejects.toBeInstanceOf(RequestAbortedError)
  expect(got).toHaveLength(3)
})

test('a redirect is not followed with the key', async () => {
  const { client, got } = await api([(response) => response.writeHead(307, { Location: '/elsewhere' }).end()])
  await expect(client.agents.get('a')).rejects.toMatchObject({ status: 307 })
  expect(got).toHaveLength(1)
})

test('where nobody listens the error says where, and nothing shows the key', async () => {
  const { client } = await api([], { maxRetries: 0, baseUrl: 'http://127.0.0.1:9' })
  const error = await client.agents.get('a').catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(ConnectionError)
  expect((error as Error).message).toBe('The API cannot be reached at http://127.0.0.1:9.')
  expect(inspect([error, client], { depth: 20, showHidden: true })).not.toContain('a-secret-key')
})

test('the log tells each try without a credential', async () => {
  const written: string[] = []
  const write = (message: string, facts: unknown) => written.push(`${message} ${JSON.stringify(facts)}`)
  const logger = { error: write, warn: write, info: write, debug: write }
  const responds = [problem(503, 'going_away', { retryable: true }), json(200, agent('a'))]
  const { client } = await api(responds, { logger, logLevel: 'debug' })
  await client.agents.get('a')
  expect(written.map((line) => line.split(' {')[0])).toEqual([
    'invorto: request',
    'invorto: response',
    'invorto: trying again',
    'invorto: request',
    'invorto: response',
  ])
  expect(written.join()).not.toContain('a-secret-key')
})

test('without a key there is no client', () => {
  expect(() => new InvortoClient('')).toThrow(InvortoError)
})

test.each(['', '.', '..', undefined])(
  'an id that would ask for something else (%j) is refused, and nothing is asked',
  async (id) => {
    const { client, got } = await api([json(200, agent('a_1'))])
    await expect(client.agents.get(id as string)).rejects.toThrow('"agentId" must be an id')
    await expect(client.agents.delete(id as string)).rejects.toThrow(TypeError)
    expect(got).toEqual([])
  },
)

test('a try may take as long as there is', async () => {
  const { client } = await api([
    (response, request) => setTimeout(() => json(200, agent('a_1'))(response, request), 50),
  ])
  expect(await client.agents.get('a_1', { timeoutMs: Infinity, maxRetries: 0 })).toMatchObject({ id: 'a_1' })
  const events = await api([(response) => setTimeout(() => response.writeHead(204).end(), 50)])
  for await (const _ of events.client.sessions.events.stream('c_1', {}, { timeoutMs: Infinity, maxRetries: 0 })) {
    expect.unreachable()
  }
})

test('a header of the caller is sent once, whatever its case, and in place of ours', async () => {
  const { client, got } = await api([json(200, agent('a_1'))], { headers: { 'X-Team': 'one', 'user-agent': 'mine' } })
  await client.agents.get('a_1', { headers: { 'x-team': 'two', AUTHORIZATION: 'Bearer other' } })
  expect(got[0]!.headers).toMatchObject({ 'x-team': 'two', 'user-agent': 'mine', authorization: 'Bearer other' })
  expect(got[0]!.headers).not.toHaveProperty('content-type')
})

test.each<[string, Parameters<InvortoClient['createAgent']>[1] & object]>([
  ['a header', { headers: { 'X-Team': 'a\nb' } }],
  ['a name of a header', { headers: { 'X Team': 'a' } }],
  ['an idempotency key', { idempotencyKey: 'a\u0000b' }],
])('%s that cannot be sent is told at once, and nothing is asked', async (_, options) => {
  const { client, got } = await api([json(201, agent('a_1'))])
  const error = await client.createAgent({ name: 'Desk' } as never, options).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(ConnectionError)
  expect((error as Error).message).toBe('The request could not be sent.')
  expect((error as Error).cause).toBeInstanceOf(TypeError)
  expect(got).toEqual([])
})

test('a body that is no JSON is told at once', async () => {
  const { client, got } = await api([json(201, agent('a_1'))])
  const circular: Record<string, unknown> = {}
  circular.self = circular
  await expect(client.createAgent(circular as never)).rejects.toThrow('could not be sent')
  expect(got).toEqual([])
})

test('the answer itself can be read, and read again', async () => {
  const { client } = await api([json(200, agent('a_1')), problem(404, 'not_found')])
  const answer = await client.agents.get('a_1').withResponse()
  const { data, response } = answer
  expect({ ...answer }).toEqual({ data, response, requestId: 'req_1', etag: null })
  expect([await response.json(), await response.text()]).toEqual([data, JSON.stringify(data)])
  expect(new Uint8Array(await response.arrayBuffer())).toHaveLength(JSON.stringify(data).length)
  expect(await response.bytes()).toEqual(new TextEncoder().encode(JSON.stringify(data)))
  expect(await (await response.blob()).text()).toBe(JSON.stringify(data))
})

test('an answer is a text where it says so, nothing where it is 204, and told where it is cut off', async () => {
  const { client } = await api([
    (response) => response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4' }).end('calls 1\n'),
    (response) => response.writeHead(204).end(),
    (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"id":'),
  ])
  expect(await client.metrics.scrape()).toBe('calls 1\n')
  expect(await client.agents.delete('a_1')).toBeUndefined()
  await expect(client.agents.get('a_1')).rejects.toThrow('cut off, or not JSON')
})

test.each([
  ['text/html; charset=utf-8', '<html>a secret login</html>', 'is text/html; charset=utf-8, not JSON'],
  ['application/octet-stream', 'a secret', 'is application/octet-stream, not JSON'],
])(
  'a success of %s is not the platform’s where it answers JSON, and says whose it may be',
  async (type, body, said) => {
    const page: Respond = (response) => response.writeHead(200, { 'Content-Type': type }).end(body)
    const { client, got } = await api([page])
    const calls = [client.agents.list({ cursor: 'of-mine' }), client.agents.get('a_1'), client.createAgent({} as never)]
    for (const error of await Promise.all(
      calls.map((call) => Promise.resolve(call).catch((cause: unknown) => cause)),
    )) {
      expect(error).toBeInstanceOf(InvortoError)
      expect(String(error)).toMatch(/^InvortoError: The answer of http:\/\/127\.0\.0\.1:\d+\/v1\/agents/)
      expect(String(error)).toContain(said)
      expect(inspect(error)).not.toMatch(/secret|of-mine/)
    }
    const follow = async (): Promise<void> => {
      for await (const _ of client.sessions.events.stream('c_1')) expect.unreachable()
    }
    await expect(follow()).rejects.toThrow('not a stream of events')
    expect(got).toHaveLength(4)
  },
)

test('JSON without its type is read; nothing at all has no fields', async () => {
  const { client } = await api([
    (response) => response.writeHead(200).end('{"id":"a_1"}'),
    (response) => response.writeHead(200).end(),
  ])
  expect(await client.agents.get('a_1')).toEqual({ id: 'a_1' })
  expect(await client.agents.get('a_1')).toEqual({})
})

test('a request that is aborted before it is sent is not sent; one that is done leaves nothing on its signal', async () => {
  const { client, got } = await api([json(200, agent('a_1'))])
  await expect(client.agents.get('a', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(RequestAbortedError)
  expect(got).toEqual([])
  const { signal } = new AbortController()
  await client.agents.get('a_1', { signal })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
