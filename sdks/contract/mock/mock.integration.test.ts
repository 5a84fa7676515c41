import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type OperationId, type Route, routes } from '#generated/operations.gen.ts'
import { checkServerMessage, type ServerMessage } from '#generated/realtime.gen.ts'
import { responseBody } from '#generated/validators.gen.ts'
import { check } from '#generated/violation.gen.ts'
import {
  BadRequestError,
  ConflictError,
  ConnectionError,
  InternalServerError,
  InvortoClient,
  NotFoundError,
  PreconditionFailedError,
  TimeoutError,
  TooManyRequestsError,
} from '../../node/generated/index.gen.ts'
import type { Document } from '../document.ts'
import { examplesOf } from '../published.ts'
import { type Mock, startMock } from './start-mock.ts'

let mock: Mock
let client: InvortoClient
beforeAll(async () => {
  mock = await startMock()
  client = new InvortoClient('any-key', { baseUrl: mock.url, maxRetries: 0, logLevel: 'off' })
})
afterAll(() => mock.close())

test('an agent is made, read back, listed page by page, changed against what was seen, and is gone', async () => {
  const agent = await client.createAgent({ name: 'Support Agent', prompt: 'You help.', llm: { temperature: 0.1 } })
  expect(agent).toMatchObject({
    name: 'Support Agent',
    prompt: 'You help.',
    llm: { temperature: 0.1 },
    externalId: null,
  })
  const { data, etag } = await client.agents.get(agent.id).withResponse()
  expect(data).toEqual(agent)
  for (const name of ['One', 'Two']) await client.agents.create({ name, prompt: 'x', externalId: name })
  const seen: string[] = []
  for await (const { name } of client.agents.list({ limit: 2 })) seen.push(name)
  expect(seen).toEqual(['Two', 'One', 'Support Agent'])
  expect((await client.agents.get('One')).name).toBe('One')
  await expect(client.agents.create({ name: 'n', prompt: 'x', externalId: 'One' })).rejects.toBeInstanceOf(
    ConflictError,
  )
  const changed = await client.agents.update(agent.id, { prompt: 'Be brief.' }, { ifMatch: etag! })
  expect(changed).toMatchObject({ prompt: 'Be brief.', version: 2, llm: { temperature: 0.1 } })
  const late = client.agents.update(agent.id, { prompt: 'x' }, { ifMatch: etag! })
  await expect(late).rejects.toBeInstanceOf(PreconditionFailedError)
  await client.agents.delete(agent.id)
  await expect(client.agents.get(agent.id)).rejects.toBeInstanceOf(NotFoundError)
})

test('what was left out of what was sent is as the contract has it by default, not as an example has it', async () => {
  const agent = await client.agents.create({ name: 'Bare', prompt: 'x', silence: { maxQuestions: 2 } })
  const apology = 'I am sorry, something went wrong on our side. Please try again in a moment.'
  expect(agent).toMatchObject({ maxDurationSec: 3600, apology, interruptible: true, locale: 'en-IN', consent: null })
  const silence = { questionAfterMs: 15_000, maxQuestions: 2, question: null, hangUpAfterMs: 60_000 }
  expect(agent).toMatchObject({ silence, firstMessage: null, tools: [] })
  const silent = await client.agents.create({ name: 'Silent', prompt: 'x', apology: null })
  expect(silent.apology).toBeNull()
  const inputSchema = { type: 'object', properties: { a: { type: 'string' } } } as const
  const url = 'https://example.com/orders'
  const tool = await client.tools.create({
    name: 'look',
    description: 'Looks.',
    url,
    inputSchema,
    headers: { 'x-a': '1' },
  })
  expect([tool.inputSchema, tool.headers]).toEqual([inputSchema, { 'x-a': '1' }])
})

