import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket as Peer, WebSocketServer } from 'ws'
import { handle, RealtimeClient } from './realtime-client.ts'

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
  const client = new RealtimeClient({ url, apiKey: 'secret', callId: 'call 1', agentId: 'a' }, handle({}))
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

test('a refusal is told with its own words, and unknown messages are passed over', async () => {
  const { url, peer } = await server()
  const told: string[] = []
  const client = new RealtimeClient({ url, apiKey: 'k', callId: 'c' }, handle({ error: ({ code }) => told.push(code) }))
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
  const client = new RealtimeClient(options, handle({}))
  client.send.start({})
  await back
  expect(offered).toEqual(['invorto.v1, ticket.one', 'invorto.v1, ticket.two'])
  client.close()
})

test('without a credential there is no client', () => {
  expect(() => new RealtimeClient({ url: 'http://127.0.0.1:1', callId: 'c' }, handle({}))).toThrow(TypeError)
})
