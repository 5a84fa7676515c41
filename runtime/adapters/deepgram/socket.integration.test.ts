import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ProviderError } from '#runtime/ports/provider-error.ts'
import { DeepgramSocket } from './socket.ts'

const servers: (Server | WebSocketServer)[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function started<T extends Server | WebSocketServer>(server: T): Promise<{ server: T; baseUrl: string }> {
  servers.push(server)
  await once(server, 'listening')
  return { server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function open(baseUrl: string) {
  const told: unknown[] = []
  const failures: ProviderError[] = []
  const socket = new DeepgramSocket(
    { apiKey: 'secret', baseUrl },
    '/v1/listen',
    { model: 'nova-3' },
    {
      text: (message) => told.push(message),
      binary: (data) => told.push(data),
      failed: (error) => failures.push(error),
    },
  )
  return { socket, told, failures }
}

const webSockets = () => started(new WebSocketServer({ port: 0, host: '127.0.0.1' }))
const quiet = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('what is sent before the handshake is answered is kept, copied and sent in order', async () => {
  const { server, baseUrl } = await webSockets()
  const received: string[] = []
  server.on('connection', (peer, request) => {
    received.push(`${request.url} ${request.headers.authorization}`)
    peer.on('message', (data) => received.push(data.toString()))
  })
  const { socket } = open(baseUrl)
  const audio = Buffer.from('first')
  socket.sendBinary(audio)
  audio.write('XXXXX')
  socket.sendText({ type: 'Finalize' })
  await vi.waitFor(() =>
    expect(received).toEqual(['/v1/listen?model=nova-3 Token secret', 'first', '{"type":"Finalize"}']),
  )
  socket.close({ type: 'CloseStream' })
  await vi.waitFor(() => expect(received.at(-1)).toBe('{"type":"CloseStream"}'))
})

test('a handshake that is never answered fails when too much waits for it', async () => {
  const peers: Socket[] = []
  const { baseUrl } = await started(createServer((peer) => void peers.push(peer)).listen(0, '127.0.0.1'))
  const { socket, failures } = open(baseUrl)
  for (let sent = 0; sent < 300; sent++) socket.sendBinary(Buffer.alloc(1024))
  await quiet(20)
  expect(failures.map(({ failure }) => failure)).toEqual(['timeout'])
  for (const peer of peers) peer.destroy()
})

test.each<[string, (peer: WebSocket) => void, string]>([
  ['text that is no JSON', (peer) => peer.send('{'), 'malformed'],
  ['JSON that is no object', (peer) => peer.send('[]'), 'malformed'],
  ['a frame that is none', (peer) => void rawOf(peer).write(Buffer.from([0xff, 0x7f])), 'malformed'],
  ['a close', (peer) => peer.close(1008, 'DATA-0000'), 'disconnected'],
  ['a close for its own fault', (peer) => peer.close(1011, 'NET-0001'), 'server_error'],
  ['a cut', (peer) => rawOf(peer).destroy(), 'disconnected'],
])('%s is told once, and nothing after it', async (_what, harm, failure) => {
  const { server, baseUrl } = await webSockets()
  server.on('connection', (peer) => {
    peer.on('error', () => {})
    peer.send('{"type":"Metadata"}')
    harm(peer)
    if (peer.readyState === 1) peer.send('{"type":"Late"}')
  })
  const { socket, told, failures } = open(baseUrl)
  await vi.waitFor(() => expect(failures.map((error) => error.failure)).toEqual([failure]))
  socket.sendText({ type: 'Finalize' })
  socket.close({ type: 'CloseStream' })
  await quiet(30)
  expect([told, failures.length]).toEqual([[{ type: 'Metadata' }], 1])
  expect(failures[0]?.message).not.toContain('secret')
})

const rawOf = (peer: WebSocket): Socket => (peer as unknown as { _socket: Socket })._socket

test('a socket that is closed before it opened tells nothing', async () => {
  const { baseUrl } = await webSockets()
  const { socket, told, failures } = open(baseUrl)
  socket.close({ type: 'CloseStream' })
  await quiet(50)
  expect([told, failures]).toEqual([[], []])
})

test.each<[string, (port: number) => string]>([
  ['a name that nobody has', () => 'http://nowhere.invalid'],
  ['a port that nobody listens at', () => 'http://127.0.0.1:1'],
  ['a server that speaks no TLS', (port) => `https://127.0.0.1:${port}`],
])('%s cannot be reached, and that is told once', async (_what, at) => {
  const { server } = await webSockets()
  const { failures } = open(at((server.address() as AddressInfo).port))
  await vi.waitFor(() => expect(failures.map((error) => error.failure)).toEqual(['unreachable']), { timeout: 5_000 })
  await quiet(30)
  expect(failures.length).toBe(1)
})

test('a refusal for being busy says for how long', async () => {
  const busy = createServer((peer) => {
    peer.once('data', () => peer.end('HTTP/1.1 429 Too Many Requests\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n'))
  })
  const { baseUrl } = await started(busy.listen(0, '127.0.0.1'))
  const { failures } = open(baseUrl)
  await vi.waitFor(() =>
    expect(failures[0]).toMatchObject({ failure: 'rate_limited', status: 429, retryAfterMs: 2000 }),
  )
})
