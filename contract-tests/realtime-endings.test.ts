import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sayText } from '#simulators/speech/voice.ts'
import { toBytes } from '#simulators/speech/wav.ts'
import { type Raw, sendRaw } from './raw.ts'
import type { Dialled } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
let slow: Promise<Raw>[]
let count = 0
beforeAll(async () => {
  stage = await setStage({ HEARTBEAT_MS: '1000', IDLE_TIMEOUT_MS: '4000', RESUME_GRACE_MS: '700' })
  const key = `Authorization: Bearer ${stage.platform.apiKey}\r\nContent-Type: application/json\r\n`
  const never = [
    `POST /v1/agents HTTP/1.1\r\nHost: x\r\n${key}Content-Length: 99\r\n\r\n{"na`,
    'GET /healthz HTTP/1.1\r\nX-',
  ]
  slow = never.map((bytes) => sendRaw(stage.platform.url, bytes))
  const agent = (externalId: string, more = {}) => ({
    ...{ name: externalId, prompt: 'p', externalId, apology: 'Sorry.' },
    ...more,
  })
  await stage.rest.call('createAgent', { body: agent('desk') })
  await stage.rest.call('createAgent', {
    body: agent('greeter', { firstMessage: 'Hello, this is a rather long greeting.' }),
  })
})
afterAll(() => stage.strike())
afterEach(() => {
  for (const plan of Object.values(stage.simulators.faults)) plan.clear()
})

async function call(agent = 'desk'): Promise<Dialled & { callId: string }> {
  const callId = `ending-${++count}`
  const line = stage.dial(`/v1/realtime/${callId}?agentId=${agent}`)
  await line.got('connected')
  line.send({ t: 'start' })
  return { ...line, callId }
}

// biome-ignore lint/suspicious/noExplicitAny: judged by the document
const row = (callId: string): Promise<any> =>
  until(`the end of ${callId}`, async () => {
    const { status, body } = await stage.rest.call('getCall', { path: { callId } })
    return status === 200 && body.status === 'ended' && body
  })

/** The row, the timeline's last entry and the socket's `end` tell the same end; the log has no gap. */
async function endsAs(
  callId: string,
  reason: string,
): Promise<{ type: string; failure?: string; provider?: string }[]> {
  expect((await row(callId)).endReason).toBe(reason)
  const { data } = (await stage.rest.call('getCallTimeline', { path: { callId } })).body
  expect(data.find(({ type }: { type: string }) => type === 'call.ended')).toMatchObject({ reason })
  expect(data.map(({ seq }: { seq: number }) => seq)).toEqual(data.map((_: unknown, i: number) => i + 1))
  return data
}

describe.concurrent('how a caller leaves', () => {
  test('end is answered by end, then 1000', async () => {
    const line = await call()
    line.send({ t: 'end', reason: 'hangup' })
    const end = await line.got('end')
    expect(end.reason).toBe('caller_hangup')
    expect(end.durationSec).toBeLessThan(5)
    expect(line.messages.at(-1)).toBe(end)
    expect((await line.closed).code).toBe(1000)
    expect(line.complaints).toEqual([])
    await endsAs(line.callId, 'caller_hangup')
  })

  test.each([1000, 1001])('a clean close with %i is a hang-up', async (code) => {
    const line = await call('greeter')
    await line.got('tts.started')
    line.socket.close(code)
    await endsAs(line.callId, 'caller_hangup')
  })

  test('a close with another code is a lost client', async () => {
    const line = await call('greeter')
    await line.got('tts.started')
    line.socket.close(4000)
    await endsAs(line.callId, 'client_lost')
  })

  test('a client that vanishes is a lost one', async () => {
    const line = await call('greeter')
    await line.got('tts.started')
    line.socket.terminate()
    await endsAs(line.callId, 'client_lost')
  })

  test('a client that vanishes right after start leaves no call that is live for ever', async () => {
    const line = await call()
    line.socket.terminate()
    await until('no call of this name, or an ended one', async () => {
      const { status, body } = await stage.rest.call('getCall', { path: { callId: line.callId } })
      return status === 404 || body.status === 'ended'
    })
  })
})

