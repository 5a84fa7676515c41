import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallEvent, checkEvent } from '#generated/events.gen.ts'
import { responseBody } from '#generated/validators.gen.ts'
import { check } from '#generated/violation.gen.ts'
import { ConflictError, InvortoClient, NotFoundError, type SessionEvent } from '../../node/generated/index.gen.ts'
import { type Mock, startMock } from './start-mock.ts'

let mock: Mock
let client: InvortoClient
beforeAll(async () => {
  mock = await startMock()
  client = new InvortoClient('any-key', { baseUrl: mock.url, maxRetries: 0, logLevel: 'off' })
})
afterAll(() => mock.close())

/** A call that has been greeted. */
async function greeted(callId: string, settings: { events?: { content: boolean } } = {}) {
  const agent = await client.agents.create({ name: callId, prompt: 'x', firstMessage: 'Namaste.', ...settings })
  const call = await client.connectToCall(callId, { agentId: agent.id })
  await call.next('tts.stopped')
  return { call, session: await client.sessions.get(callId) }
}

const typesOf = (events: readonly SessionEvent[]) => events.map(({ event_type }) => event_type)
const fits = (id: 'getSession' | 'listSessions' | 'getCallArtifacts', body: unknown) =>
  check(responseBody(id, 200)!, body)

test('a call is a session while it is live and after it, with its events in the order of the socket', async () => {
  const { call, session } = await greeted('seen', { events: { content: true } })
  expect(session).toMatchObject({ kind: 'call', live: true, state: 'live', endedAt: null, contentVisible: true })
  expect(fits('getSession', session)).toBeNull()
  const ended = call.next('turn.ended')
  call.sendText('how much is it')
  const { seq } = await ended
  const { data } = await client.sessions.events.list(session.id, { limit: 1000 })
  expect(data.map((event) => checkEvent(event as unknown as CallEvent))).toEqual(data.map(() => null))
  expect(data.map((event) => event.seq)).toEqual(data.map((_, at) => at + 1))
  expect(data[seq! - 1]).toMatchObject({ event_type: 'endpointing.delay_applied', session_id: session.id })
  expect(data.find(({ event_type }) => event_type === 'text.received')?.content).toEqual({ text: 'how much is it' })
  await call.hangUp()
  const page = await client.sessions.list({ kind: 'call', live: false })
  expect(page.data[0]).toMatchObject({ id: session.id, live: false, state: 'ended', endedAt: expect.any(String) })
  expect(fits('listSessions', { data: page.data, nextCursor: page.nextCursor })).toBeNull()
  const few: SessionEvent[] = []
  for await (const event of client.sessions.events.list(session.id, {
    event_type: ['call.started', 'call.ended'],
    limit: 1,
  }))
    few.push(event)
  expect(typesOf(few)).toEqual(['call.started', 'call.ended'])
  await expect(client.sessions.events.list('nobody')).rejects.toBeInstanceOf(NotFoundError)
})

test('a session is followed to its end, and words are shown where the agent says so alone', async () => {
  const { call, session } = await greeted('followed')
  const followed: SessionEvent[] = []
  const over = (async () => {
    for await (const event of client.sessions.events.stream(session.id)) followed.push(event)
  })()
  call.sendText('hello')
  await call.next('tts.started')
  await call.hangUp()
  await over
  expect(typesOf(followed).slice(0, 3)).toEqual(['call.started', 'session.state_changed', 'call.answered'])
  expect(typesOf(followed).slice(-2)).toEqual(['call.ended', 'call.finished'])
  expect(followed.map(({ seq }) => seq)).toEqual(followed.map((_, at) => at + 1))
  expect(followed.filter(({ content, pii }) => content !== undefined || pii.contains_pii)).toEqual([])
  const later = `${mock.url}/v1/sessions/${session.id}/events/stream?after=${followed.length}`
  expect((await fetch(later, { headers: { authorization: 'Bearer k' } })).status).toBe(204)
})

test('a live call takes commands, one that has ended does not', async () => {
  const { call, session } = await greeted('told')
  const said = await client.sessions.commands.send(session.id, { command: 'say', text: 'One moment.' })
  expect(said).toMatchObject({ command: 'say', result: 'applied' })
  expect((await call.next('tts.stopped')).textHeard).toBe('One moment.')
  const end = call.next('end')
  await client.sessions.commands.send(session.id, { command: 'call.hangup' })
  expect((await end).reason).toBe('agent_hangup')
  expect(await client.calls.get('told')).toMatchObject({ status: 'ended', endReason: 'agent_hangup' })
  const late = client.sessions.commands.send(session.id, { command: 'call.hangup' })
  await expect(late).rejects.toBeInstanceOf(ConflictError)
})

test('what a call leaves behind is at the mock itself, once it has ended', async () => {
  const { call, session } = await greeted('kept')
  expect(Object.values(await client.calls.artifacts.get('kept'))).toEqual([null, null, null, null])
  await call.hangUp()
  const links = await client.calls.artifacts.get(session.id)
  expect(fits('getCallArtifacts', links)).toBeNull()
  const { recording, transcript, metrics, bundle } = links as Record<string, string>
  const bytes = async (url: string | undefined) => Buffer.from(await (await fetch(url!)).arrayBuffer())
  expect([recording, transcript, metrics, bundle].filter((url) => !url?.startsWith(`${mock.url}/`))).toEqual([])
  const wav = await bytes(recording)
  expect([wav.toString('latin1', 0, 4), wav.readUInt32LE(40)]).toEqual(['RIFF', wav.length - 44])
  expect(JSON.parse((await bytes(transcript)).toString())).toMatchObject({ role: 'assistant', message: 'Namaste.' })
  expect((await bytes(metrics)).toString()).toBe('')
  const zip = await bytes(bundle)
  expect([zip.readUInt32LE(0), zip.includes('recording.wav')]).toEqual([0x04034b50, true])
  expect((await fetch(recording!.replace(session.id, 'nobody'))).status).toBe(404)
})

test('a call that goes on takes no second client', async () => {
  const { call } = await greeted('twice')
  const { agentId } = await client.calls.get('twice')
  const refused = client.connectToCall('twice', { agentId }).then((second) => second.next('closed'))
  expect(await refused.catch(({ closed }) => closed)).toMatchObject({ code: 4409 })
  await call.hangUp()
})
