import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operatorKey, sql } from './database.ts'
import type { Answer, Asked } from './rest.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({ MAX_VERSIONS_PER_AGENT: '60', MAX_RATES_PER_TENANT: '50' })
})
afterAll(() => stage.strike())

let count = 0
const call = (operation: string, asked: Asked = {}): Promise<Answer> =>
  (operation.endsWith('Tenant') ? stage.rest.as(operatorKey) : stage.rest).call(operation, asked)

const tool = { url: 'https://example.com/', inputSchema: { type: 'object' } }
const resources: [read: string, change: string, remove: string | null, make: () => Promise<Record<string, string>>][] =
  [
    [
      'getAgent',
      'updateAgent',
      'deleteAgent',
      async () => ({ agentId: (await call('createAgent', { body: { name: `A ${++count}`, prompt: 'p' } })).body.id }),
    ],
    [
      'getTool',
      'updateTool',
      'deleteTool',
      async () => ({ toolName: (await call('createTool', { body: { name: `t${++count}`, ...tool } })).body.id }),
    ],
    [
      'getApiKey',
      'updateApiKey',
      'deleteApiKey',
      async () => ({ keyId: (await call('createApiKey', { body: { name: 'k', role: 'dev' } })).body.id }),
    ],
    [
      'getTenant',
      'updateTenant',
      null,
      async () => ({ tenantId: (await call('createTenant', { body: { name: 'x' } })).body.id }),
    ],
    ['getTenantSettings', 'updateTenantSettings', null, async () => ({})],
    ['getCapturePolicy', 'updateCapturePolicy', null, async () => ({})],
  ]
const changeOf = (operation: string, i: number): object => {
  if (operation === 'updateCapturePolicy') return { sipPcap: { retentionDays: (++count % 365) + 1 } }
  if (operation === 'updateTenantSettings') return { security: { allowedOrigins: [`https://a${++count}.example`] } }
  return operation === 'updateTool' ? { description: `change ${i}` } : { name: `change ${i} of ${++count}` }
}

describe.each(resources)('of many changes at once that know %s as it was', (read, change, remove, make) => {
  test(`one ${change} is made`, async () => {
    for (let round = 0; round < 5; round++) {
      const path = await make()
      const tag = (await call(read, { path })).headers.get('etag')!
      const asked = Array.from({ length: 8 }, (_, i) =>
        call(change, { path, body: changeOf(change, i), headers: { 'if-match': tag } }),
      )
      const statuses = (await Promise.all(asked)).map(({ status }) => status).toSorted()
      expect(statuses).toEqual([200, ...Array(7).fill(412)])
    }
  })

  if (remove === null) return
  test(`${remove} loses to a change that came before it`, async () => {
    for (let round = 0; round < 10; round++) {
      const path = await make()
      const headers = { 'if-match': (await call(read, { path })).headers.get('etag')! }
      const [changed, removed] = await Promise.all([
        call(change, { path, body: changeOf(change, round), headers }),
        call(remove, { path, headers }),
      ])
      expect([[200, 412].join(), [412, 204].join(), [404, 204].join()]).toContain(
        [changed.status, removed.status].join(),
      )
    }
  })
})

test('a key that is made while its tenant is suspended does not work', async () => {
  const operator = stage.rest.as(operatorKey)
  for (let round = 0; round < 10; round++) {
    const { id, apiKey } = (await operator.call('createTenant', { body: { name: 'Race' } })).body
    const own = stage.rest.as(apiKey.key)
    await own.call('listAgents')
    const makes = () => own.call('createApiKey', { body: { name: 'late', role: 'admin' } })
    const first = [makes(), makes(), makes()]
    const suspended = operator.call('updateTenant', { path: { tenantId: id }, body: { active: false } })
    const made = await Promise.all([...first, makes(), makes(), makes()])
    await suspended
    for (const { status, body } of made) {
      if (status === 201) expect((await stage.rest.as(body.key).call('listAgents')).status).toBe(401)
    }
  }
})

test('a token makes no key stronger and no other token trusted; it can rename and disable', async () => {
  const key = (await call('createApiKey', { body: { name: 'k', role: 'dev' } })).body
  const { token } = (await call('createToken', { body: {} })).body
  const withToken = stage.rest.as(token)
  const change = async (body: object) =>
    (await withToken.call('updateApiKey', { path: { keyId: key.id }, body })).status
  expect(await change({ role: 'admin' })).toBe(403)
  expect(await change({ limits: { restPerMinute: 1_000 } })).toBe(403)
  expect(await change({ name: 'renamed', active: false })).toBe(200)
  expect(await change({ active: true })).toBe(403)
  const settings = (security: object) => withToken.call('updateTenantSettings', { body: { security } })
  expect((await settings({ tokens: { maxRole: 'admin' } })).status).toBe(403)
  expect((await settings({ requireSignature: false })).status).toBe(200)
})