test('what does not fit the contract is refused with its place, and a key asks once', async () => {
  const wrong = client.agents.create({ name: 'X', prompt: 'x', llm: { temperature: 9 } })
  await expect(wrong).rejects.toMatchObject({ errors: [{ pointer: '/llm/temperature', keyword: 'maximum' }] })
  await expect(client.agents.list({ limit: 0 })).rejects.toBeInstanceOf(BadRequestError)
  const once = { idempotencyKey: 'the-same' }
  const [one, other] = [
    await client.agents.create({ name: 'Once', prompt: 'x' }, once),
    await client.agents.create({ name: 'Once', prompt: 'x' }, once),
  ]
  expect(other).toEqual(one)
  await expect(client.agents.create({ name: 'Other', prompt: 'x' }, once)).rejects.toBeInstanceOf(ConflictError)
  expect((await fetch(`${mock.url}/v1/agents`)).status).toBe(401)
  expect((await fetch(`${mock.url}/v1/nothing`)).status).toBe(404)
  expect((await fetch(`${mock.url}/v1/agents`, { method: 'PUT' })).status).toBe(405)
  expect((await fetch(`${mock.url}/v1/sessions/x/events/stream`, { method: 'HEAD' })).status).toBe(405)
  const head = await fetch(`${mock.url}/healthz`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/json', ''])
})

describe('every operation that has an example is answered as its document says', () => {
  const all = Object.entries<Route>(routes).filter(([id]) => examplesOf(id).length > 0)
  test.each(all)('%s', async (id, { method, path, bodyTypes }) => {
    const [{ request = {} }] = examplesOf(id).filter(({ response }) => response?.status < 400) as [
      { request?: Document },
    ]
    const target = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(request.path?.[name]))
    const query = new URLSearchParams(
      Object.entries<Document>(request.query ?? {}).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, String(one)]),
      ),
    )
    const response = await fetch(`${mock.url}${target}?${query}`, {
      ...{ method, redirect: 'manual' },
      headers: { authorization: 'Bearer any', ...(request.body && { 'content-type': bodyTypes[0]! }) },
      ...(request.body && { body: JSON.stringify(request.body) }),
    })
    const text = await response.text()
    // What nobody has made is not there, whatever the example says.
    if (response.status !== 404) expect(response.status, text).toBeLessThan(400)
    const validate = responseBody(id as OperationId, response.status)
    if (validate !== undefined) expect(check(validate, JSON.parse(text)), text).toBeNull()
  })
})

describe('a call', () => {
  const start = async (options: { firstMessage?: string } = {}) => {
    const agent = await client.agents.create({ name: 'Desk', prompt: 'x', ...options })
    const callId = `call-${agent.id}`
    return {
      agent,
      callId,
      call: await client.connectToCall(callId, { agentId: agent.id, metadata: { from: 'a test' } }),
    }
  }

  test('is greeted, answered in words and audio, cut short, ended, and read back', async () => {
    const { agent, callId, call } = await start({ firstMessage: 'Namaste.' })
    const told: ServerMessage[] = []
    let audio = 0
    call.on('message', (message) => told.push(message as ServerMessage))
    call.on('audio', (frame) => {
      audio += frame.length
    })
    expect(await call.next('tts.stopped')).toMatchObject({ cause: 'completed', textHeard: 'Namaste.' })
    const [heard, started] = [call.next('stt.final'), call.next('tts.started')]
    for (let frame = 0; frame < 60; frame++) call.sendAudio(new Int16Array(320))
    expect(await heard).toMatchObject({ text: 'what are your plans' })
    await started
    call.send.interrupt()
    expect(await call.next('tts.stopped')).toMatchObject({ cause: 'barge_in' })
    call.sendText('how much is it')
    expect((await call.next('llm.delta')).text).toContain('how much is it')
    call.send.ping()
    await call.next('pong')
    expect((await client.calls.get(callId)).status).toBe('in_progress')
    expect((await call.hangUp()).code).toBe(1000)
    expect(audio).toBeGreaterThan(10_000)
    expect(told.map((message) => checkServerMessage(message))).toEqual(told.map(() => null))
    const ended = await client.calls.get(callId)
    expect(ended).toMatchObject({
      agentId: agent.id,
      status: 'ended',
      endReason: 'caller_hangup',
      metadata: { from: 'a test' },
    })
    expect((await client.calls.list()).data.map(({ id }) => id)).toContain(ended.id)
  })

  test('is its newest client’s where the one before was silent for ten seconds', { timeout: 10_000 }, async () => {
    const { callId, call } = await start()
    await call.next('tts.stopped')
    const taken = call.next('closed')
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000)
    const socket = new WebSocket(`${mock.url.replace('http', 'ws')}/v1/realtime/${callId}?api_key=any-key`)
    socket.addEventListener('open', () => socket.send(JSON.stringify({ t: 'start' })))
    const told: ServerMessage[] = []
    socket.addEventListener('message', ({ data }) => typeof data === 'string' && told.push(JSON.parse(data)))
    expect(await taken).toMatchObject({ code: 4409, error: { code: 'conflict', fatal: true } })
    now.mockRestore()
    expect(await client.calls.get(callId)).toMatchObject({ status: 'in_progress' })
    socket.send(JSON.stringify({ t: 'end' }))
    expect((await once(socket, 'close'))[0].code).toBe(1000)
    expect(told.map(({ t }) => t)).toEqual(['connected', 'resumed', 'end'])
  })

  test('of nobody is refused', async () => {
    const refused = client.connectToCall('call-9', { agentId: 'nobody' }).then((call) => call.next('closed'))
    expect(await refused.catch(({ closed }) => closed)).toMatchObject({ code: 4404 })
  })
})

