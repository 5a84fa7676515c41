import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { Contract, MessageContract } from './contract.ts'
import { newDatabase, pepper, sql } from './database.ts'
import { newKey, type Platform, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { type Dialled, dial } from './socket.ts'
import { until } from './until.ts'

const apiKey = newKey()
const leaseMs = 2_000
let simulators: Simulators
let database: string
let messages: MessageContract
let redis: Redis
const cleanups: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  simulators = await startSimulators()
  database = await newDatabase(inject('postgres18'))
  redis = new Redis(inject('redis'))
})
afterAll(async () => {
  redis.disconnect()
  for (const cleanup of cleanups.reverse()) await cleanup()
  await simulators.close()
})

/** One of several processes on one database and one Redis, that has lived for a lease and so may take calls over. */
async function start(): Promise<Platform> {
  const { path, remove } = await temporaryFolder()
  const platform = await startPlatform(path, {
    ...{ DATABASE_URL: database, REDIS_URL: inject('redis'), KEY_PEPPER: pepper, INVORTO_DEV_API_KEY: apiKey },
    ...{ CONTENT_KEY: Buffer.alloc(32, 3).toString('base64'), URL_SIGNING_KEY: 'u'.repeat(32) },
    ...{ DEEPGRAM_BASE_URL: simulators.deepgramUrl, OPENAI_BASE_URL: simulators.openaiUrl },
    ...{ OWNER_LEASE_MS: String(leaseMs), RESUME_GRACE_MS: '5000', DRAIN_TIMEOUT_MS: '0' },
  })
  cleanups.push(remove, () => platform.stop())
  messages ??= await MessageContract.of(platform.url)
  return platform
}

const restOf = async ({ url }: Platform): Promise<Rest> => new Rest(url, await Contract.of(url), apiKey)

async function call({ url }: Platform, name: string): Promise<Dialled> {
  const line = dial(url, `/v1/realtime/${name}?agentId=greeter`, messages, { key: apiKey })
  await line.got('connected')
  line.send({ t: 'start' })
  await line.got('tts.stopped')
  return line
}

/** Nobody writes to the table until the lock is let go. */
async function locked(table: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  await client.query(`begin; lock table ${table} in exclusive mode`)
  return () => client.end()
}

const someoneWaits = async (): Promise<boolean> =>
  (await sql(database, `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`))
    .length > 0

interface Row {
  readonly seq: number
  readonly envelope: { readonly event_type: string }
}

const logOf = (id: string): Promise<Row[]> =>
  sql<Row>(
    database,
    `select seq, envelope from events e where session_id = (select id from calls where external_id = $1) order by seq`,
    [id],
  )

const countsOf = (log: readonly Row[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { envelope } of log) counts[envelope.event_type] = (counts[envelope.event_type] ?? 0) + 1
  return counts
}

const finishedLog = (name: string): Promise<Row[]> =>
  until(
    'what follows the call',
    async () => {
      const log = await logOf(name)
      return log.some(({ envelope }) => envelope.event_type === 'call.finished') && log
    },
    60_000,
  )

async function timelineOf(rest: Rest, callId: string): Promise<{ seq: number; type: string }[]> {
  const { status, body } = await rest.call('getCallTimeline', { path: { callId }, query: { limit: 1000 } })
  if (status !== 200) throw new Error(`the timeline is answered with ${status}`)
  return body.data
}

/** The events that are in the stream of this call. */
async function streamed(key: string): Promise<{ seq: number; event_type: string }[]> {
  const entries = await redis.xrange(key, '-', '+')
  return entries.map(([, fields]) => JSON.parse(fields[fields.indexOf('payload') + 1]!))
}

