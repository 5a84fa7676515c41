import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Raw, sendRaw } from './raw.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.strike())

const send = (bytes: string | Buffer, options = {}): Promise<Raw> => sendRaw(stage.platform.url, bytes, options)

function problemOf({ status, head, body }: Raw): { code: string; status: number; requestId: string } {
  expect(head).toMatch(/content-type: application\/problem\+json/i)
  const problem = JSON.parse(body)
  stage.contract.judgeProblem(problem)
  expect(problem.status).toBe(status)
  expect(head.toLowerCase()).toContain(`x-request-id: ${problem.requestId}`)
  return problem
}

describe('what is no HTTP is answered with a problem, and the server goes on', () => {
  test.each([
    ['garbage', 'GARBAGE\r\n\r\n'],
    ['bytes', Buffer.of(0, 1, 2, 255, 254, 13, 10, 13, 10)],
    ['a TLS hello', Buffer.from('16030100a5010000a10303', 'hex')],
    ['HTTP/2 without a word', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['an unknown method', 'FROB /healthz HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a header without a colon', 'GET /healthz HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n'],
    ['a NUL in a header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n'],
    ['headers without end', `GET /healthz HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(100_000)}`],
    ['a length that is no number', 'POST /v1/agents HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n'],
    ['two lengths', 'POST /v1/agents HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /v1/agents HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('%s', async (_what, bytes) => {
    const answer = await send(bytes)
    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'bad_request' })
    expect((await stage.rest.call('getHealth')).status).toBe(200)
  })
})

describe('what is HTTP and odd is answered within the contract', () => {
  const get = (target: string, headers = ''): Promise<Raw> =>
    send(`GET ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`)
  const key = (): string => `Authorization: Bearer ${stage.platform.apiKey}\r\n`

  test.each(['/<a>"{}|\\^`', '/%', '//healthz', '/healthz/../v1/agents', '/v1/agents#x', '/é'])(
    'the target %s is not found or refused, and the problem is a sound one',
    async (target) => {
      expect(['not_found', 'bad_request', 'invalid_api_key']).toContain(problemOf(await get(target)).code)
    },
  )

  test('the target * is the server itself: its front page', async () => {
    const { status, head } = await get('*')
    expect(status).toBe(302)
    expect(head).toMatch(/^location: \S*docs/im)
  })

  test('a request without Host is answered', async () => {
    expect((await send('GET /healthz HTTP/1.1\r\n\r\n')).status).toBe(200)
  })

  test('an expectation that nobody knows is passed over', async () => {
    expect((await get('/v1/agents', `${key()}Expect: 200-ok\r\n`)).status).toBe(200)
    expect(problemOf(await get('/nothing', 'Expect: a-miracle\r\n')).code).toBe('not_found')
  })

  test('an offer of h2c is passed over', async () => {
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n'
    expect((await get('/v1/agents', key() + offer)).status).toBe(200)
  })

  test.each([
    ['two keys', () => `${key()}Authorization: Bearer other\r\n`, 200],
    ['two request ids', () => `${key()}X-Request-Id: a\r\nX-Request-Id: b\r\n`, 200],
    ['a key with a line of its own', () => `Authorization: Bearer\r\n ${stage.platform.apiKey}\r\n`, 400],
  ])('%s', async (_what, headers, status) => {
    const answer = await get('/v1/agents', headers())
    expect([status, 401]).toContain(answer.status)
  })

  test('two requests on one connection are answered in order', async () => {
    const one = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'
    const last = 'GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const { text } = await send(one + last, { whole: false })
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '404'])
  })

  test('a body in chunks is read, one over the limit is refused while it comes', async () => {
    const head = `POST /v1/agents HTTP/1.1\r\nHost: x\r\n${key()}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    const body = '{"name":"chunked","prompt":"p"}'
    const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`
    expect((await send(`${head}${chunk(body.slice(0, 9))}${chunk(body.slice(9))}0\r\n\r\n`)).status).toBe(201)
    const tooMuch = await send(`${head}${chunk('x'.repeat(1024 * 1024 + 1))}`)
    expect(problemOf(tooMuch)).toMatchObject({ code: 'payload_too_large' })
  })

  test.each([
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['in chunks, of a type', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['of a type', 'Content-Type: application/json\r\nContent-Length: 0\r\n\r\n'],
    ['of another type', 'Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n'],
    ['of no length', '\r\n'],
  ])('a body without a byte is none: %s', async (_what, rest) => {
    const ask = (path: string): Promise<Raw> => send(`POST ${path} HTTP/1.1\r\nHost: x\r\n${key()}${rest}`)
    // Nothing is to be sent there, and that is not why it is refused.
    expect(problemOf(await ask('/v1/webhook-deliveries/nothing/replay'))).toMatchObject({ code: 'not_found' })
    const needed = { code: 'bad_request', errors: [{ pointer: '', message: 'is missing', keyword: 'required' }] }
    expect(problemOf(await ask('/v1/agents'))).toMatchObject(needed)
  })

  test.each(['', 'Content-Type: text/plain\r\n', 'Content-Type: json\r\n'])(
    'a body of no type that is known is refused (%j)',
    async (type) => {
      for (const body of ['Content-Length: 2\r\n\r\n{}', 'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n']) {
        const answer = await send(`POST /v1/agents HTTP/1.1\r\nHost: x\r\n${key()}${type}${body}`)
        expect(problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' })
      }
      const nowhere = await send(`POST /nothing HTTP/1.1\r\nHost: x\r\n${key()}${type}Content-Length: 2\r\n\r\n{}`)
      expect(problemOf(nowhere)).toMatchObject({ code: 'not_found' })
      expect((await stage.rest.call('getHealth')).status).toBe(200)
    },
  )

  test('a length over the limit is refused before the body comes', async () => {
    const head = `POST /v1/agents HTTP/1.1\r\nHost: x\r\n${key()}Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n`
    expect(problemOf(await send(head))).toMatchObject({ code: 'payload_too_large' })
  })

  test('a client that leaves in the middle harms nobody', async () => {
    const { hostname, port } = new URL(stage.platform.url)
    const sockets = Array.from({ length: 50 }, () => connect(Number(port), hostname))
    for (const socket of sockets) {
      socket.on('error', () => {})
      socket.write('POST /v1/agents HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{')
      socket.resetAndDestroy()
    }
    expect((await stage.rest.call('getHealth')).status).toBe(200)
    expect(stage.platform.output()).not.toContain('process.fault')
  })
})
