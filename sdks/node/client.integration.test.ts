import { getEventListeners, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import {
  ApiError,
  ConflictError,
  ConnectionError,
  InvortoClient,
  type InvortoClientOptions,
  InvortoError,
  NotFoundError,
  RequestAbortedError,
  TimeoutError,
} from './generated/index.gen.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

type Respond = (response: ServerResponse, request: IncomingMessage) => void

/** A server that answers one request after the other as it is told, and a client of it. */
async function api(responds: readonly Respond[], options: InvortoClientOptions = {}) {
  const got: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      got.push({ method: request.method!, url: request.url!, headers: request.headers, body })
      responds[Math.min(got.length, responds.length) - 1]!(response, request)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
  return { got, client: new InvortoClient('a-secret-key', { baseUrl, logLevel: 'off', ...options }) }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Respond =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'X-Request-Id': 'req_1', ...headers })
    response.end(JSON.stringify(body))
  }
const problem = (status: number, code: string, more: object = {}): Respond =>
  json(status, { code, detail: 'Because.', retryable: false, ...more }, { 'Retry-After': '0' })
const agent = (id: string) => ({ id, name: id })

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

test('a stream is followed again behind the last event, and ends when the session does', async () => {
  const event = (seq: number) => `id: ${seq}\nevent: stt.final\ndata: {"seq":${seq}}\n\n`
  const stream =
    (text: string, end: (response: ServerResponse) => void): Respond =>
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write(text, () => end(response))
    }
  const { client, got } = await api([
    stream(`: hello\n\n${event(1)}${event(2)}`, (response) => setTimeout(() => response.destroy(), 20)),
    stream('event: stream.end\ndata: {"reason":"going_away"}\n\n', (response) => response.end()),
    stream(`${event(3)}event: stream.end\ndata: {"reason":"session_ended"}\n\n`, (response) => response.end()),
  ])
  const seen: unknown[] = []
  for await (const { seq } of client.sessions.events.stream('c_1', { component: 'voice_pipeline' })) seen.push(seq)
  expect(seen).toEqual([1, 2, 3])
  expect(got.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2', '2'])
  expect(got[0]!.url).toBe('/v1/sessions/c_1/events/stream?component=voice_pipeline')
})

test('a stream whose key was taken away says so, and does not end as if the session had', async () => {
  const { client } = await api([
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.end('event: stream.end\ndata: {"reason":"credential_revoked"}\n\n')
    },
    problem(401, 'invalid_api_key'),
  ])
  const follow = async (): Promise<void> => {
    for await (const _ of client.sessions.events.stream('c_1')) expect.unreachable()
  }
  await expect(follow()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
})

test('a stream that is refused throws as any request does; one that is left is left at once', async () => {
  const refused = await api([problem(404, 'not_found')])
  const follow = async (of: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of of) break
  }
  await expect(follow(refused.client.sessions.events.stream('c_1'))).rejects.toBeInstanceOf(NotFoundError)
  expect(refused.got).toHaveLength(1)
  const left = Promise.withResolvers<void>()
  const { client } = await api([
    (response) => {
      response.once('close', left.resolve)
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('id: 1\ndata: {"seq":1}\n\n')
    },
  ])
  await follow(client.sessions.events.stream('c_1'))
  await left.promise
})

test('a stream that falls silent is followed again; a comment is a sign of life', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  stops.push(() => vi.useRealTimers())
  const asked: ServerResponse[] = []
  const held: Respond = (response) => {
    asked.push(response)
    response
      .writeHead(200, { 'Content-Type': 'text/event-stream' })
      .write(`id: ${asked.length}\ndata: {"seq":${asked.length}}\n\n`)
  }
  const { client, got } = await api([held, held])
  const events = client.sessions.events.stream('c_1')[Symbol.asyncIterator]()
  expect(await events.next()).toMatchObject({ value: { seq: 1 } })
  // Who is busy with an event waits for nothing.
  await vi.advanceTimersByTimeAsync(100_000)
  const second = events.next()
  for (let comment = 0; comment < 3; comment += 1) {
    await vi.advanceTimersByTimeAsync(30_000)
    const written = Promise.withResolvers<void>()
    asked[0]!.write(': still here\n\n', () => written.resolve())
    await written.promise
    await new Promise((seen) => setImmediate(() => setImmediate(seen)))
  }
  expect(got).toHaveLength(1)
  const left = once(asked[0]!, 'close')
  await vi.advanceTimersByTimeAsync(46_000)
  await left
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await second).toMatchObject({ value: { seq: 2 } })
  expect(got.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1'])
  await events.return?.()
})

