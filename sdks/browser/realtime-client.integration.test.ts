import type { AddressInfo } from 'node:net'
import { afterEach, expect, expectTypeOf, test } from 'vitest'
import { type WebSocket as Peer, WebSocketServer } from 'ws'
import { CallRefusedError, RealtimeClient } from './realtime-client.ts'

const servers: WebSocketServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server that greets each caller, and what it got. */
async function platform(greets = true) {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'invorto.v1' })
  servers.push(sockets)
  await new Promise((listening) => sockets.once('listening', listening))
  const got: string[] = []
  const peers: Peer[] = []
  sockets.on('connection', (socket, { url, headers }) => {
    peers.push(socket)
    got.push(`${url} ${headers['sec-websocket-protocol']}`)
    socket.on('message', (data, isBinary) => got.push(isBinary ? (data as Buffer).toString('hex') : data.toString()))
    if (greets) socket.send('{"t":"connected","callId":"c_1","timestamp":1}')
  })
  return { base: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`, got, peers }
}

test('the address is the platform’s own unless another is given; the socket’s path is put behind it once', () => {
  const voice = 'wss://api.invortoai.com/realtime/voice'
  expect([new RealtimeClient().url, new RealtimeClient('').url, new RealtimeClient(voice).url]).toEqual([
    voice,
    voice,
    voice,
  ])
  expect(new RealtimeClient('ws://127.0.0.1:8081').url).toBe('ws://127.0.0.1:8081/realtime/voice')
  expect(new RealtimeClient({ url: 'http://127.0.0.1:8081/' }).url).toBe('ws://127.0.0.1:8081/realtime/voice')
})

test('an address that is none is refused, and told what to write', () => {
  expect(() => new RealtimeClient('localhost:8080')).toThrow(
    new TypeError('"url" must begin with ws:// or wss:// or http:// or https://: write "ws://localhost:8080".'),
  )
})

test('where nobody listens the refusal says where', async () => {
  const { base } = await platform()
  await new Promise((closed) => servers.pop()!.close(closed))
  const error = await new RealtimeClient(base).connect('c', 'a', 'key').catch((cause: Error) => cause)
  expect(error).toMatchObject({ name: 'CallRefusedError', code: null, closed: { code: 1006 } })
  expect((error as Error).message).toBe(`The socket at ${base}/realtime/voice closed with 1006 (unreachable).`)
})

test.each([[undefined], [''], ['..'], [null]])('%j is no call, and no agent', async (id) => {
  const { base, got } = await platform()
  const client = new RealtimeClient(base)
  expect(() => client.connect(id as string, 'a', 'key')).toThrow('"callId" must be an id')
  if (id !== undefined) expect(() => client.connect('c', id as string, 'key')).toThrow('"agentId" must be an id')
  expect([client.isInCall, got]).toEqual([false, []])
})

test('without an agent there is a call only when it was found', async () => {
  const { base, got, peers } = await platform()
  const begun = async (name: string): Promise<{ of: RealtimeClient; told: string[] }> => {
    const of = new RealtimeClient(base)
    const told: string[] = []
    of.connect(name, undefined, 'key').then(
      ({ callId }) => {
        told.push(callId)
        of.on('message', (message) => told.push(JSON.stringify(message)))
      },
      (error: CallRefusedError) => told.push(error.code ?? ''),
    )
    await of.next('connected')
    while (!got.includes('{"t":"ping"}')) await new Promise((soon) => setTimeout(soon, 5))
    expect(got.splice(0).slice(1)).toEqual(['{"t":"start"}', '{"t":"ping"}'])
    expect(told).toEqual([])
    return { of, told }
  }
  const missing = await begun('nobody')
  const closed = missing.of.next('closed')
  peers[0]!.send('{"t":"error","code":"not_found","message":"There is no call.","fatal":true}')
  peers[0]!.close(4404)
  await closed
  expect(missing.told).toEqual(['not_found'])
  for (const proof of ['{"t":"pong","timestamp":1}', '{"t":"turn.started","seq":1,"turnId":"turn_1"}']) {
    const found = await begun('known')
    peers.at(-1)!.send(proof)
    // Who waited for the call misses nothing of it.
    while (found.told.length < 2) await new Promise((soon) => setTimeout(soon, 5))
    expect(found.told).toEqual(['c_1', proof])
    found.of.close()
  }
})

test('it calls with the call, the agent and the key, begins by itself, and tells of every message', async () => {
  const { base, got, peers } = await platform()
  const client = new RealtimeClient(base)
  const heard: unknown[] = []
  client.on('message', ({ t }) => heard.push(t))
  client.on('stt.final', ({ text }) => heard.push(text))
  client.on('audio', (frame) => heard.push([...frame]))
  client.on('interrupted', () => heard.push('stop'))
  expect(await client.connect('call-123', 'agent-456', 'your-api-key', { locale: 'en-IN' })).toMatchObject({
    callId: 'c_1',
  })
  client.sendAudio(Int16Array.of(1, -2))
  client.sendText('hello')
  for (const message of ['{"t":"stt.final","text":"hi"}', '{"t":"of.tomorrow"}', '{"t":"control.bargein"}']) {
    peers[0]!.send(message)
  }
  peers[0]!.send(Buffer.of(7))
  const closed = client.next('closed')
  while (heard.length < 7) await new Promise((soon) => setTimeout(soon, 5))
  peers[0]!.close(1000)
  expect((await closed).code).toBe(1000)
  expect(heard).toEqual(['connected', 'stt.final', 'hi', 'of.tomorrow', 'stop', 'control.bargein', [7]])
  expect(got).toEqual([
    '/realtime/voice?callId=call-123&agentId=agent-456 invorto.v1, key.your-api-key',
    '{"t":"start","locale":"en-IN"}',
    '0100feff',
    '{"t":"text.input","text":"hello"}',
  ])
})

test('a refusal rejects with what was said; whoever only listens hears of it, and nothing else breaks', async () => {
  const { base, peers } = await platform(false)
  const client = new RealtimeClient(base)
  const refused = client.connect('c', 'a', { ticket: 'used' })
  const closed = client.next('closed')
  while (peers.length === 0) await new Promise((soon) => setTimeout(soon, 5))
  peers[0]!.send('{"t":"error","code":"invalid_api_key","message":"The ticket was used.","fatal":true}')
  peers[0]!.close(4401)
  await expect(refused).rejects.toThrow(new CallRefusedError(await closed))
  expect(await refused.catch(({ code }: CallRefusedError) => code)).toBe((await closed).error?.code ?? null)
  expect((await closed).problems).toEqual(['invalid_api_key'])
  void client.connect('c', 'a', 'key')
  while (peers.length < 2) await new Promise((soon) => setTimeout(soon, 5))
  peers[1]!.close(4403)
  expect((await client.next('closed')).code).toBe(4403)
})

test('one call after the other, and none without one', async () => {
  const { base, got, peers } = await platform()
  const client = new RealtimeClient(base)
  expect(() => client.sendText('nobody hears')).toThrow(TypeError)
  await client.connect('one', 'a', 'key')
  expect(() => client.connect('two', 'a', 'key')).toThrow(TypeError)
  const over = client.hangUp()
  while (got.length < 3) await new Promise((soon) => setTimeout(soon, 5))
  expect(got[2]).toBe('{"t":"end"}')
  peers[0]!.close(1000)
  await over
  await client.connect('two', 'a', 'key')
  client.close()
  expect((await client.next('closed')).code).toBe(1000)
})

test('a listener that throws keeps nobody else from the message; one that left hears nothing', async () => {
  const { base } = await platform()
  const client = new RealtimeClient(base)
  const heard: string[] = []
  const faults: unknown[] = []
  const fault = (error: unknown): void => void faults.push(error)
  const others = process.rawListeners('uncaughtException')
  process.removeAllListeners('uncaughtException').on('uncaughtException', fault)
  const left = client.on('message', () => heard.push('left'))
  left()
  client.on('connected', () => {
    throw new Error('a fault of mine')
  })
  client.on('connected', () => heard.push('other'))
  await client.connect('c', 'a', 'key')
  await new Promise((soon) => setTimeout(soon, 5))
  process.off('uncaughtException', fault)
  for (const other of others) process.on('uncaughtException', other as () => void)
  expect(heard).toEqual(['other'])
  expect(faults).toMatchObject([{ message: 'a fault of mine' }])
  client.close()
})

test('what a listener gets has the type of its message', () => {
  const client = new RealtimeClient()
  client.on('tts.stopped', ({ textHeard }) => expectTypeOf(textHeard).toEqualTypeOf<string | undefined>())
  // @ts-expect-error there is no such message
  client.on('tts.stoped', () => {})
})