test('what is no request, or is cut off, ends itself and nothing else', async () => {
  const { port } = new URL(mock.url)
  const said = async (head: string): Promise<string> => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(`${head}\r\n\r\n`)
    const [first] = await once(socket, 'data')
    socket.resetAndDestroy()
    return String(first).split(' ', 2)[1]!
  }
  const upgrade = 'host: x\r\nconnection: upgrade\r\nupgrade: websocket'
  expect(await said('GET /v1/agents/%zz HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k')).toBe('400')
  expect(await said('GET // HTTP/1.1\r\nhost: x')).toBe('400')
  expect(await said(`GET // HTTP/1.1\r\n${upgrade}`)).toBe('404')
  expect(await said(`GET /v1/realtime/%ff HTTP/1.1\r\n${upgrade}`)).toBe('400')
  const cut = connect(Number(port), '127.0.0.1')
  cut.write('POST /v1/agents HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n{')
  await once(cut, 'data')
  cut.resetAndDestroy()
  for (let asked = 0; asked < 3; asked += 1) expect((await client.rates.list()).data).toBeDefined()
})

describe('faults', () => {
  const with_ = (fault: string) => ({ headers: { 'x-mock-fault': fault }, timeoutMs: 300 })

  test('come when a request asks for them', async () => {
    await expect(client.agents.list({}, with_('429'))).rejects.toBeInstanceOf(TooManyRequestsError)
    await expect(client.agents.list({}, with_('500'))).rejects.toBeInstanceOf(InternalServerError)
    await expect(client.agents.list({}, with_('stall'))).rejects.toBeInstanceOf(TimeoutError)
    await expect(client.agents.list({}, with_('disconnect'))).rejects.toBeInstanceOf(ConnectionError)
    await expect(client.agents.list({}, with_('malformed'))).rejects.toThrow()
    const late = await fetch(`${mock.url}/v1/agents?mock_fault=429`, { headers: { authorization: 'Bearer any' } })
    expect([late.status, late.headers.get('retry-after')]).toEqual([429, '1'])
  })

  test('that there are not are refused with those that there are', async () => {
    const named = { message: expect.stringContaining('"bogus": 429, 500, stall, disconnect, malformed') }
    const refused = client.agents.list({}, with_('bogus'))
    await expect(refused).rejects.toBeInstanceOf(BadRequestError)
    await expect(refused).rejects.toMatchObject(named)
    const socket = new WebSocket(`${mock.url.replace('http', 'ws')}/v1/realtime/c?api_key=k&mock_fault=bogus`)
    const [told] = await once(socket, 'message')
    expect(JSON.parse(told.data)).toMatchObject({ t: 'error', code: 'bad_request', ...named })
    expect((await once(socket, 'close'))[0]).toMatchObject({ code: 4400 })
  })

  test('come in turn when they were asked for at the start, and a client that tries again meets none in the end', async () => {
    const faulty = await startMock({ faults: ['500', 'disconnect'] })
    const patient = new InvortoClient('any-key', { baseUrl: faulty.url, maxRetries: 2, logLevel: 'off' })
    expect((await patient.agents.list()).data).toEqual([])
    const hasty = new InvortoClient('any-key', { baseUrl: faulty.url, maxRetries: 0, logLevel: 'off' })
    await expect(hasty.tools.list()).rejects.toBeInstanceOf(InternalServerError)
    const { id } = await patient.agents.create({ name: 'Desk', prompt: 'x' })
    await expect(patient.connectToCall('one', { agentId: id })).rejects.toMatchObject({ closed: { code: 1011 } })
    await faulty.close()
  })

  test('that cut a call off do not end it: a client that comes back hears it to its end', async () => {
    const faulty = await startMock({ faults: ['disconnect'] })
    const patient = new InvortoClient('any-key', { baseUrl: faulty.url, maxRetries: 2, logLevel: 'off' })
    const { id } = await patient.agents.create({ name: 'Desk', prompt: 'x', firstMessage: 'Namaste.' })
    const call = await patient.connectToCall('cut', { agentId: id })
    expect(await call.next('tts.stopped')).toMatchObject({ cause: 'completed', textHeard: 'Namaste.' })
    const { data } = await patient.sessions.events.list('cut', { event_type: ['session.state_changed'] })
    expect(data.map((event) => (event.data as { to: string }).to)).toEqual(['live', 'detached', 'live'])
    expect((await call.hangUp()).code).toBe(1000)
    await faulty.close()
  })
})
