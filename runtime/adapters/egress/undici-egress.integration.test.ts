import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { type Egress, EgressError, type EgressRequest } from '#runtime/ports/egress.ts'
import { testCertificate } from './testing/certificate.ts'
import { type EgressOptions, undiciEgress } from './undici-egress.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const opened = (options: EgressOptions = {}): Egress => {
  const egress = undiciEgress(systemClock(), { allow: '127.0.0.1/32', ...options })
  stops.push(() => egress.close())
  return egress
}

async function served(listener: RequestListener, server: Server = createServer()): Promise<number> {
  server.on('request', listener).listen(0, '127.0.0.1')
  stops.push(() => server.close().closeAllConnections())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** What becomes of a request to a server that answers so: the status and the body, or the kind of failure. */
async function outcome(listener: RequestListener, request: Partial<EgressRequest> = {}, egress = opened()) {
  const url = `http://127.0.0.1:${await served(listener)}/`
  return told(egress.send({ method: 'GET', url, deadlineMs: 5_000, ...request }))
}
const told = (sent: ReturnType<Egress['send']>): Promise<string> =>
  sent.then(
    ({ status, body }) => `${status} ${body.length > 100 ? body.length : body}`,
    (error: unknown) => (error instanceof EgressError ? error.failure : String(error)),
  )

test('an answer comes with its status, its headers and its body', async () => {
  let seen: IncomingMessage | undefined
  let sent = ''
  const port = await served(async (request, response) => {
    seen = request
    for await (const piece of request) sent += piece
    response.writeHead(201, { 'X-Answer': 'yes' }).end('{"ok":true}')
  })
  const answer = await opened().send({
    method: 'POST',
    url: `http://127.0.0.1:${port}/orders?x=1`,
    headers: { 'Content-Type': 'application/json', authorization: 'Bearer k' },
    body: '{"a":1}',
    deadlineMs: 5_000,
  })
  expect({ ...answer, body: answer.body.toString() }).toMatchObject({
    status: 201,
    headers: { 'x-answer': 'yes' },
    body: '{"ok":true}',
  })
  expect([seen?.url, seen?.method, sent]).toEqual(['/orders?x=1', 'POST', '{"a":1}'])
  expect(seen?.headers).toMatchObject({ authorization: 'Bearer k', 'accept-encoding': 'identity' })
})

test('a redirect is an answer; nobody goes where it points', async () => {
  let visits = 0
  const listener: RequestListener = (request, response) => {
    visits += 1
    response.writeHead(request.url === '/' ? 302 : 200, { location: '/elsewhere' }).end('go')
  }
  expect(await outcome(listener)).toBe('302 go')
  expect(visits).toBe(1)
})

test.each([
  ['64 KB', 65_536, '200 65536'],
  ['64 KB and a byte', 65_537, 'too_large'],
])('a body of %s', async (_what, bytes, expected) => {
  expect(await outcome((_request, response) => response.end(Buffer.alloc(bytes, 'a')))).toBe(expected)
  const unannounced: RequestListener = (_request, response) => {
    response.write(Buffer.alloc(bytes, 'a'))
    response.end()
  }
  expect(await outcome(unannounced)).toBe(expected)
})

test('a body without end is left after 64 KB', async () => {
  let gone = false
  const endless: RequestListener = (_request, response) => {
    const timer = setInterval(() => response.write(Buffer.alloc(16_384)), 1)
    response.on('close', () => {
      gone = true
      clearInterval(timer)
    })
  }
  expect(await outcome(endless)).toBe('too_large')
  await expect.poll(() => gone).toBe(true)
})

test('a body that is packed is not unpacked (decompression bomb)', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  expect(bomb.length).toBeLessThan(65_536)
  expect(await outcome((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))).toBe(
    'malformed',
  )
})

test.each([
  ['sends a byte now and then', (response: Parameters<RequestListener>[1]) => response.write('a')],
  ['sends nothing after its headers', (response: Parameters<RequestListener>[1]) => response.flushHeaders()],
])('a server that %s has the deadline and no longer', async (_what, drip) => {
  const slow: RequestListener = (_request, response) => {
    const timer = setInterval(() => drip(response), 20)
    response.on('close', () => clearInterval(timer))
  }
  const startedAt = performance.now()
  expect(await outcome(slow, { deadlineMs: 300 })).toBe('timeout')
  expect(performance.now() - startedAt).toBeLessThan(1_500)
})

test('a server that never answers has the deadline and no longer, and one that is full of headers is left', async () => {
  expect(await outcome(() => undefined, { deadlineMs: 200 })).toBe('timeout')
  expect(await outcome((_request, response) => response.writeHead(200, { 'x-long': 'a'.repeat(20_000) }).end())).toBe(
    'too_large',
  )
})

