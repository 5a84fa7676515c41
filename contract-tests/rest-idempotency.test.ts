import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addKey, developmentTenant, newDatabase, sql } from './database.ts'
import { newKey, startPlatform, temporaryFolder } from './platform.ts'
import type { Answer } from './rest.ts'
import { Rest } from './rest.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.strike())

let count = 0
const named = () => ({ name: `Agent ${++count}`, prompt: 'p' })
const create = (key: string, body: unknown, rest = stage.rest): Promise<Answer> =>
  rest.call('createAgent', { body, headers: { 'idempotency-key': key } })
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true'
const agents = async (rest = stage.rest): Promise<unknown[]> =>
  (await rest.call('listAgents', { query: { limit: 100 } })).body.data

test('the same request again does nothing twice and has the first answer', async () => {
  const [key, body, before] = [randomUUID(), named(), (await agents()).length]
  const first = await create(key, body)
  const again = await create(key, { prompt: body.prompt, name: body.name })
  expect([first.status, isReplay(first), again.status, isReplay(again)]).toEqual([201, false, 201, true])
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
  expect(await agents()).toHaveLength(before + 1)
})

test('the same key with another body is a conflict', async () => {
  const key = randomUUID()
  await create(key, named())
  const { status, body } = await create(key, named())
  expect([status, body.code, body.retryable, body.errors[0].header]).toEqual([
    ...[409, 'idempotency_conflict', false, 'Idempotency-Key'],
  ])
})

test('of many at once one runs; the others have its answer or are told to ask again', async () => {
  const [key, body, before] = [randomUUID(), named(), (await agents()).length]
  const answers = await Promise.all(Array.from({ length: 16 }, () => create(key, body)))
  expect(answers.filter((answer) => answer.status === 201 && !isReplay(answer))).toHaveLength(1)
  for (const { status, headers, body: problem } of answers.filter(({ status }) => status !== 201)) {
    expect([status, problem.code, problem.retryable]).toEqual([409, 'idempotency_conflict', true])
    expect(headers.get('retry-after')).toBe('1')
  }
  expect(await agents()).toHaveLength(before + 1)
  expect(isReplay(await create(key, body))).toBe(true)
})

test('a refusal is kept as well, one that is worth another try is not', async () => {
  const [key, body] = [randomUUID(), named()]
  const { body: first } = await create(randomUUID(), body)
  expect((await create(key, body)).status).toBe(409)
  await stage.rest.call('deleteAgent', { path: { agentId: first.id } })
  const again = await create(key, body)
  expect([again.status, again.body.code, isReplay(again)]).toEqual([409, 'conflict', true])
  expect((await create(randomUUID(), body)).status).toBe(201)
})

test('what did not fit the contract was no request: the key is still free', async () => {
  const key = randomUUID()
  expect((await create(key, { name: 'x' })).status).toBe(400)
  expect((await create(key, named())).status).toBe(201)
})

describe('a key is its owner’s', () => {
  test('another tenant, and another key of the same tenant, have their own', async () => {
    const [key, body] = [randomUUID(), named()]
    const foreign = stage.rest.as((await addKey(stage.database, 'admin')).key)
    const colleague = stage.rest.as((await addKey(stage.database, 'dev', developmentTenant)).key)
    const first = await create(key, body)
    const other = await create(key, body, foreign)
    expect([other.status, isReplay(other), other.body.id === first.body.id]).toEqual([201, false, false])
    const taken = await create(key, body, colleague)
    expect([taken.status, taken.body.code, isReplay(taken)]).toEqual([409, 'conflict', false])
    expect((await create(key, body, foreign)).body).toEqual(other.body)
  })

  test('a token of that key is not shown what the key alone may make', async () => {
    const asked = { body: { name: 'Long lived', role: 'admin' }, headers: { 'idempotency-key': randomUUID() } }
    expect((await stage.rest.call('createApiKey', asked)).status).toBe(201)
    const { token } = (await stage.rest.call('createToken', { body: {} })).body
    const { status, body } = await stage.rest.as(token).call('createApiKey', asked)
    expect([status, body.code, body.key]).toEqual([403, 'forbidden', undefined])
  })
})

