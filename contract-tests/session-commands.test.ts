import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, developmentTenant } from './database.ts'
import { EventStream } from './event-stream.ts'
import type { Answer, Rest } from './rest.ts'
import { finishedCall } from './short-call.ts'
import type { Dialled } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
let dev: Rest
beforeAll(async () => {
  stage = await setStage({ MAX_STREAMS_PER_KEY: '2' })
  const agent = { prompt: 'p', firstMessage: 'Hello, how can I help you?', events: { content: true } }
  const guardrails = { blockedPhrases: ['guaranteed returns'] }
  await stage.rest.call('createAgent', { body: { ...agent, name: 'greeter', externalId: 'greeter', guardrails } })
  dev = stage.rest.as((await addKey(stage.database, 'dev', developmentTenant)).key)
})
afterAll(() => stage.strike())

async function call(name: string): Promise<Dialled> {
  const line = stage.dial(`/v1/realtime/${name}?agentId=greeter`)
  await line.got('connected')
  line.send({ t: 'start' })
  await line.got('tts.started')
  return line
}

const command = (sessionId: string, body: object, rest = stage.rest, headers = {}): Promise<Answer> =>
  rest.call('sendSessionCommand', { path: { sessionId }, body, headers })
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by the document
const eventsOf = async (sessionId: string, query = {}): Promise<any[]> =>
  (await stage.rest.call('listSessionEvents', { path: { sessionId }, query: { limit: 1000, ...query } })).body.data
const commandsIn = (sessionId: string) =>
  eventsOf(sessionId, { event_type: ['control.command_received', 'control.command_applied'] })

function follow(sessionId: string, query = '', headers = {}, key = stage.platform.apiKey): EventStream {
  const url = `${stage.platform.url}/v1/sessions/${sessionId}/events/stream${query}`
  return new EventStream(url, { authorization: `Bearer ${key}`, ...headers })
}