test('an abort ends a request with its own reason', async () => {
  const abort = new AbortController()
  const url = `http://127.0.0.1:${await served(() => abort.abort(new Error('the caller hung up')))}/`
  const sent = opened().send({ method: 'GET', url, deadlineMs: 5_000 }, abort.signal)
  await expect(sent).rejects.toThrow('the caller hung up')
  await expect(opened().send({ method: 'GET', url, deadlineMs: 5_000 }, abort.signal)).rejects.toThrow('hung up')
})

test('what is not reached is unreachable, whatever the reason', async () => {
  const closed = createTcpServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  await new Promise((done) => closed.close(done))
  const send = (url: string, egress: Egress) => told(egress.send({ method: 'GET', url, deadlineMs: 3_000 }))
  expect(await send(`http://127.0.0.1:${port}/`, opened())).toBe('unreachable')
  const inside = opened({ resolve: async () => ['10.0.0.1'] })
  expect(await send('https://inside.example.com/', inside)).toBe('unreachable')
  expect(await send('https://nowhere.example.com/', opened({ resolve: async () => [] }))).toBe('unreachable')
  expect(await send('https://10.0.0.1/', opened())).toBe('refused')
  expect(await send('http://example.com/', opened())).toBe('refused')
})

test('a server that breaks off, or speaks no HTTP, is a failure', async () => {
  expect(await outcome((request) => request.socket.destroy())).toBe('unreachable')
  const raw = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')).listen(0, '127.0.0.1')
  stops.push(() => raw.close())
  await once(raw, 'listening')
  const url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/`
  expect(await told(opened().send({ method: 'GET', url, deadlineMs: 3_000 }))).toBe('malformed')
})

test('a header that would be two is not sent', async () => {
  expect(await outcome((_request, response) => response.end('x'), { headers: { 'x-a': 'b\r\nx-c: d' } })).toBe(
    'refused',
  )
})

test('TLS is verified: the name that was asked for, by somebody who is trusted', async () => {
  const port = await served((_request, response) => response.end('hello'), createTlsServer(testCertificate))
  const resolveAllowed = async (): Promise<string[]> => ['127.0.0.1']
  const allow = 'api.example.com,other.example.com'
  const send = (host: string, ca?: string) =>
    told(
      opened({ allow, resolveAllowed, ...(ca !== undefined && { ca }) }).send({
        method: 'GET',
        url: `https://${host}:${port}/`,
        deadlineMs: 3_000,
      }),
    )
  expect(await send('api.example.com', testCertificate.cert)).toBe('200 hello')
  expect(await send('other.example.com', testCertificate.cert)).toBe('tls')
  expect(await send('api.example.com')).toBe('tls')
})

test.each([
  ['a body without end', (response: ServerResponse) => void response.write(Buffer.alloc(100_000, 'a')), '200 10'],
  ['one that breaks off', (response: ServerResponse) => response.write('half', () => response.destroy()), '200 half'],
  ['one that hangs', (response: ServerResponse) => void response.write('half'), '200 half'],
  ['a packed one', (response: ServerResponse) => response.setHeader('content-encoding', 'gzip').end('odd'), '200 odd'],
])('where the status is what counts, %s is no failure', async (_what, answer, expected) => {
  const request = { statusOnly: true, maxBytes: 10, deadlineMs: 300 }
  const listener: RequestListener = (_request, response) => {
    response.setHeader('content-type', 'text/plain')
    answer(response)
  }
  expect((await outcome(listener, request)).replace('a'.repeat(10), '10')).toBe(expected)
})

test('a host leads out when all its addresses are public, or are allowed by hand', async () => {
  const addresses: Readonly<Record<string, readonly string[]>> = {
    'good.example.com': ['93.184.216.34'],
    'mixed.example.com': ['93.184.216.34', '10.0.0.1'],
    'near.example.com': ['127.0.0.1'],
  }
  const egress = opened({
    resolve: async (host) => addresses[host] ?? Promise.reject(new Error('SERVFAIL')),
    allow: '127.0.0.1/32, crm.local',
  })
  const hosts = [...Object.keys(addresses), 'nothing.example.com', 'crm.local', '93.184.216.34', '10.0.0.1']
  const out = await Promise.all(hosts.map(async (host) => [host, await egress.leadsOut(`https://${host}/`)]))
  expect(Object.fromEntries(out)).toEqual({
    ...{ 'good.example.com': true, 'mixed.example.com': false, 'near.example.com': true, 'nothing.example.com': false },
    ...{ 'crm.local': true, '93.184.216.34': true, '10.0.0.1': false },
  })
})