describe.concurrent('silence', () => {
  test('a client is pinged at every heartbeat, and one that answers stays', async () => {
    const line = await call()
    let pings = 0
    line.socket.on('ping', () => pings++)
    const speaking = setInterval(() => line.audio(Buffer.alloc(640)), 200)
    await until('five pings', () => pings >= 5)
    clearInterval(speaking)
    expect(line.socket.readyState).toBe(line.socket.OPEN)
    line.send({ t: 'end' })
    await line.closed
  })

  test('a client that answers no ping is dropped, and its call ends as client_lost', async () => {
    const line = await call()
    line.socket.pong = () => {}
    ;(line.socket as unknown as { _autoPong: boolean })._autoPong = false
    const speaking = setInterval(() => line.audio(Buffer.alloc(640)), 200)
    const { code } = await line.closed
    clearInterval(speaking)
    expect(code).toBe(1006)
    await endsAs(line.callId, 'client_lost')
  })

  test('without audio or text the socket is closed with 4408; a ping does not count', async () => {
    const line = await call()
    const pinging = setInterval(() => line.send({ t: 'ping' }), 300)
    const begun = performance.now()
    const { code } = await line.closed
    clearInterval(pinging)
    expect(code).toBe(4408)
    expect(performance.now() - begun).toBeGreaterThan(3_000)
    expect(line.messages.findLast(({ t }) => t === 'error')).toMatchObject({ code: 'idle_timeout', fatal: true })
    expect((await row(line.callId)).endReason).toBe('client_lost')
  })
})

/** Speaks marked words at the pace of a microphone. */
async function speak(line: Dialled, text: string): Promise<void> {
  const bytes = toBytes(sayText(text, 16_000))
  for (let at = 0; at < bytes.length + 32_000 && line.socket.readyState === line.socket.OPEN; at += 1280) {
    const frame = Buffer.alloc(1280)
    frame.set(bytes.subarray(at, at + frame.length))
    line.audio(frame)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}

describe('a provider that fails for good ends the call: error, end, 4503, and the log says who', () => {
  async function failed(line: Dialled & { callId: string }, provider: string, failure?: string): Promise<void> {
    const { code } = await line.closed
    expect(code).toBe(4503)
    expect(line.complaints).toEqual([])
    const last = line.messages.map(({ t }) => t).filter((t) => t === 'error' || t === 'end')
    expect(last).toEqual(['error', 'end'])
    expect(line.messages.at(-1)!.t).toBe('end')
    expect(line.all('error')[0]).toMatchObject({ code: 'provider_unavailable', fatal: true })
    expect(line.all('end')[0]!.reason).toBe('provider_unavailable')
    const log = await endsAs(line.callId, 'provider_unavailable')
    const entry = log.find(({ type }) => type === 'provider.request_failed')
    expect(entry).toMatchObject({ provider, ...(failure && { failure }) })
  }

  test('the transcriber refuses our key', async () => {
    stage.simulators.faults.listen.set({ failure: { kind: '401' } })
    await failed(await call(), 'deepgram', 'unauthorized')
  })

  test('the voice is cut off in the middle', async () => {
    stage.simulators.faults.speak.set({ failure: { kind: 'disconnect_midway', afterChunks: 2, times: 'always' } })
    await failed(await call('greeter'), 'deepgram', 'disconnected')
  })

  test('the model answers with 500', async () => {
    stage.simulators.faults.chat.set({ failure: { kind: '500', times: 'always' } })
    const line = await call()
    await speak(line, 'hello there')
    await failed(line, 'openai', 'server_error')
    // It apologised, and was heard.
    expect(line.all('tts.stopped')[0]).toMatchObject({ cause: 'completed', textHeard: 'Sorry.' })
    stage.simulators.faults.chat.clear()
  })

  test('the next call is a sound one', async () => {
    const line = await call('greeter')
    expect((await line.got('tts.stopped')).cause).toBe('completed')
    line.send({ t: 'end' })
    expect((await line.closed).code).toBe(1000)
  })
})

// They were begun before the first test.
test('a request that never ends is answered with a problem and dropped within 20 s; nobody waited for it', async () => {
  for (const { status, body, tookMs } of await Promise.all(slow)) {
    stage.contract.judgeProblem(JSON.parse(body))
    expect(status).toBe(400)
    expect(tookMs).toBeLessThan(20_000)
    expect(tookMs).toBeGreaterThan(5_000)
  }
})
