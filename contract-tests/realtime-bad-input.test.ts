import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dialled } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
let count = 0
beforeAll(async () => {
  stage = await setStage({ RESUME_GRACE_MS: '1000' })
  await stage.rest.call('createAgent', { body: { name: 'Desk', prompt: 'p', externalId: 'desk' } })
})
afterAll(async () => {
  expect(stage.platform.output()).not.toContain('process.fault')
  await stage.strike()
})

/** A socket that is let in, and its call if it is to be started. */
async function line(started: boolean): Promise<Dialled & { callId: string }> {
  const callId = `odd-${++count}`
  const dialled = stage.dial(`/v1/realtime/${callId}?agentId=desk`)
  await dialled.got('connected')
  if (started) dialled.send({ t: 'start' })
  return { ...dialled, callId }
}

/** The call goes on and can be ended in order. */
async function goesOn(dialled: Dialled): Promise<void> {
  const before = dialled.all('pong').length
  dialled.send({ t: 'ping' })
  await dialled.got('pong', before + 1)
  expect(dialled.complaints).toEqual([])
  dialled.send({ t: 'end' })
  expect((await dialled.closed).code).toBe(1000)
  expect(dialled.all('end')[0]?.reason).toBe('caller_hangup')
}

describe('a message that does not fit is answered, the field named, and the call goes on', () => {
  test.each([
    ['no JSON', '{"t":', undefined],
    ['nothing', '', undefined],
    ['a number', '5', undefined],
    ['null', 'null', undefined],
    ['an array', '[{"t":"ping"}]', undefined],
    ['no t', '{}', '/t'],
    ['a t that is no text', '{"t":{"t":"ping"}}', '/t'],
    ['an unknown t', '{"t":"shout"}', '/t'],
    ['a message of the server', '{"t":"stt.final","text":"x"}', '/t'],
    ['a t of Object.prototype', '{"t":"constructor"}', '/t'],
    ['an unknown field', '{"t":"ping","x":1}', '/x'],
    ['__proto__', '{"t":"ping","__proto__":{"a":1}}', '/__proto__'],
    ['a wrong type', '{"t":"end","reason":5}', '/reason'],
    ['too long a text', JSON.stringify({ t: 'end', reason: 'x'.repeat(65) }), '/reason'],
    ['deep nesting', `{"t":"end","reason":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, undefined],
    ['audio as text', Buffer.alloc(640).toString('base64'), undefined],
    ['a second start', '{"t":"start"}', undefined],
  ])('%s', async (_what, text, field) => {
    const dialled = await line(true)
    dialled.send(text)
    const error = await dialled.got('error')
    expect(error).toMatchObject({ code: 'bad_request', fatal: false })
    if (field !== undefined) expect(error.field).toBe(field)
    await goesOn(dialled)
  })

  test.each([
    ['an unknown field', { t: 'start', agent: 'desk' }, '/agent'],
    ['another call', { t: 'start', callId: 'another' }, '/callId'],
    ['another agent', { t: 'start', agentId: 'another' }, '/agentId'],
    ['a rate we do not have', { t: 'start', audio: { sampleRateHz: 44100 } }, '/audio/sampleRateHz'],
    ['a rate as text', { t: 'start', audio: { sampleRateHz: '16000' } }, '/audio/sampleRateHz'],
    ['a language that is none', { t: 'start', locale: '!' }, '/locale'],
  ])('a start with %s, and a right one after it', async (_what, message, field) => {
    const dialled = await line(false)
    dialled.send(message)
    expect(await dialled.got('error')).toMatchObject({ code: 'bad_request', fatal: false, field })
    dialled.send({ t: 'start' })
    await goesOn(dialled)
  })

  test.each([
    ['an odd number of bytes', Buffer.alloc(641)],
    ['an empty frame', Buffer.alloc(0)],
  ])('audio: %s', async (_what, bytes) => {
    const dialled = await line(true)
    dialled.audio(bytes)
    expect(await dialled.got('error')).toMatchObject({ code: 'bad_request', fatal: false })
    await goesOn(dialled)
  })

  test('audio before start', async () => {
    const dialled = await line(false)
    dialled.audio(Buffer.alloc(640))
    expect(await dialled.got('error')).toMatchObject({ code: 'bad_request', fatal: false })
    dialled.send({ t: 'start' })
    await goesOn(dialled)
  })

  test('JSON in a binary frame is audio and nothing else', async () => {
    const dialled = await line(true)
    dialled.audio(Buffer.from('{"t":"end" }'))
    dialled.send({ t: 'ping' })
    await dialled.got('pong')
    expect(dialled.all('end')).toEqual([])
    await goesOn(dialled)
  })
})

describe('much at once', () => {
  test('20,000 frames of one sample are heard as audio', async () => {
    const dialled = await line(true)
    for (let i = 0; i < 20_000; i++) dialled.audio(Buffer.alloc(2))
    const before = performance.now()
    await goesOn(dialled)
    expect(performance.now() - before).toBeLessThan(8_000)
    const heard = stage.simulators.requests.deepgram.findLast(({ path }) => path === '/v1/listen')!
    expect(heard.audioBytes).toBeGreaterThanOrEqual(39_000)
  })

  test('a frame of the largest size is heard', async () => {
    const dialled = await line(true)
    dialled.audio(Buffer.alloc(131_072))
    await goesOn(dialled)
  })

  test('more than 50 mistakes end the connection, and the call as client_lost', async () => {
    const dialled = await line(true)
    for (let i = 0; i < 60; i++) dialled.send('?')
    expect((await dialled.closed).code).toBe(4400)
    expect(dialled.all('error').map(({ fatal }) => fatal)).toEqual([...Array<boolean>(50).fill(false), true])
    await ended(dialled.callId, 'client_lost')
  })
})

/** The call's row says how it ended. */
const ended = (callId: string, reason: string): Promise<unknown> =>
  until(`${callId} to end as ${reason}`, async () => {
    return (await stage.rest.call('getCall', { path: { callId } })).body.endReason === reason
  })

describe('a frame that breaks the protocol closes the socket; the call ends as client_lost', () => {
  test.each([
    ['text', 'x'.repeat(131_073)],
    ['audio', Buffer.alloc(131_074)],
  ])('too large a frame of %s is 1009', async (_what, frame) => {
    const dialled = await line(true)
    dialled.socket.send(frame)
    expect((await dialled.closed).code).toBe(1009)
    expect(dialled.messages.find(({ t }) => t === 'error')).toMatchObject({ code: 'payload_too_large', fatal: true })
    expect(dialled.complaints).toEqual([])
    await ended(dialled.callId, 'client_lost')
  })

  test('text that is no UTF-8 is 1007', async () => {
    const dialled = await line(true)
    dialled.socket.send(Buffer.of(0xc3, 0x28), { binary: false })
    expect((await dialled.closed).code).toBe(1007)
    await ended(dialled.callId, 'client_lost')
  })

  test('bytes that are no frame drop the connection, and harm nobody', async () => {
    const { hostname, port } = new URL(stage.platform.url)
    const socket = connect(Number(port), hostname)
    const head = [
      'GET /v1/realtime/raw-frames?agentId=desk HTTP/1.1',
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Authorization: Bearer ${stage.platform.apiKey}`,
    ]
    const closed = new Promise((resolve) => socket.resume().on('close', resolve))
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    await until('the upgrade', () => socket.bytesRead > 100)
    socket.write(Buffer.of(0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f)) // not masked
    await closed
    expect((await stage.rest.call('getHealth')).status).toBe(200)
  })
})