describe('the header', () => {
  test.each(['a', 'x'.repeat(128), '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'])('takes %s', async (key) => {
    const body = named()
    expect((await create(key, body)).status).toBe(201)
    expect(isReplay(await create(key, body))).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a space', 'a b'],
    ['129 characters', 'x'.repeat(129)],
    ['a huge key', 'x'.repeat(8_000)],
    ['Latin-1', 'é'],
  ])('with %s is refused by name', async (_what, key) => {
    const { status, body } = await create(key, named())
    expect([status, body.code, body.errors[0].header]).toEqual([400, 'bad_request', 'idempotency-key'])
  })

  test('twice is refused', async () => {
    const headers: [string, string][] = [
      ['authorization', `Bearer ${stage.platform.apiKey}`],
      ['content-type', 'application/json'],
      ['idempotency-key', 'one'],
      ['idempotency-key', 'two'],
    ]
    const init = { method: 'POST', headers, body: JSON.stringify(named()) }
    expect((await fetch(`${stage.platform.url}/v1/agents`, init)).status).toBe(400)
  })

  test('means nothing to a GET', async () => {
    expect((await stage.rest.call('listAgents', { headers: { 'idempotency-key': '' } })).status).toBe(200)
  })
})

test('what is stored tells neither keys nor answers', async () => {
  const key = `secret-${randomUUID()}`
  const { body } = await create(key, { name: 'Sealed away', prompt: 'A prompt that is nobody’s business.' })
  const rows = await sql<{ row: string }>(stage.database, 'select t::text as row from idempotent_requests t')
  const text = rows.map(({ row }) => row).join('\n')
  expect(text.length).toBeGreaterThan(100)
  for (const word of [key, body.id, 'Sealed away', 'business']) {
    expect(text).not.toContain(word)
    expect(text).not.toContain(Buffer.from(word).toString('hex'))
  }
})

test('a process that dies in the middle blocks the key until its lease ends, and expired answers are swept', async () => {
  const [key, body] = [randomUUID(), named()]
  await create(key, body)
  // As it stands when the process was killed before the answer was kept.
  await sql(stage.database, `update idempotent_requests set sealed = null, leased_until = now() + interval '1 minute'`)
  const blocked = await create(key, body)
  expect([blocked.status, blocked.body.code, blocked.headers.get('retry-after')]).toEqual([
    409,
    'idempotency_conflict',
    '1',
  ])
  await sql(stage.database, `update idempotent_requests set leased_until = now() - interval '1 ms'`)
  const after = await create(key, body)
  expect([after.status, after.body.code, isReplay(after)]).toEqual([409, 'conflict', false])
})

test('answers outlive the process, also one that is killed; what has expired goes', async () => {
  const folder = await temporaryFolder()
  const database = await newDatabase(inject('postgres15'))
  const settings = { DATABASE_URL: database, INVORTO_DEV_API_KEY: newKey(), LOG_LEVEL: 'error' }
  try {
    const one = await startPlatform(folder.path, settings)
    const rest = new Rest(one.url, stage.contract, one.apiKey)
    const body = named()
    const first = await create('across-a-restart', body, rest)
    await create('expired', named(), rest)
    one.signal('SIGKILL')
    await one.ended
    const [{ scope } = { scope: '' }] = await sql<{ scope: string }>(
      database,
      'select scope from idempotent_requests order by expires_at desc limit 1',
    )
    await sql(database, `update idempotent_requests set expires_at = now() - interval '1 second' where scope = $1`, [
      scope,
    ])
    const two = await startPlatform(folder.path, settings)
    const again = await create('across-a-restart', body, new Rest(two.url, stage.contract, two.apiKey))
    expect([isReplay(again), again.body]).toEqual([true, first.body])
    await until('the sweep', async () => (await sql(database, 'select from idempotent_requests')).length === 1)
    await two.stop()
  } finally {
    await folder.remove()
  }
})