describe('a tenant that has as many as it may', () => {
  const filled: [operation: string, statement: string, body: object, path?: Record<string, string>][] = [
    [
      'createAgent',
      `insert into agents (id, tenant_id, name, version, config, created_at, updated_at)
       select gen_random_uuid(), id, 'filled ' || n, 1, '{}', now(), now() from tenants, generate_series(1, 1000) n`,
      { name: 'one more', prompt: 'p' },
    ],
    [
      'createTool',
      `insert into tools (id, tenant_id, name, config, created_at, updated_at)
       select gen_random_uuid(), id, 'filled' || n, '{}', now(), now() from tenants, generate_series(1, 1000) n`,
      { name: 'one_more', ...tool },
    ],
    [
      'createApiKey',
      `insert into api_keys (id, tenant_id, hash, role, name, last_four, created_at)
       select gen_random_uuid(), id, sha256((id::text || n)::bytea), 'dev', 'filled', 'xxxx', now()
       from tenants, generate_series(1, 500) n`,
      { name: 'one more', role: 'dev' },
    ],
    [
      'putSecret',
      `insert into secrets (tenant_id, name, hosts, sealed, created_at, updated_at)
       select id, 'filled' || n, '[]', '', now(), now() from tenants, generate_series(1, 100) n`,
      { value: 'one more secret' },
      { secretName: 'one_more' },
    ],
    [
      'createRate',
      `insert into rates (id, tenant_id, service, provider, unit, per, price_micros, currency, effective_from, source, created_at)
       select gen_random_uuid(), id, 'asr', 'filled', 'seconds', 60, 1, 'INR', now(), 'test', now()
       from tenants, generate_series(1, 50) n`,
      { service: 'asr', provider: 'deepgram', unit: 'seconds', per: 60, price: 1, currency: 'INR', source: 'one more' },
    ],
  ]
  test.each(filled)('is told so by %s', async (operation, statement, body, path = {}) => {
    await sql(stage.database, statement)
    const answer = await call(operation, { body, path })
    expect([answer.status, answer.body.code, answer.body.limit, answer.body.retryable]).toEqual([
      ...[429, 'quota_exceeded', 'cap', false],
    ])
    expect(answer.body.detail).toMatch(/^A tenant has at most \d+ .+\. (Delete one|Ask the operator)/)
  })

  test('of many creates at once where one more may be, one is made', async () => {
    const { body } = await stage.rest.as(operatorKey).call('createTenant', { body: { name: 'Nearly full' } })
    const own = stage.rest.as(body.apiKey.key)
    await sql(
      stage.database,
      `update api_keys set limits = '{"restPerMinute": null}';
       insert into agents (id, tenant_id, name, version, config, created_at, updated_at)
       select gen_random_uuid(), id, 'filled ' || n, 1, '{}', now(), now()
       from tenants, generate_series(1, 999) n where name = 'Nearly full'`,
    )
    const asked = Array.from({ length: 20 }, (_, i) => own.call('createAgent', { body: { name: `${i}`, prompt: 'p' } }))
    const statuses = (await Promise.all(asked)).map(({ status }) => status).toSorted()
    expect(statuses).toEqual([201, ...Array(19).fill(429)])
  })
})

test('an agent that has as many versions as it may is changed no more, however many ask at once', async () => {
  const tenant = (await stage.rest.as(operatorKey).call('createTenant', { body: { name: 'Versions' } })).body
  await sql(stage.database, `update api_keys set limits = '{"restPerMinute": null}'`)
  const own = stage.rest.as(tenant.apiKey.key)
  const path = { agentId: (await own.call('createAgent', { body: { name: 'A', prompt: 'p' } })).body.id }
  await sql(stage.database, `update agents set version = 59 where name = 'A'`)
  const asked = Array.from({ length: 10 }, (_, i) => own.call('updateAgent', { path, body: { prompt: `${i}` } }))
  const answers = await Promise.all(asked)
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(429)])
  const rolled = await own.call('rollbackAgent', { path, body: { version: 1 } })
  expect([rolled.status, rolled.body.limit]).toEqual([429, 'cap'])
  expect(rolled.body.detail).toContain('at most 60 versions')
  expect((await own.call('publishAgent', { path, body: { version: 1 } })).status).toBe(200)
})
