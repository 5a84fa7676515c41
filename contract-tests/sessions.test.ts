import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EventType } from '#generated/events.gen.ts'
import { type EventNames, eventNames } from '#generated/names.gen.ts'
import { addKey } from './database.ts'
import type { Answer, Rest } from './rest.ts'
import { finishedCall, shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by the document
type Events = any[]

let stage: Stage
let stranger: Rest
let tenantSession: string
const words = 'where is my order zebra-17'

beforeAll(async () => {
  stage = await setStage()
  const agent = (name: string, more = {}) =>
    stage.rest.call('createAgent', { body: { name, prompt: 'p', externalId: name, ...more } })
  await agent('closed')
  await agent('open', { events: { content: true } })
  stranger = stage.rest.as((await addKey(stage.database, 'admin')).key)
  for (const name of ['closed', 'open']) await typedCall(`${name}-1`, name)
  tenantSession = (await ok('listSessions', {}, { kind: 'tenant' })).data[0].id
})
afterAll(() => stage.strike())

/** A call in which the caller types one line and is answered. */
async function typedCall(callId: string, agentId: string): Promise<void> {
  const line = stage.dial(`/v1/realtime/${callId}?agentId=${agentId}`)
  await line.got('connected')
  line.send({ t: 'start' })
  line.send({ t: 'text.input', text: words })
  await line.got('tts.started')
  line.send({ t: 'end' })
  await line.closed
  await finishedCall(stage, callId)
}

const ask = (id: string, sessionId?: string, query = {}, rest = stage.rest): Promise<Answer> =>
  rest.call(id, { query, ...(sessionId !== undefined && { path: { sessionId } }) })
async function ok(id: string, { sessionId }: { sessionId?: string }, query = {}) {
  const { status, body } = await ask(id, sessionId, query)
  expect([status, body]).toEqual([200, expect.anything()])
  return body
}
const eventsOf = async (sessionId: string, query = {}): Promise<Events> =>
  (await ok('listSessionEvents', { sessionId }, { limit: 1000, ...query })).data
const seqs = (events: Events): number[] => events.map(({ seq }) => seq)

describe('listSessionEvents is enough to draw a call', () => {
  test.each(['open-1', 'closed-1'])('the timeline of %s can be put together from it', async (callId) => {
    const { body } = await stage.rest.call('getCallTimeline', { path: { callId }, query: { limit: 1000 } })
    const rebuilt = (await eventsOf(callId)).map((event) => ({
      seq: event.seq,
      ts: event.ts,
      type: (eventNames[event.event_type as EventType] as EventNames).timeline,
      ...(event.correlation_id !== event.session_id && { turnId: event.correlation_id }),
      ...(event.latency_ms !== undefined && { latencyMs: event.latency_ms }),
    }))
    const shown = body.data.map(({ seq, ts, type, turnId, latencyMs }: Record<string, unknown>) =>
      JSON.parse(JSON.stringify({ seq, ts, type, turnId, latencyMs })),
    )
    expect(rebuilt.length).toBeGreaterThan(10)
    expect(shown).toEqual(rebuilt)
  })
})

describe('getSession', () => {
  test('shows the log of a call that is over, by its id and by its name', async () => {
    const session = await ok('getSession', { sessionId: 'open-1' })
    expect(session).toMatchObject({ kind: 'call', live: false, state: 'ended', debug: false, contentVisible: true })
    expect(session.lastSeq).toBe((await eventsOf('open-1')).length)
    expect(await ok('getSession', { sessionId: session.id })).toEqual(session)
    expect((await ok('getSession', { sessionId: 'closed-1' })).contentVisible).toBe(false)
  })

  test('shows the log of the tenant', async () => {
    const session = await ok('getSession', { sessionId: tenantSession })
    expect(session).toMatchObject({ id: tenantSession, kind: 'tenant', live: true, state: null, endedAt: null })
    expect(await eventsOf(tenantSession)).toHaveLength(session.lastSeq)
  })

  test.each(['getSession', 'listSessionEvents'])(
    '%s finds nothing of nobody and of another tenant alike',
    async (id) => {
      const { id: call } = await ok('getSession', { sessionId: 'open-1' })
      const strange = await Promise.all([call, 'open-1', tenantSession].map((one) => ask(id, one, {}, stranger)))
      const unknown = await Promise.all(['nothing', 'c_01jd3w7q8re5a9v6c2k4m0n7xz'].map((one) => ask(id, one)))
      for (const { status, body } of [...strange, ...unknown]) expect([status, body.code]).toEqual([404, 'not_found'])
      const told = (answer: Answer, name: string): string => answer.body.detail.replace(name, '…')
      expect(told(strange[1]!, 'open-1')).toBe(told(unknown[0]!, 'nothing'))
    },
  )
})

describe('listSessions', () => {
  const names = async (query = {}): Promise<string[]> =>
    (await ok('listSessions', {}, { limit: 100, ...query })).data.map(({ id }: { id: string }) => id)

  test('has calls and the log of the tenant, newest first, page by page', async () => {
    const all = await names()
    expect(all).toHaveLength(3)
    expect(all.at(-1)).toBe(tenantSession)
    const walked: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await ok('listSessions', {}, { limit: 1, ...(cursor && { cursor }) })
      walked.push(page.data[0].id)
      cursor = page.nextCursor
    }
    expect(walked).toEqual(all)
    expect((await ask('listSessions', undefined, {}, stranger)).body.data).toHaveLength(1)
  })

  test('filters by kind, by what goes on and by time', async () => {
    const calls = await names({ kind: 'call' })
    expect(await names({ live: false })).toEqual(calls)
    expect(await names({ live: true })).toEqual([tenantSession])
    expect(await names({ kind: 'peer_call' })).toEqual([])
    expect(await names({ kind: 'call', startedAfter: '2100-01-01T00:00:00Z' })).toEqual([])
    expect(await names({ kind: 'call', startedBefore: '2100-01-01T00:00:00Z' })).toEqual(calls)
  })
})

