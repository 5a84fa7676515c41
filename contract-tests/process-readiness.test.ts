import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addKey, sql } from './database.ts'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ MAX_UNSTORED_LOG_BYTES: '131072' })
  await stage.rest.call('createAgent', { body: { name: 'Desk', prompt: 'p', externalId: 'desk' } })
})
afterAll(() => stage.strike())

interface Check {
  readonly name: string
  readonly ok: boolean
}

/** What `/readyz` says: its status, and whether each part works. */
async function readiness(): Promise<{ status: number; parts: Record<string, boolean> }> {
  const { status, body } = await stage.rest.as(undefined).call('getReadiness')
  return { status, parts: Object.fromEntries(body.checks.map(({ name, ok }: Check) => [name, ok])) }
}

const others =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'

test('a database that answers but takes no write is not ready (NFR 4.3)', async () => {
  const name = new URL(stage.database).pathname.slice(1)
  await sql(stage.database, `alter database "${name}" set default_transaction_read_only = on`)
  await sql(stage.database, others)
  await until('it is told', async () => (await readiness()).parts.database === false)
  expect((await readiness()).status).toBe(503)
  // It answers: reading goes on.
  expect((await stage.rest.call('listAgents')).status).toBe(200)
  expect((await stage.rest.as(undefined).call('getHealth')).status).toBe(200)
  await sql(
    stage.database,
    `begin; set transaction read write; alter database "${name}" reset default_transaction_read_only; commit`,
  )
  await sql(stage.database, others)
  await until('it is ready again', async () => (await readiness()).status === 200)
})

test('a log that the database does not take is told of before it is lost, and goes when it does', async () => {
  const locked = sql(
    stage.database,
    'begin; lock table events in access exclusive mode; select pg_sleep(13); commit',
  ).catch(() => [])
  await sleep(300)
  const call = shortCall(stage, 'waiting', 'desk').catch(() => undefined)
  await until('the backlog is told', async () => (await readiness()).parts.call_log === false, 30_000)
  expect((await readiness()).status).toBe(503)
  await locked
  await call
  await until('it is stored', async () => (await readiness()).parts.call_log === true, 30_000)
})

test('at its bound a log ends the calls that are live, and they are stored when the database takes them', async () => {
  const line = stage.dial('/v1/realtime/too-long?agentId=desk')
  await line.got('connected')
  line.send({ t: 'start' })
  const locked = sql(
    stage.database,
    'begin; lock table events in access exclusive mode; select pg_sleep(8); commit',
  ).catch(() => [])
  await sleep(300)
  const type = setInterval(() => line.send({ t: 'text.input', text: 'word '.repeat(800) }), 100)
  const { code } = await line.closed.finally(() => clearInterval(type))
  expect(code).toBe(1011)
  expect(line.all('end')).toMatchObject([{ reason: 'store_unavailable' }])
  expect(line.all('error').at(-1)).toMatchObject({ code: 'internal', fatal: true })
  expect((await readiness()).parts.call_log).toBe(false)
  const refused = stage.dial('/v1/realtime/another?agentId=desk')
  expect((await refused.closed).code).toBe(4503)
  expect(refused.all('error')).toMatchObject([{ code: 'provider_unavailable', fatal: true }])
  await locked
  const ended = await until('it is stored', async () => {
    const { body } = await stage.rest.call('getCall', { path: { callId: 'too-long' } })
    return body.status === 'ended' && body
  })
  expect(ended.endReason).toBe('store_unavailable')
  const { body } = await stage.rest.call('listSessionEvents', { path: { sessionId: ended.id }, query: { limit: 1000 } })
  const seqs = body.data.map(({ seq }: { seq: number }) => seq)
  expect(seqs).toEqual(seqs.map((_: number, index: number) => index + 1))
  await until('it is ready', async () => (await readiness()).parts.call_log === true, 30_000)
})

test('where the log of one tenant is held up, its calls end and are refused, and those of another go on and begin (NFR 4.4)', async () => {
  const { key } = await addKey(stage.database, 'admin')
  const body = { name: 'Desk', prompt: 'p', externalId: 'desk' }
  expect((await stage.rest.as(key).call('createAgent', { body })).status).toBe(201)
  const held = stage.dial('/v1/realtime/held-up?agentId=desk')
  const free = stage.dial('/v1/realtime/free?agentId=desk', { key })
  for (const line of [held, free]) {
    await line.got('connected')
    line.send({ t: 'start' })
  }
  await until('it goes on', async () => {
    const asked = { path: { sessionId: 'held-up' }, query: { event_type: ['call.answered'] } }
    return (await stage.rest.call('listSessionEvents', asked)).body.data?.length === 1
  })
  const owner = `select 1 from call_owners o join calls c on c.id = o.call_id where c.external_id = 'held-up' for update of o`
  const locked = sql(stage.database, `begin; ${owner}; select pg_sleep(8); commit`).catch(() => [])
  await sleep(300)
  free.send({ t: 'text.input', text: 'Hello' })
  const type = setInterval(() => held.send({ t: 'text.input', text: 'word '.repeat(800) }), 100)
  const { code } = await held.closed.finally(() => clearInterval(type))
  expect([code, held.all('end')]).toMatchObject([1011, [{ reason: 'store_unavailable' }]])
  expect((await stage.dial('/v1/realtime/refused?agentId=desk').closed).code).toBe(4503)
  await shortCall(stage, 'begun-meanwhile', 'desk', key)
  const talk = setInterval(() => free.send({ t: 'text.input', text: 'Hello' }), 500)
  const isWell = async (): Promise<boolean> => (await readiness()).parts.call_log === true
  await until('what others say is seen to be stored', isWell, 5_000).finally(() => clearInterval(talk))
  expect(free.all('end')).toEqual([])
  await locked
  free.send({ t: 'end' })
  expect((await free.closed).code).toBe(1000)
  await until('it is stored', async () => {
    const { body } = await stage.rest.call('getCall', { path: { callId: 'held-up' } })
    return body.endReason === 'store_unavailable'
  })
})

test('a process that stood still says so afterwards, and answers no probe meanwhile', async () => {
  stage.platform.signal('SIGSTOP')
  const asked = Promise.race([readiness().then(() => 'answered'), sleep(1_300).then(() => 'silent')])
  expect(await asked).toBe('silent')
  stage.platform.signal('SIGCONT')
  const { status, parts } = await readiness()
  expect([status, parts.event_loop]).toEqual([200, false])
})
