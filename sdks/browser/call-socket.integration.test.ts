import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket as Peer, WebSocketServer } from 'ws'
import { CallSocket, handle } from './call-socket.ts'

const servers: WebSocketServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server of one socket: what it got, and the socket itself. */
async function server() {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'invorto.v1' })
  servers.push(sockets)
  await new Promise((listening) => sockets.once('listening', listening))
  const got: string[] = []
  const peer = new Promise<Peer>((connected) => {
    sockets.once('connection', (socket, { url, headers }) => {
      got.push(`${url} ${headers['sec-websocket-protocol']}`)
      socket.on('message', (data, isBinary) => got.push(isBinary ? (data as Buffer).toString('hex') : data.toString()))
      connected(socket)
    })
  })
  return { url: `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`, got, peer }
}

test('what is sent before the socket is open waits for it, in order', async () => {
  const { url, got, peer } = await server()
  const client = new CallSocket({ url, apiKey: 'secret', callId: 'call 1', agentId: 'a' }, handle({}))
  const frame = Uint8Array.of(1, 2)
  client.send.start({ locale: 'en-IN' })
  client.send.callerAudio(frame)
  frame.fill(9)
  client.send.endCall()
  const socket = await peer
  const ended = new Promise((resolve) => socket.once('close', resolve))
  while (got.length < 4) await new Promise((resolve) => socket.once('message', resolve))
  socket.close(1000)
  await ended
  expect(got).toEqual([
    '/v1/realtime/call%201?agentId=a invorto.v1, key.secret',
    '{"t":"start","locale":"en-IN"}',
    '0102',
    '{"t":"end"}',
  ])
  expect(await client.closed).toEqual({ code: 1000, problems: ['normal'], error: null })
})

test('every frame is seen as it travels, both ways, also one that nobody knows', async () => {
  const { url, peer } = await server()
  const seen: unknown[] = []
  const observe = (way: string, frame: string | Uint8Array) =>
    seen.push([way, typeof frame === 'string' ? frame : [...frame]])
  const client = new CallSocket({ url, apiKey: 'k', callId: 'c', observe }, handle({}))
  client.send.start()
  client.send.callerAudio(Uint8Array.of(1, 2))
  const socket = await peer
  socket.send('{"t":"of.tomorrow"}')
  socket.send(Buffer.of(3, 4))
  socket.close(1000)
  await client.closed
  expect(seen).toEqual([
    ['sent', '{"t":"start"}'],
    ['sent', [1, 2]],
    ['received', '{"t":"of.tomorrow"}'],
    ['received', [3, 4]],
  ])
})

test('a refusal is told with its own words, and unknown messages are passed over', async () => {
  const { url, peer } = await server()
  const told: string[] = []
  const client = new CallSocket({ url, apiKey: 'k', callId: 'c' }, handle({ error: ({ code }) => told.push(code) }))
  const socket = await peer
  const error = { t: 'error', code: 'not_found', message: 'There is no agent "a".', fatal: true }
  for (const message of ['no json', '{"t":"of.tomorrow"}', JSON.stringify(error)]) socket.send(message)
  socket.close(4404)
  expect(await client.closed).toEqual({ code: 4404, problems: ['not_found'], error })
  expect(told).toEqual(['not_found'])
})

test('a ticket is good for one connection: a fresh one is got to come back with', async () => {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'invorto.v1' })
  servers.push(sockets)
  await new Promise((listening) => sockets.once('listening', listening))
  const offered: unknown[] = []
  const back = new Promise<void>((came) => {
    sockets.on('connection', (socket, { headers }) => {
      offered.push(headers['sec-websocket-protocol'])
      // The first breaks once the call has begun.
      if (offered.length === 1) socket.once('message', () => socket.terminate())
      else came()
    })
  })
  const url = `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`
  let refusals = 1
  const renew = async () => {
    if (refusals-- > 0) throw new Error('the server of the page is away')
    return { ticket: 'two' }
  }
  const options = { url, callId: 'c', ticket: 'one', renew, reconnectForMs: 20_000 }
  const client = new CallSocket(options, handle({}))
  client.send.start({})
  await back
  expect(offered).toEqual(['invorto.v1, ticket.one', 'invorto.v1, ticket.two'])
  client.close()
})