test('what a killed writer, and a killed taker after it, had published and not stored is in the log, once', async () => {
  const [a, b] = [await start(), await start()]
  const ofA = await restOf(a)
  const body = { name: 'Greeter', prompt: 'p', externalId: 'greeter', firstMessage: 'Hello.' }
  await ofA.call('createAgent', { body: { ...body, recording: { enabled: false } } })
  const line = await call(a, 'tail')
  const key = `events:${(await ofA.call('getCall', { path: { callId: 'tail' } })).body.id}`
  const unlock = await locked('events')
  const storedBefore = (await logOf('tail')).length
  line.send({ t: 'text.input', text: 'Which plans are there?' })
  await until(
    'a turn is in the stream, and its writer waits',
    async () => {
      const types = (await streamed(key)).slice(storedBefore).map(({ event_type }) => event_type)
      return types.includes('turn.started') && types.includes('tts.started') && (await someoneWaits())
    },
    20_000,
  )
  a.signal('SIGKILL')
  await a.ended
  const left = await streamed(key)
  expect((await logOf('tail')).length).toBe(storedBefore)

  await until(
    'another process has taken what was left',
    async () => {
      const [pending] = (await redis.xpending(key, 'writers').catch(() => [0])) as [number]
      return pending > 0
    },
    leaseMs * 4,
  )
  b.signal('SIGKILL')
  await b.ended
  await unlock()

  const c = await start()
  const ofC = await restOf(c)
  const ended = await until(
    'the end of the call',
    async () => {
      const row = (await ofC.call('getCall', { path: { callId: 'tail' } })).body
      return row.status === 'ended' && row
    },
    leaseMs * 6,
  )
  expect(ended.endReason).toBe('owner_lost')
  const finished = await finishedLog('tail')
  expect(finished.map(({ seq }) => seq)).toEqual(finished.map((_row, i) => i + 1))
  expect(finished.slice(0, left.length).map(({ envelope }) => envelope)).toEqual(left)
  // The words too, which lay sealed in the stream.
  const { data } = (await ofC.call('getCallTimeline', { path: { callId: 'tail' } })).body
  expect(JSON.stringify(data)).toContain('Which plans are there?')
})

test('what follows a call is done once, when its process is killed in the middle of a step', async () => {
  const doomed = await start()
  const line = await call(doomed, 'job')
  const unlock = await locked('call_costs')
  line.send({ t: 'end' })
  await line.closed
  await until('a step is under way', someoneWaits)
  const before = countsOf(await logOf('job'))
  expect(before).toMatchObject({ 'call.ended': 1 })
  expect(before).not.toHaveProperty('call.finished')
  doomed.signal('SIGKILL')
  await doomed.ended
  await unlock()

  const log = await finishedLog('job')
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_row, i) => i + 1))
  const once = { 'call.ended': 1, 'call.summarized': 1, 'cost.computed': 1, 'call.finished': 1 }
  expect(countsOf(log)).toMatchObject(once)
  const costs = await sql<{ rows: number; kinds: number }>(
    database,
    `select count(*)::int as rows, count(distinct to_jsonb(c) - 'id' - 'line')::int as kinds from call_costs c
     where call_id = (select id from calls where external_id = 'job')`,
  )
  expect(costs[0]!.rows).toBeGreaterThan(0)
  expect(costs[0]!.kinds).toBe(costs[0]!.rows)
  const query = `select state::text, retry_count from pgboss.job where id = (select id from calls where external_id = 'job')`
  const jobs = await until('the end of its job', async () => {
    const rows = await sql<{ state: string; retry_count: number }>(database, query)
    return rows.every(({ state }) => state === 'completed') && rows
  })
  expect(jobs).toMatchObject([{ retry_count: 1 }])
})

test('what follows calls is done once, when PostgreSQL is killed meanwhile', async () => {
  const { path, remove } = await temporaryFolder()
  const [DATA_DIR, CALLS] = [join(path, 'data'), 6]
  const settings = { DEEPGRAM_BASE_URL: simulators.deepgramUrl, OPENAI_BASE_URL: simulators.openaiUrl }
  const platform = await startPlatform(path, { ...settings, DATA_DIR, INVORTO_DEV_API_KEY: apiKey })
  cleanups.push(remove, () => platform.stop())
  const rest = await restOf(platform)
  await rest.call('createAgent', { body: { name: 'Greeter', prompt: 'p', externalId: 'greeter', firstMessage: 'Hi.' } })
  const names = Array.from({ length: CALLS }, (_, n) => `restarted-${n}`)
  const lines = await Promise.all(names.map((name) => call(platform, name)))
  const logsNow = () => Promise.all(names.map((callId) => timelineOf(rest, callId)))
  for (const line of lines) line.send({ t: 'end' })
  await Promise.all(lines.map(({ closed }) => closed))
  const [pid] = (await readFile(join(DATA_DIR, 'pg', 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')

  const logs = await until(
    'what follows all calls',
    async () => {
      const all = await logsNow().catch(() => [])
      return all.length === CALLS && all.every((log) => log.some(({ type }) => type === 'call.finished')) && all
    },
    60_000,
  )
  for (const log of logs) {
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_event, i) => i + 1))
    for (const type of ['call.ended', 'call.summarized', 'cost.computed', 'call.finished']) {
      expect(log.filter((event) => event.type === type)).toHaveLength(1)
    }
  }
})