describe('listSessionEvents', () => {
  test('has every event, oldest first and without a gap, page by page', async () => {
    const all = await eventsOf('open-1')
    expect(seqs(all)).toEqual(all.map((_, i) => i + 1))
    expect(all[0]).toMatchObject({
      event_type: 'call.started',
      component: 'control_plane',
      correlation_id: all[0].session_id,
    })
    const walked: Events = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await ok('listSessionEvents', { sessionId: 'open-1' }, { limit: 5, ...(cursor && { cursor }) })
      walked.push(...page.data)
      cursor = page.nextCursor
    }
    expect(walked).toEqual(all)
  })

  test('filters by types, component, time and number', async () => {
    const all = await eventsOf('open-1')
    const like = (fits: (event: Events[number]) => boolean): Events => all.filter(fits)
    const types = ['text.received', 'llm.response']
    expect(await eventsOf('open-1', { event_type: types })).toEqual(like((event) => types.includes(event.event_type)))
    expect(await eventsOf('open-1', { event_type: 'call.ended' })).toEqual(
      like((event) => event.event_type === 'call.ended'),
    )
    const component = 'control_plane'
    expect(await eventsOf('open-1', { component })).toEqual(like((event) => event.component === component))
    const [since, till] = [all[3].ts, all.at(-4).ts]
    expect(await eventsOf('open-1', { since, until: till })).toEqual(like(({ ts }) => ts >= since && ts < till))
    expect(seqs(await eventsOf('open-1', { after: 4, limit: 3 }))).toEqual([5, 6, 7])
    expect(await eventsOf('open-1', { after: 2_147_483_647 })).toEqual([])
    expect(await eventsOf('open-1', { since, until: since })).toEqual([])
  })

  test('shows words where the agent allows it, and says so', async () => {
    const [typed] = await eventsOf('open-1', { event_type: 'text.received' })
    expect(typed).toMatchObject({ content: { text: words }, data: { text_length: words.length } })
    expect(typed.pii).toEqual({ contains_pii: true, fields: ['transcript'], handling: 'restricted' })
    const all = await eventsOf('open-1')
    expect(all.every(({ content, pii }) => (content !== undefined) === pii.contains_pii)).toBe(true)
  })

  test('shows none where it does not, and to nobody later', async () => {
    await stage.rest.call('updateAgent', { path: { agentId: 'closed' }, body: { events: { content: true } } })
    const all = await eventsOf('closed-1')
    expect(JSON.stringify(all)).not.toContain('zebra')
    expect(all.filter(({ content, pii }) => content !== undefined || pii.contains_pii)).toEqual([])
    await shortCall(stage, 'closed-2', 'closed')
    expect((await ok('getSession', { sessionId: 'closed-2' })).contentVisible).toBe(true)
  })

  test.each([
    [{ event_type: 'stt.finale' }, 'event_type', 'enum'],
    [{ event_type: ['stt.final', 'no.such'] }, 'event_type', 'enum'],
    [{ event_type: 'STT' }, 'event_type', 'pattern'],
    [{ event_type: Array.from({ length: 33 }, () => 'stt.final') }, 'event_type', 'maxItems'],
    [{ component: 'telephone' }, 'component', 'enum'],
    [{ component: ['adapter', 'adapter'] }, 'component', 'type'],
    [{ since: 'yesterday' }, 'since', 'format'],
    [{ since: '2025-08-21T11:42:60Z' }, 'since', 'format'],
    [{ until: '1' }, 'until', 'format'],
    [{ since: '2025-08-21T11:42:01Z', until: '2025-08-21T11:42:00Z' }, 'until', 'minimum'],
    [{ after: -1 }, 'after', 'minimum'],
    [{ after: 2_147_483_648 }, 'after', 'maximum'],
    [{ limit: 0 }, 'limit', 'minimum'],
    [{ limit: 1001 }, 'limit', 'maximum'],
    [{ cursor: 'nonsense' }, 'cursor', 'cursor'],
    [{ severity: 'debug' }, 'severity', 'additionalProperties'],
  ])('refuses %j', async (query, parameter, keyword) => {
    const { status, body } = await ask('listSessionEvents', 'open-1', query)
    expect([status, body.code, body.errors?.[0]]).toMatchObject([400, 'bad_request', { parameter, keyword }])
  })

  test('a cursor is of its session and its filters alone', async () => {
    const { nextCursor: cursor } = await ok('listSessionEvents', { sessionId: 'open-1' }, { limit: 1 })
    for (const [session, query] of [
      ['closed-1', {}],
      ['open-1', { component: 'adapter' }],
    ] as const) {
      expect((await ask('listSessionEvents', session, { ...query, cursor })).status).toBe(400)
    }
  })

  test('reads with the role analyst', async () => {
    const { tenant } = await addKey(stage.database, 'analyst')
    const analyst = stage.rest.as((await addKey(stage.database, 'analyst', tenant)).key)
    expect((await ask('listSessions', undefined, {}, analyst)).status).toBe(200)
  })
})