test('a stream that does not begin is given up after its time', async () => {
  const { client, got } = await api([() => {}])
  const follow = async (): Promise<void> => {
    for await (const _ of client.sessions.events.stream('c_1', {}, { timeoutMs: 50, maxRetries: 1 }))
      expect.unreachable()
  }
  await expect(follow()).rejects.toBeInstanceOf(TimeoutError)
  expect(got).toHaveLength(2)
})

test.each(['data: hello', 'data: "hello"', 'data: {"seq":'])(
  'an event that is no object of JSON (%s) is told at once',
  async (line) => {
    const { client, got } = await api([
      (response) => {
        response
          .writeHead(200, { 'Content-Type': 'text/event-stream' })
          .end(`id: 1\ndata: {"seq":1}\n\nid: 2\n${line}\n\n`)
      },
    ])
    const seen: unknown[] = []
    const follow = async (): Promise<void> => {
      for await (const { seq } of client.sessions.events.stream('c_1')) seen.push(seq)
    }
    await expect(follow()).rejects.toThrow(new InvortoError('An event of the stream is not JSON.'))
    expect([seen, got.length]).toEqual([[1], 1])
  },
)

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

test('a stream that waits for its next try ends at once when it is aborted', async () => {
  const { client, got } = await api([json(503, { code: 'overloaded', retryable: true }, { 'Retry-After': '30' })])
  const aborting = new AbortController()
  const stream = client.sessions.events.stream('c_1', {}, { signal: aborting.signal, maxRetries: 5 })
  const followed = (async () => {
    for await (const _ of stream);
  })()
  followed.catch(() => {})
  await vi.waitFor(() => expect(got).toHaveLength(1))
  setTimeout(() => aborting.abort(), 50)
  await expect(followed).rejects.toThrow(RequestAbortedError)
})

test('a stream whose event has no end is left, and not kept in memory', async () => {
  const { client, got } = await api([
    (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(500_000)));
      }
      response.on('drain', more)
      response.write('data: ')
      more()
    },
  ])
  const follow = async (): Promise<void> => {
    for await (const _ of client.sessions.events.stream('c_1', {}, { maxRetries: 0 })) expect.unreachable()
  }
  await expect(follow()).rejects.toThrow('too long')
  expect(got).toHaveLength(1)
}, 30_000)

test('many events are more than one may be, wherever they are cut', async () => {
  const event = (seq: number): string => `id: ${seq}\ndata: {"seq":${seq},"x":"${'x'.repeat(1_500_000)}"}\n`
  const { client } = await api([
    async (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      for (let seq = 1; seq <= 4; seq += 1) {
        await new Promise((written) => response.write(event(seq), written))
        await new Promise((written) => response.write('\n', written))
      }
      response.end('event: stream.end\ndata: {"reason":"session_ended"}\n\n')
    },
  ])
  const seen: unknown[] = []
  for await (const { seq } of client.sessions.events.stream('c_1', {}, { maxRetries: 0 })) seen.push(seq)
  expect(seen).toEqual([1, 2, 3, 4])
}, 30_000)

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

test('a body that is no JSON, and an address that is none, are told at once', async () => {
  const { client, got } = await api([json(201, agent('a_1'))])
  const circular: Record<string, unknown> = {}
  circular.self = circular
  await expect(client.createAgent(circular as never)).rejects.toThrow('could not be sent')
  expect(got).toEqual([])
  const nowhere = new InvortoClient('a-secret-key', { baseUrl: 'nowhere', logLevel: 'off' })
  await expect(nowhere.agents.get('a')).rejects.toThrow('could not be sent')
})

test('the answer itself can be read, and read again', async () => {
  const { client } = await api([json(200, agent('a_1')), problem(404, 'not_found')])
  const { data, response } = await client.agents.get('a_1').withResponse()
  expect([await response.json(), await response.text()]).toEqual([data, JSON.stringify(data)])
  expect(new Uint8Array(await response.arrayBuffer())).toHaveLength(JSON.stringify(data).length)
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

test('a request that is aborted before it is sent is not sent; one that is done leaves nothing on its signal', async () => {
  const { client, got } = await api([json(200, agent('a_1'))])
  await expect(client.agents.get('a', { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(RequestAbortedError)
  expect(got).toEqual([])
  const { signal } = new AbortController()
  await client.agents.get('a_1', { signal })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
