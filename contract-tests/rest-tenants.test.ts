import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, operatorKey } from './database.ts'
import type { Rest } from './rest.ts'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
let operator: Rest
beforeAll(async () => {
  stage = await setStage()
  operator = stage.rest.as(operatorKey)
})
afterAll(() => stage.strike())

const acme = async (name = 'Acme') => (await operator.call('createTenant', { body: { name } })).body

describe('the operator', () => {
  test('makes a tenant whose first key is an admin key, shown once', async () => {
    const { apiKey, ...tenant } = await acme()
    expect([tenant.id, apiKey.role, apiKey.active]).toEqual([expect.stringMatching(/^t_/), 'admin', true])
    expect((await operator.call('getTenant', { path: { tenantId: tenant.id } })).body).toEqual(tenant)
    const own = stage.rest.as(apiKey.key)
    expect((await own.call('getTenantSettings')).body.tenantId).toBe(tenant.id)
    expect((await own.call('listApiKeys')).body.data).toMatchObject([{ id: apiKey.id, name: 'First key' }])
    expect((await own.call('listAgents')).body.data).toEqual([])
  })

  test('lists tenants newest first, page by page', async () => {
    const made = [await acme('One'), await acme('Two')].map(({ id }) => id).toReversed()
    const first = await operator.call('listTenants', { query: { limit: 1 } })
    const second = await operator.call('listTenants', { query: { limit: 1, cursor: first.body.nextCursor } })
    expect([first, second].map(({ body }) => body.data[0].id)).toEqual(made)
  })

  test('renames a tenant, and suspends it within 5 s, and takes it back', async () => {
    const { id, apiKey } = await acme()
    const change = (body: object) => operator.call('updateTenant', { path: { tenantId: id }, body })
    const status = async () => (await stage.rest.as(apiKey.key).call('listAgents')).status
    expect((await change({ name: 'Acme Ltd' })).body).toMatchObject({ name: 'Acme Ltd', active: true })
    expect(await status()).toBe(200)
    expect((await change({ active: false })).body.active).toBe(false)
    await until('401', async () => (await status()) === 401, 5_000)
    await change({ active: true })
    await until('200', async () => (await status()) === 200, 5_000)
  })

  test.each(['t_0', `t_0${'1'.repeat(25)}`, 'Acme'])('does not find %s', async (tenantId) => {
    expect((await operator.call('getTenant', { path: { tenantId } })).status).toBe(404)
    expect((await operator.call('updateTenant', { path: { tenantId }, body: { name: 'x' } })).status).toBe(404)
  })

  test("sees nothing that is a tenant's, nor opens a call", async () => {
    for (const { id, roles, method } of stage.contract.operations.values()) {
      if (roles === null || roles.includes('operator') || method !== 'GET') continue
      const path = { agentId: 'x', callId: 'x', keyId: 'x' }
      expect([id, (await operator.call(id, { path })).status]).toEqual([id, 403])
    }
    const line = stage.dial('/v1/realtime/of-the-operator?agentId=x', { key: operatorKey })
    expect((await line.closed).code).toBe(4403)
  })
})

test.each(['admin', 'dev', 'analyst'] as const)(
  'a key of the role %s never makes, sees or changes tenants',
  async (role) => {
    const own = stage.rest.as((await addKey(stage.database, role)).key)
    const path = { tenantId: (await acme()).id }
    const answers = [
      await own.call('createTenant', { body: { name: 'Mine' } }),
      await own.call('listTenants'),
      await own.call('getTenant', { path }),
      await own.call('updateTenant', { path, body: { active: false } }),
    ]
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [403, 'forbidden']))
  },
)

