import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ConflictError,
  ForbiddenError,
  InvortoClient,
  NotFoundError,
  PreconditionFailedError,
  UnauthorizedError,
} from '#sdks/node/generated/index.gen.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
let client: InvortoClient
beforeAll(async () => {
  stage = await setStage()
  client = new InvortoClient(stage.platform.apiKey, { baseUrl: stage.platform.url })
})
afterAll(() => stage?.strike())

test('an agent is made, read, changed against what was seen, listed, and is gone', async () => {
  const agent = await client.createAgent({ name: 'Support Agent', prompt: 'You are a helpful customer support agent.' })
  const { data, etag } = await client.agents.get(agent.id).withResponse()
  expect(data).toEqual(agent)
  const changed = await client.agents.update(agent.id, { prompt: 'Be brief.' }, { ifMatch: etag! })
  expect(changed).toMatchObject({ prompt: 'Be brief.', version: 2 })
  await expect(client.agents.update(agent.id, { prompt: 'Late.' }, { ifMatch: etag! })).rejects.toBeInstanceOf(
    PreconditionFailedError,
  )
  expect((await client.agents.versions.get(agent.id, 1)).agent.prompt).toBe(agent.prompt)
  expect(await client.agents.delete(agent.id)).toBeUndefined()
  await expect(client.agents.get(agent.id)).rejects.toBeInstanceOf(NotFoundError)
})

test('every page of a list comes, each entry once', async () => {
  const names = ['One', 'Two', 'Three', 'Four', 'Five']
  for (const name of names) await client.agents.create({ name, prompt: 'x' })
  const seen: string[] = []
  for await (const { name } of client.agents.list({ limit: 2 })) seen.push(name)
  expect(seen).toEqual(names.toReversed())
})

test('what the platform refuses has its class, its code and its places', async () => {
  const stranger = new InvortoClient('not-a-key', { baseUrl: stage.platform.url, maxRetries: 0 })
  await expect(stranger.agents.list()).rejects.toBeInstanceOf(UnauthorizedError)
  const wrong = client.agents.create({ name: 'X', prompt: 'x', llm: { temperature: 9 } })
  await expect(wrong).rejects.toMatchObject({
    status: 400,
    code: 'bad_request',
    requestId: expect.stringMatching(/^req_/),
    errors: [{ pointer: '/llm/temperature', keyword: 'maximum' }],
  })
  const { key } = await client.apiKeys.create({ name: 'Reader', role: 'analyst' })
  const reader = new InvortoClient(key, { baseUrl: stage.platform.url })
  await expect(reader.agents.create({ name: 'X', prompt: 'x' })).rejects.toBeInstanceOf(ForbiddenError)
})

test('a request is done once, however often it is sent', async () => {
  const once = { idempotencyKey: 'the-same' }
  const [one, other] = [
    await client.agents.create({ name: 'Once', prompt: 'x' }, once),
    await client.agents.create({ name: 'Once', prompt: 'x' }, once).withResponse(),
  ]
  expect(other.data).toEqual(one)
  expect(other.response.headers.get('idempotency-replayed')).toBe('true')
  await expect(client.agents.create({ name: 'Another', prompt: 'x' }, once)).rejects.toBeInstanceOf(ConflictError)
})

test('a call by the SDK alone: words in, words and audio out, and what it came to', async () => {
  const agent = await client.agents.create({ name: 'Desk', prompt: 'x', firstMessage: 'Hello, how can I help?' })
  const call = await client.connectToCall('call-123', { agentId: agent.id, metadata: { from: 'the SDK' } })
  let audio = 0
  call.on('audio', (frame) => {
    audio += frame.length
  })
  expect((await call.next('tts.started')).utteranceId).toBeTruthy()
  call.sendAudio(Buffer.alloc(640))
  call.sendText('how much is it')
  await call.next('llm.delta')
  const stopped = await call.next('tts.stopped')
  expect([stopped.textGenerated !== '', audio > 0]).toEqual([true, true])
  expect((await call.hangUp()).code).toBe(1000)
  const ended = await until('the call has ended', async () => {
    const found = await client.calls.get('call-123')
    return found.status === 'ended' ? found : undefined
  })
  expect(ended).toMatchObject({ agentId: agent.id, endReason: 'caller_hangup', metadata: { from: 'the SDK' } })
  const told: string[] = []
  for await (const { event_type } of client.sessions.events.stream(ended.id)) told.push(event_type)
  expect(told).toEqual(expect.arrayContaining(['call.started', 'call.ended']))
  const types: string[] = []
  for await (const { type } of client.calls.timeline.get('call-123', { limit: 5 })) types.push(type)
  expect(types).toEqual(expect.arrayContaining(['call.started', 'llm.request', 'call.ended']))
})

test('a call that is not taken says why', async () => {
  await expect(client.connectToCall('call-of-nobody')).rejects.toMatchObject({
    name: 'CallRefusedError',
    code: 'not_found',
    closed: { code: 4404 },
  })
  await expect(client.connectToCall('call-9', { agentId: 'nobody' })).rejects.toMatchObject({
    name: 'CallRefusedError',
    closed: { code: 4404, problems: ['not_found'] },
  })
})
