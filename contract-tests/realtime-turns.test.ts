import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWav, toBytes } from '#simulators/speech/wav.ts'
import type { Dialled } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
  const agents = {
    quiet: {},
    greeter: { firstMessage: 'Hello, this is your friendly agent from Invorto, and I have a lot to say today.' },
    asking: { consent: { prompt: 'This call is recorded.' }, firstMessage: 'Hello.' },
    leaving: { endCall: { phrases: ['hello'] }, firstMessage: 'Hello and goodbye.' },
  }
  for (const [name, settings] of Object.entries(agents)) {
    const body = { name, externalId: name, prompt: 'You sell plans.', ...settings }
    expect((await stage.rest.call('createAgent', { body })).status).toBe(201)
  }
})
afterAll(async () => {
  expect(stage.platform.output()).not.toContain('process.fault')
  await stage.strike()
})

async function line(callId: string, agent: string, start: object = {}): Promise<Dialled> {
  const dialled = stage.dial(`/v1/realtime/${callId}?agentId=${agent}`)
  await dialled.got('connected')
  dialled.send({ t: 'start', ...start })
  return dialled
}

async function timeline(callId: string): Promise<{ type: string; [field: string]: unknown }[]> {
  await until('the end', async () => (await stage.rest.call('getCall', { path: { callId } })).body.status === 'ended')
  return (await stage.rest.call('getCallTimeline', { path: { callId } })).body.data
}

async function hangUp(dialled: Dialled): Promise<void> {
  dialled.send({ t: 'end' })
  expect((await dialled.closed).code).toBe(1000)
  expect(dialled.complaints).toEqual([])
}

const heardBytes = (): number =>
  stage.simulators.requests.deepgram.findLast(({ path }) => path === '/v1/listen')!.audioBytes

async function voice(name: string): Promise<Buffer> {
  const { samples } = readWav(await readFile(new URL(`../simulators/voices/${name}.wav`, import.meta.url)))
  return Buffer.from(toBytes(samples))
}

test('before the consent prompt was heard the transcriber gets no audio, and typed words and keys are refused', async () => {
  const dialled = await line('consent-1', 'asking')
  await dialled.got('tts.started')
  for (let i = 0; i < 20; i++) dialled.audio(Buffer.alloc(640, 7))
  dialled.send({ t: 'text.input', text: 'my secret' })
  dialled.send({ t: 'dtmf.send', digits: '1' })
  dialled.send({ t: 'interrupt' })
  expect((await dialled.got('error', 2)).code).toBe('conflict')
  expect(await dialled.got('tts.stopped')).toMatchObject({ cause: 'completed', textHeard: 'This call is recorded.' })
  expect(heardBytes()).toBe(0)
  for (let i = 0; i < 5; i++) dialled.audio(Buffer.alloc(640))
  await until('audio at the transcriber', () => heardBytes() >= 5 * 640)
  expect(heardBytes()).toBe(5 * 640)
  await dialled.got('tts.stopped', 2)
  await hangUp(dialled)
  const log = await timeline('consent-1')
  const types = log.map(({ type }) => type)
  expect(types.indexOf('consent.completed')).toBeGreaterThan(types.indexOf('consent.prompted'))
  expect(JSON.stringify(log)).not.toContain('my secret')
})

test('typed words are a turn: they stop the agent and are answered', async () => {
  const dialled = await line('typed-1', 'greeter')
  await dialled.got('tts.started')
  dialled.send({ t: 'text.input', text: 'what are your plans' })
  expect(await dialled.got('turn.started', 2)).toMatchObject({ turnId: 'turn_2', initiator: 'caller' })
  await dialled.got('control.bargein')
  expect(await dialled.got('tts.stopped')).toMatchObject({ cause: 'barge_in', method: 'rate_estimate' })
  expect(await dialled.got('turn.ended')).toMatchObject({ turnId: 'turn_2', policyWaitMs: 0 })
  await dialled.got('tts.started', 2)
  await hangUp(dialled)
  const typed = (await timeline('typed-1')).find(({ type }) => type === 'text.received')
  expect(typed).toMatchObject({ text: 'what are your plans', turnId: 'turn_2' })
})

test('keys are the caller’s words, and marks say what was heard', async () => {
  const dialled = await line('keys-1', 'greeter')
  await dialled.got('tts.started')
  dialled.send({ t: 'playback.mark', utteranceId: 'u_1', playedMs: 0 })
  dialled.send({ t: 'dtmf.send', digits: '12#', method: 'rfc2833' })
  expect(await dialled.got('tts.stopped')).toMatchObject({ cause: 'barge_in', method: 'marks' })
  await dialled.got('turn.ended')
  const asked = await until('the model', () => stage.simulators.requests.openai.at(-1))
  expect(JSON.stringify(asked)).toContain('[keys pressed: 12]')
  await hangUp(dialled)
  expect((await timeline('keys-1')).find(({ type }) => type === 'dtmf.received')).toMatchObject({ text: '12' })
})

test('an agent that says its end phrase hangs up once it was heard', async () => {
  const dialled = await line('leaves-1', 'leaving')
  expect((await dialled.closed).code).toBe(1000)
  expect(dialled.all('tts.stopped')).toMatchObject([{ cause: 'completed', textHeard: 'Hello and goodbye.' }])
  expect(dialled.all('end')).toMatchObject([{ reason: 'agent_hangup' }])
})

test('audio as JSON, both ways: the same call, and no binary frame', async () => {
  const dialled = await line('json-1', 'quiet', { audio: { transport: 'json' } })
  const speech = Buffer.concat([await voice('what-are-your-plans'), Buffer.alloc(48_000)])
  for (let seq = 0; seq * 640 < speech.length; seq++) {
    const chunk = { t: 'audio', seq, pcm16: speech.subarray(seq * 640, (seq + 1) * 640).toString('base64') }
    dialled.send(chunk)
    if (seq % 10 === 0) dialled.send(chunk)
    await new Promise((resolve) => setTimeout(resolve, 18))
  }
  expect((await dialled.got('stt.final')).text.toLowerCase()).toContain('what are your plans')
  const chunk = await dialled.got('tts.chunk', 3)
  expect([chunk.seq, Buffer.from(chunk.pcm16, 'base64').length]).toEqual([2, 1280])
  expect(dialled.audioBytes()).toBe(0)
  dialled.audio(Buffer.alloc(640))
  dialled.send({ t: 'audio', seq: 9_000, pcm16: 'not base64!!' })
  dialled.send({ t: 'audio', seq: 9_000, pcm16: 'AA==' })
  expect((await dialled.got('error', 3)).code).toBe('bad_request')
  await hangUp(dialled)
})

test('an audio message where audio comes as bytes is a mistake', async () => {
  const dialled = await line('json-2', 'quiet')
  dialled.send({ t: 'audio', seq: 0, pcm16: 'AAAAAAAA' })
  expect(await dialled.got('error')).toMatchObject({ code: 'bad_request', fatal: false })
  await hangUp(dialled)
})