describe('settings of a tenant', () => {
  test('merge, are told with their defaults, and stay with their tenant', async () => {
    const [one, other] = [await acme(), await acme()].map(({ apiKey }) => stage.rest.as(apiKey.key)) as [Rest, Rest]
    const before = (await other.call('getTenantSettings')).body
    const change = (security: object) => one.call('updateTenantSettings', { body: { security } })
    await change({ allowedOrigins: ['https://app.acme.example'] })
    const { status, body } = await change({ allowApiKeyQuery: false, tokens: { issuer: 'https://auth.acme.example' } })
    expect([status, body.security]).toEqual([
      200,
      {
        allowedOrigins: ['https://app.acme.example'],
        requireSignature: false,
        allowApiKeyQuery: false,
        tokens: { issuer: 'https://auth.acme.example', maxRole: 'dev', publicKeys: [], jwksUrl: null },
      },
    ])
    expect((await one.call('getTenantSettings')).body).toEqual(body)
    expect((await other.call('getTenantSettings')).body).toEqual(before)
  })

  test('say how long calls keep what they left behind, each kind by itself', async () => {
    const own = stage.rest.as((await acme()).apiKey.key)
    const change = (retention: object) => own.call('updateTenantSettings', { body: { retention } })
    expect((await own.call('getTenantSettings')).body.retention).toEqual({
      recordingDays: 180,
      transcriptDays: 365,
      metricsDays: 365,
    })
    await change({ recordingDays: 30 })
    const { retention } = (await change({ metricsDays: 3650 })).body
    expect(retention).toEqual({ recordingDays: 30, transcriptDays: 365, metricsDays: 3650 })
    for (const days of [0, -1, 3651, 1.5, '30', null, true]) {
      const { status, body } = await change({ recordingDays: days })
      expect([days, status, body.errors[0].pointer]).toEqual([days, 400, '/retention/recordingDays'])
    }
    expect((await own.call('getTenantSettings')).body.retention).toEqual(retention)
  })

  test('say what is captured of calls that begin later: packets of failed ones alone, and recordings on one channel or two', async () => {
    const { key } = (await acme()).apiKey
    const own = stage.rest.as(key)
    const change = (body: object) => own.call('updateCapturePolicy', { body })
    const standard = {
      sipPcap: { onFailure: true, onSuccess: false, retentionDays: 30 },
      rtpPcap: { enabled: false, onLowMosThreshold: null, retentionDays: 7 },
      recording: { stereo: true, retentionDays: 180 },
    }
    expect((await own.call('getCapturePolicy')).body).toEqual(standard)
    await change({ sipPcap: { onFailure: false }, rtpPcap: { onLowMosThreshold: 3.2 } })
    const { body } = await change({ recording: { stereo: false, retentionDays: 20 } })
    expect(body).toEqual({
      sipPcap: { ...standard.sipPcap, onFailure: false },
      rtpPcap: { ...standard.rtpPcap, onLowMosThreshold: 3.2 },
      recording: { stereo: false, retentionDays: 20 },
    })
    expect((await own.call('getTenantSettings')).body.retention.recordingDays).toBe(20)
    await own.call('updateTenantSettings', { body: { retention: { recordingDays: 40 } } })
    await change({ rtpPcap: { onLowMosThreshold: null } })
    expect((await own.call('getCapturePolicy')).body).toEqual({
      ...{ ...body, rtpPcap: standard.rtpPcap, recording: { stereo: false, retentionDays: 40 } },
    })
    for (const [wrong, pointer] of [
      [{ rtpPcap: { onLowMosThreshold: 0.9 } }, '/rtpPcap/onLowMosThreshold'],
      [{ recording: { retentionDays: 0 } }, '/recording/retentionDays'],
      [{ sipPcap: { onFailure: null } }, '/sipPcap/onFailure'],
    ] as const) {
      const { status, body } = await change(wrong)
      expect([status, body.errors[0].pointer]).toEqual([400, pointer])
    }
  })

  test('a recording has one channel where the tenant wants it so, and its call has no links to packets', async () => {
    const { key } = (await acme()).apiKey
    const rest = stage.rest.as(key)
    await rest.call('updateCapturePolicy', { body: { recording: { stereo: false }, rtpPcap: { enabled: true } } })
    await rest.call('createAgent', { body: { name: 'mono', prompt: 'p', externalId: 'mono' } })
    await shortCall(stage, 'mono-1', 'mono', key)
    const links = await until('the recording', async () => {
      const { body } = await rest.call('getCallArtifacts', { path: { callId: 'mono-1' } })
      return body.recording !== null && body
    })
    const wav = Buffer.from(await (await fetch(links.recording)).arrayBuffer())
    expect([wav.readUInt16LE(22), wav.readUInt16LE(32), wav.readUInt32LE(40)]).toEqual([1, 2, wav.length - 44])
    expect(Object.keys(links).sort()).toEqual(['bundle', 'metrics', 'recording', 'transcript'])
  })

  test('two changes at once both count', async () => {
    const own = stage.rest.as((await acme()).apiKey.key)
    await Promise.all([
      own.call('updateTenantSettings', { body: { security: { requireSignature: true } } }),
      own.call('updateTenantSettings', { body: { security: { allowApiKeyQuery: false } } }),
    ])
    const { security } = (await own.call('getTenantSettings')).body
    expect(security).toMatchObject({ requireSignature: true, allowApiKeyQuery: false })
  })
})

describe('make tenant', () => {
  const program = fileURLToPath(new URL('../scripts/make-tenant.ts', import.meta.url))
  const make = (name: string, env: Record<string, string>) =>
    promisify(execFile)(process.execPath, [program, name], { env: { PATH: process.env.PATH, ...env }, cwd: '/' }).then(
      ({ stdout }) => stdout,
      ({ stderr }: { stderr: string }) => stderr,
    )

  test('prints the id and the key of a new tenant', async () => {
    const env = { PORT: new URL(stage.platform.url).port, OPERATOR_API_KEY: operatorKey }
    const printed = await make('Acme & "Sons"; $(id)', env)
    const [, id, key] = /^tenant (t_\w{26})\nAPI key (\S+)\n$/.exec(printed) ?? []
    const { tenantId } = (await stage.rest.as(key).call('getTenantSettings')).body
    expect(tenantId).toBe(id)
    const { name } = (await operator.call('getTenant', { path: { tenantId: id! } })).body
    expect(name).toBe('Acme & "Sons"; $(id)')
  })

  test('says what is missing', async () => {
    const url = { PORT: new URL(stage.platform.url).port }
    const wrong = await make('Acme', { ...url, OPERATOR_API_KEY: 'a-key-that-is-nobodys-operator-key' })
    expect(wrong).toContain(`The platform at ${stage.platform.url} refused: This API key is wrong or disabled.`)
    expect(wrong).toContain('OPERATOR_API_KEY')
    expect(await make('  ', url)).toContain('make tenant NAME=')
    expect(await make('Acme', { ...url, DATA_DIR: '/nowhere' })).toContain('Set OPERATOR_API_KEY')
    expect(await make('Acme', { PORT: '1', OPERATOR_API_KEY: operatorKey })).toContain('No platform answers')
  })
})