describe('sendSessionCommand', () => {
  test('hangs up: the caller is told, the log has the command, and again it is unchanged', async () => {
    const line = await call('hung-up')
    const { status, body } = await command('hung-up', { command: 'call.hangup' })
    expect([status, body]).toMatchObject([200, { command: 'call.hangup', result: 'applied' }])
    expect(await line.got('end')).toMatchObject({ reason: 'agent_hangup' })
    await line.closed
    const again = await command('hung-up', { command: 'call.hangup' })
    expect(again.body).toMatchObject({ result: 'unchanged', correlationId: body.correlationId, seq: body.seq })
    const [came, done, ...more] = await commandsIn('hung-up')
    expect(more).toEqual([])
    expect(came).toMatchObject({ correlation_id: body.correlationId, data: { command: 'call.hangup' } })
    expect(done).toMatchObject({ seq: body.seq, latency_ms: body.latencyMs, data: { result: 'applied' } })
    expect(came.data.requested_by).toMatch(/^key_/)
  })

  test('two hang-ups at once: one does it, the other finds it done', async () => {
    const line = await call('hung-up-twice')
    const both = await Promise.all([1, 2].map(() => command('hung-up-twice', { command: 'call.hangup' })))
    expect(both.map(({ body }) => body.result).sort()).toEqual(['applied', 'unchanged'])
    await line.closed
  })

  test('the same request again, under its Idempotency-Key, gets the first answer', async () => {
    const line = await call('repeated')
    const headers = { 'idempotency-key': 'say-1' }
    const said = { command: 'say', text: 'One moment please.' }
    const [first, second] = [
      await command('repeated', said, stage.rest, headers),
      await command('repeated', said, stage.rest, headers),
    ]
    expect(second.body).toEqual(first.body)
    expect(await commandsIn('repeated')).toHaveLength(2)
    line.send({ t: 'end' })
    await line.closed
  })

  test('makes the agent say something, after what it is saying', async () => {
    const line = await call('told')
    const { body } = await command('told', { command: 'say', text: 'One moment please.' })
    expect(body).toMatchObject({ result: 'applied' })
    const stopped = await line.got('tts.stopped', 2)
    expect(stopped).toMatchObject({ cause: 'completed', textHeard: 'One moment please.' })
    const [came] = await commandsIn('told')
    expect(came).toMatchObject({ content: { text: 'One moment please.' }, pii: { fields: ['transcript'] } })
    expect(await command('told', { command: 'say', text: 'It has guaranteed returns.' })).toMatchObject({
      status: 409,
      body: { code: 'conflict', detail: "The agent's guardrails block these words." },
    })
    expect((await commandsIn('told')).at(-1)).toMatchObject({ data: { result: 'refused', refusal: 'conflict' } })
    line.send({ t: 'end' })
    await line.closed
  })

  test('toggles debug events for an admin alone', async () => {
    const line = await call('debugged')
    const toggle = (enabled: boolean, rest = stage.rest) =>
      command('debugged', { command: 'pipeline.debug_toggle', enabled }, rest)
    expect((await toggle(true, dev)).body.code).toBe('forbidden')
    expect([(await toggle(true)).body.result, (await toggle(true)).body.result]).toEqual(['applied', 'unchanged'])
    expect((await stage.rest.call('getSession', { path: { sessionId: 'debugged' } })).body.debug).toBe(true)
    const debug = await until(
      'a debug event',
      async () => (await eventsOf('debugged', { event_type: 'pipeline.debug' }))[0],
    )
    expect(debug).toMatchObject({ severity: 'debug', data: { caller_phase: 'quiet' } })
    expect(debug).not.toHaveProperty('content')
    await toggle(false)
    const results = (await commandsIn('debugged')).flatMap(({ data }) => data.result ?? [])
    expect(results).toEqual(['refused', 'applied', 'unchanged', 'applied'])
    line.send({ t: 'end' })
    await line.closed
  })

  test('cancels, and refuses everything else on a call that has ended', async () => {
    const line = await call('cancelled')
    expect((await command('cancelled', { command: 'call.cancel' }, dev)).body.result).toBe('applied')
    expect(await line.got('end')).toMatchObject({ reason: 'cancelled' })
    await line.closed
    const length = async () => (await stage.rest.call('getSession', { path: { sessionId: 'cancelled' } })).body.lastSeq
    await finishedCall(stage, 'cancelled')
    const before = await length()
    for (const body of [
      { command: 'call.hangup' },
      { command: 'say', text: 'x' },
      { command: 'pipeline.debug_toggle', enabled: true },
    ]) {
      expect(await command('cancelled', body)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    }
    expect(await length()).toBe(before)
  })

  test('is for calls that there are, of this tenant, and for no analyst', async () => {
    const hangup = { command: 'call.hangup' }
    const strange = stage.rest.as((await addKey(stage.database, 'admin')).key)
    const analyst = stage.rest.as((await addKey(stage.database, 'analyst', developmentTenant)).key)
    const tenant = (await stage.rest.call('listSessions', { query: { kind: 'tenant' } })).body.data[0].id
    const statuses = [
      command('nobody', hangup),
      command('hung-up', hangup, strange),
      command(tenant, hangup),
      command('hung-up', hangup, analyst),
    ]
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([404, 404, 409, 403])
  })

  test.each([
    [{}, '/command', 'required'],
    [{ command: 'call.mute' }, '/command', 'enum'],
    [{ command: 'call.transfer', number: '+12025550123' }, '/command', 'enum'],
    [{ command: 'say' }, '/text', 'required'],
    [{ command: 'say', text: ' ' }, '/text', 'pattern'],
    [{ command: 'say', text: 'a'.repeat(1025) }, '/text', 'maxLength'],
    [{ command: 'pipeline.debug_toggle', enabled: 'yes' }, '/enabled', 'type'],
    [{ command: 'call.hangup', reason: 'late' }, '/reason', 'additionalProperties'],
  ])('refuses %j', async (body, pointer, keyword) => {
    const answer = await command('hung-up', body)
    expect([answer.status, answer.body.errors?.[0]]).toMatchObject([400, { pointer, keyword }])
  })
})

describe('streamSessionEvents', () => {
  test('has what was, then what is, in order and once, and ends with the session', async () => {
    const line = await call('followed')
    const early = follow('followed')
    await early.got('tts.started')
    const late = follow('followed', '', { 'last-event-id': String(early.seqs[2]) })
    await command('followed', { command: 'say', text: 'One moment please.' })
    await line.got('tts.stopped', 2)
    line.send({ t: 'end' })
    await early.ended()
    await late.ended()
    const all = await eventsOf('followed')
    expect(early.events.slice(0, -1).map(({ data }) => data)).toEqual(all)
    expect(early.events.slice(0, -1).map(({ id, event }) => [Number(id), event])).toEqual(
      all.map((one) => [one.seq, one.event_type]),
    )
    expect([early.reason, late.reason]).toEqual(['session_ended', 'session_ended'])
    expect(late.seqs).toEqual(all.slice(3).map(({ seq }) => seq))
    const over = await stage.rest.call('streamSessionEvents', {
      path: { sessionId: 'followed' },
      query: { after: all.length },
    })
    expect(over.status).toBe(204)
    const rest = follow('followed', `?after=${all.length - 2}&event_type=${all.at(-1).event_type}`)
    await rest.ended()
    expect(rest.seqs).toEqual([all.length])
  })

  test('filters, and waits for a number that is yet to come', async () => {
    const line = await call('filtered')
    const ahead = (await eventsOf('filtered')).length + 2
    const future = follow('filtered', `?after=${ahead}`)
    const commands = follow(
      'filtered',
      '?component=control_plane&event_type=control.command_applied&event_type=call.ended',
    )
    await command('filtered', { command: 'call.hangup' })
    await line.closed
    await Promise.all([future.ended(), commands.ended()])
    expect(future.seqs[0]).toBe(ahead + 1)
    expect(commands.events.map(({ event }) => event)).toEqual(['call.ended', 'control.command_applied', 'stream.end'])
  })

  test('ends when its credential works no longer', async () => {
    const line = await call('revoked')
    const { body } = await stage.rest.call('createApiKey', { body: { name: 'follower', role: 'analyst' } })
    const stream = follow('revoked', '', {}, body.secret ?? body.key)
    await stream.got('call.started')
    await stage.rest.call('deleteApiKey', { path: { keyId: body.id } })
    await stream.ended(6_000)
    expect(stream.reason).toBe('credential_revoked')
    line.send({ t: 'end' })
    await line.closed
  })

  test('a key has so many at once, and one that is closed counts no more', async () => {
    const line = await call('crowded')
    const { key } = await addKey(stage.database, 'analyst', developmentTenant)
    const open = () => follow('crowded', '', {}, key)
    const [one, two] = [open(), open()]
    await Promise.all([one.got('call.started'), two.got('call.started')])
    const refused = await stage.rest.as(key).call('streamSessionEvents', { path: { sessionId: 'crowded' } })
    expect(refused.body).toMatchObject({ code: 'quota_exceeded', limit: 'concurrency' })
    one.close()
    await until('room', async () => {
      const third = open()
      await until('an answer', () => third.status)
      return third.status === 200
    })
    line.send({ t: 'end' })
    await line.closed
  })

  test.each([
    ['?after=-1', {}, 400],
    ['?event_type=stt.finale', {}, 400],
    ['?since=2025-08-21T11:42:00Z', {}, 400],
    ['', { 'last-event-id': 'six' }, 400],
  ])('refuses "%s" and %j', async (query, headers, status) => {
    const stream = follow('followed', query, headers)
    await until('an answer', () => stream.status)
    expect(stream.status).toBe(status)
  })

  test('is of no session of nobody, or of another tenant', async () => {
    const { key } = await addKey(stage.database, 'admin')
    for (const rest of [stage.rest.as(key), stage.rest]) {
      const sessionId = rest === stage.rest ? 'nobody' : 'followed'
      expect((await rest.call('streamSessionEvents', { path: { sessionId } })).status).toBe(404)
    }
  })
})