test('without a credential there is no client', () => {
  expect(() => new CallSocket({ url: 'http://127.0.0.1:1', callId: 'c' }, handle({}))).toThrow(TypeError)
})

/** A server of many sockets: what each of them got, and the socket. */
async function manySockets() {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'invorto.v1' })
  servers.push(sockets)
  await new Promise((listening) => sockets.once('listening', listening))
  const peers: { socket: Peer; got: Record<string, unknown>[]; closed: number | null }[] = []
  sockets.on('connection', (socket) => {
    const peer = { socket, got: [] as Record<string, unknown>[], closed: null as number | null }
    socket.on('message', (data) => peer.got.push(JSON.parse(data.toString())))
    socket.on('close', (code) => {
      peer.closed = code
    })
    peers.push(peer)
    socket.send(JSON.stringify({ t: 'connected', callId: 'c', timestamp: 1, resumeToken: `token-${peers.length}` }))
  })
  const peer = async (count: number) => {
    while (peers.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
    return peers[count - 1]!
  }
  const first = async (count: number, t: string) => {
    const { got } = await peer(count)
    while (!got.some((message) => message.t === t)) await new Promise((resolve) => setTimeout(resolve, 5))
    return got.find((message) => message.t === t)!
  }
  return { url: `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`, peer, first }
}
const final = (seq: number, prevSeq: number) => JSON.stringify({ t: 'stt.final', text: `word ${seq}`, seq, prevSeq })

test('a gap is seen: the call is taken up where it was whole, and told on in order and once', async () => {
  const { url, peer, first } = await manySockets()
  const told: unknown[] = []
  const client = new CallSocket({ url, apiKey: 'k', callId: 'c' }, handle({ sttFinal: ({ seq }) => told.push(seq) }))
  client.send.start({})
  const one = await peer(1)
  await first(1, 'start')
  for (const message of [final(3, 0), final(5, 3), final(9, 7), final(11, 9)]) one.socket.send(message)
  expect(await first(2, 'resume')).toEqual({ t: 'resume', token: 'token-1', lastSeq: 5 })
  expect(one.closed).toBe(4000)
  const two = await peer(2)
  client.send.textInput({ text: 'typed meanwhile' })
  client.send.callerAudio(Uint8Array.of(1, 2))
  two.socket.send('{"t":"resumed","fromSeq":6}')
  for (const message of [final(7, 5), final(9, 7), final(11, 9)]) two.socket.send(message)
  expect(await first(2, 'text.input')).toEqual({ t: 'text.input', text: 'typed meanwhile' })
  while (told.length < 5) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(told).toEqual([3, 5, 7, 9, 11])
  expect(two.got.map(({ t }) => t)).toEqual(['resume', 'text.input'])
  client.close()
  expect((await client.closed).code).toBe(1000)
})

test('each token is tried, the newest first; then the call is joined as it stands', async () => {
  const { url, peer, first } = await manySockets()
  const client = new CallSocket({ url, apiKey: 'k', callId: 'c' }, handle({}))
  client.send.start({ locale: 'en-IN' })
  await first(1, 'start')
  for (const count of [1, 2]) (await peer(count)).socket.terminate()
  const three = await peer(3)
  await first(3, 'resume')
  for (let refusal = 1; refusal <= 2; refusal++) {
    three.socket.send('{"t":"resume_failed","reason":"wrong_token"}')
    while (three.got.length < refusal + 1) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(three.got).toEqual([
    { t: 'resume', token: 'token-2', lastSeq: 0 },
    { t: 'resume', token: 'token-1', lastSeq: 0 },
    { t: 'start', locale: 'en-IN' },
  ])
  three.socket.send('{"t":"resumed","fromSeq":9}')
  three.socket.send('{"t":"end","reason":"agent_hangup","seq":12,"prevSeq":8}')
  three.socket.close(1000)
  expect(await client.closed).toEqual({ code: 1000, problems: ['normal'], error: null })
})
