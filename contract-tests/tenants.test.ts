import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey } from './database.ts'
import type { Answer, Asked } from './rest.ts'
import { finishedCall, shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
/** Tenant B's key; A is the tenant of `stage.rest`. */
let key: string
const a = {
  keyId: '',
  agentId: '',
  agentName: 'desk-of-a',
  callId: '',
  callName: 'call-of-a',
  agentCursor: '',
  callCursor: '',
  endpointId: '',
  deliveryId: '',
}
const tool = { id: '', name: 'tool-of-a', secret: 'secret_of_a', cursor: '' }

beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' })
  key = (await addKey(stage.database, 'admin')).key
  a.keyId = (await stage.rest.call('createApiKey', { body: { name: 'of-a', role: 'admin' } })).body.id
  for (const name of ['spare', a.agentName]) {
    const body = { name, prompt: 'The secret of A.', externalId: name }
    a.agentId = (await stage.rest.call('createAgent', { body })).body.id
  }
  // Nobody listens there: the first try fails, and the next is far.
  const hook = { url: 'http://127.0.0.1:9/hook', eventTypes: ['call.started'] }
  a.endpointId = (await stage.rest.call('createWebhookEndpoint', { body: hook })).body.id
  for (const name of ['first-of-a', a.callName]) await shortCall(stage, name, a.agentName)
  a.callId = await finishedCall(stage, a.callName)
  a.deliveryId = await until('a delivery that was tried', async () => {
    const path = { endpointId: a.endpointId }
    const { body } = await stage.rest.call('listWebhookDeliveries', { path, query: { state: 'retrying' } })
    return body.data.length === 2 && body.data[0].id
  })
  for (const name of ['spare-tool', tool.name]) {
    tool.id = (await stage.rest.call('createTool', { body: { name, url: 'https://example.com/' } })).body.id
  }
  tool.cursor = (await stage.rest.call('listTools', { query: { limit: 1 } })).body.nextCursor
  await stage.rest.call('putSecret', { path: { secretName: tool.secret }, body: { value: 'The secret of A.' } })
  a.agentCursor = (await stage.rest.call('listAgents', { query: { limit: 1 } })).body.nextCursor
  a.callCursor = (await stage.rest.call('listCalls', { query: { limit: 1 } })).body.nextCursor
})
afterAll(() => stage.strike())

const asB = (id: string, asked?: Asked): Promise<Answer> => stage.rest.as(key).call(id, asked)

/** What A sees of itself: nothing that B does may change it. */
async function ofA(): Promise<unknown> {
  const ids = [
    ...['getAgent', 'getCall', 'getCallTimeline', 'getApiKey', 'getTenantSettings', 'getTool'],
    ...['getSession', 'listSessionEvents', 'getWebhookEndpoint', 'listWebhookDeliveries', 'getWebhookDelivery'],
  ]
  const path = { ...a, toolName: tool.id, sessionId: a.callId }
  const asked = ids.map((id) => stage.rest.call(id, { path }))
  const lists = ['listAgents', 'listCalls', 'listApiKeys', 'listTools', 'listSecrets'].map((id) => stage.rest.call(id))
  return (await Promise.all([...asked, ...lists])).map(({ body }) => body)
}

/** How B asks for what is A's, by operation: a new operation with a path parameter needs a line here. */
const asking: Record<string, Omit<Asked, 'path'>> = {
  getApiKey: {},
  updateApiKey: { body: { active: false } },
  deleteApiKey: {},
  getAgent: {},
  updateAgent: { body: { prompt: 'B was here.' } },
  deleteAgent: {},
  listAgentVersions: {},
  getAgentVersion: {},
  publishAgent: { body: {} },
  rollbackAgent: { body: { version: 1 } },
  getCall: {},
  getCallTimeline: { query: { after: 0 } },
  getCallArtifacts: {},
  getTool: {},
  updateTool: { body: { timeoutMs: 300 } },
  deleteTool: {},
  invokeTool: { body: { args: {} } },
  deleteSecret: {},
  getSession: {},
  listSessionEvents: {},
  streamSessionEvents: {},
  sendSessionCommand: { body: { command: 'call.hangup' } },
  getWebhookEndpoint: {},
  updateWebhookEndpoint: { body: { state: 'paused' } },
  deleteWebhookEndpoint: {},
  rotateWebhookSecret: { body: {} },
  promoteWebhookSecret: {},
  listWebhookDeliveries: {},
  recoverWebhookDeliveries: { body: { since: new Date(Date.now() - 3_600_000).toISOString() } },
  testWebhookEndpoint: { body: { type: 'call.ended' } },
  getWebhookDelivery: {},
  replayWebhookDelivery: {},
}
/** Those that ask for no tenant's own thing, stand on a signature instead of a key, or are the operator's alone. */
const open = [
  'downloadArtifact',
  'downloadBundle',
  'downloadRecording',
  'getDocsFile',
  'getPayloadSchema',
  'getProblemType',
  'getTenant',
  'updateTenant',
  'putSecret',
]

const [none, ones] = ['never-was', '1'.repeat(25)]
const namesOfA = {
  agentId: a.agentName,
  callId: a.callName,
  sessionId: a.callName,
  keyId: 'of-a',
  toolName: tool.name,
}

test('every operation with a path parameter has its line in this matrix', () => {
  const withParameters = [...stage.contract.operations.values()].filter(({ path }) => path.includes('{'))
  expect(withParameters.map(({ id }) => id).sort()).toEqual([...Object.keys(asking), ...open].sort())
})

describe.each(Object.entries(asking))('%s of another tenant', (id, asked) => {
  test.each(['id', 'name'] as const)('by its %s is not found, just as what there never was', async (by) => {
    const before = await ofA()
    const of = (path: Readonly<Record<string, string>>, rest = stage.rest.as(key)) =>
      rest.call(id, { ...asked, path: { ...path, version: '1' } })
    const nobodys = {
      ...(by === 'id'
        ? {
            agentId: `a_0${ones}`,
            callId: `c_0${ones}`,
            keyId: `key_0${ones}`,
            toolName: `tool_0${ones}`,
            sessionId: `c_0${ones}`,
          }
        : { agentId: none, callId: none, keyId: none, toolName: none, sessionId: none }),
      ...{ endpointId: `we_0${ones}`, deliveryId: `wd_0${ones}` },
      secretName: 'never_was',
    }
    // A first: who came first is not who asks.
    expect((await of(nobodys, stage.rest)).status).toBe(404)
    const foreign = await of(
      by === 'id'
        ? { ...a, sessionId: a.callId, toolName: tool.id, secretName: tool.secret }
        : { ...a, ...namesOfA, secretName: tool.secret },
    )
    const unknown = await of(nobodys)
    expect([foreign.status, foreign.body.code]).toEqual([404, 'not_found'])
    expect(anonymous(foreign.body)).toEqual(anonymous(unknown.body))
    expect(await ofA()).toEqual(before)
  })
})

/** The problem without the names that were asked for. */
const anonymous = ({ requestId: _, ...body }: Record<string, unknown>): string =>
  JSON.stringify(body).replaceAll(
    /(a|c|key|tool|we|wd)_[0-9a-z]{26}|(desk-|call-|tool-)?of-a|secret_of_a|never[-_]was/g,
    '…',
  )

describe('lists', () => {
  test('of B are empty, with the cursors and the agents of A too', async () => {
    expect((await asB('listAgents')).body).toEqual({ data: [], nextCursor: null })
    expect((await asB('listCalls')).body).toEqual({ data: [], nextCursor: null })
    expect((await asB('listTools')).body).toEqual({ data: [], nextCursor: null })
    expect((await asB('listSecrets')).body).toEqual({ data: [], nextCursor: null })
    for (const agentId of [a.agentId, a.agentName]) {
      expect((await asB('listCalls', { query: { agentId } })).body.data).toEqual([])
    }
    for (const [id, cursor] of [
      ['listAgents', a.agentCursor],
      ['listCalls', a.callCursor],
      ['listTools', tool.cursor],
    ] as const) {
      const { status, body } = await asB(id, { query: { cursor } })
      expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'bad_request', 'cursor'])
    }
  })

  test('names are free for B that A has taken', async () => {
    const body = { name: a.agentName, prompt: 'Of B.', externalId: 'spare' }
    const { status, body: agent } = await asB('createAgent', { body })
    expect(status).toBe(201)
    expect((await asB('listAgents')).body.data).toEqual([agent])
    expect((await stage.rest.call('getAgent', { path: { agentId: agent.id } })).status).toBe(404)
    await asB('deleteAgent', { path: { agentId: agent.id } })
  })
})

test('a secret of A is none of B: not in a tool of B, and one of the same name is another', async () => {
  const url = `https://example.com/?key=\${secrets.${tool.secret}}`
  const verdict = async () => (await asB('validateTool', { body: { definition: { name: 'of-b', url } } })).body
  expect((await verdict()).errors[0].keyword).toBe('secret')
  const before = await ofA()
  await asB('putSecret', { path: { secretName: tool.secret }, body: { value: 'The secret of B.' } })
  expect((await verdict()).valid).toBe(true)
  expect(await ofA()).toEqual(before)
  await asB('deleteSecret', { path: { secretName: tool.secret } })
  expect(await ofA()).toEqual(before)
})

describe('the realtime socket', () => {
  test.each(['/v1/realtime/b-1?agentId=', '/realtime/voice?callId=b-2&agentId='])(
    'does not give B an agent of A at %s',
    async (path) => {
      const before = await ofA()
      for (const agent of [a.agentId, a.agentName]) {
        const line = stage.dial(path + agent, { key })
        expect((await line.got('error')).code).toBe('not_found')
        expect((await line.closed).code).toBe(4404)
      }
      expect(await ofA()).toEqual(before)
    },
  )

  test("does not let B into A's call by its id", async () => {
    const line = stage.dial(`/v1/realtime/${a.callId}`, { key })
    expect((await line.got('error')).code).toBe('not_found')
    expect((await line.closed).code).toBe(4404)
  })

  test("does not let B into A's live call by its id, nor take its name from B", async () => {
    const ofTenantA = stage.dial(`/v1/realtime/shared-name?agentId=${a.agentName}`)
    await ofTenantA.got('connected')
    ofTenantA.send({ t: 'start' })
    const { id } = await until('the live call', async () => {
      const { status, body } = await stage.rest.call('getCall', { path: { callId: 'shared-name' } })
      return status === 200 && body
    })
    const intruder = stage.dial(`/v1/realtime/${id}`, { key })
    expect((await intruder.closed).code).toBe(4404)
    const own = { name: 'own', prompt: 'Of B.', externalId: 'own' }
    await asB('createAgent', { body: own })
    await shortCall(stage, 'shared-name', 'own', key)
    const [call] = (await asB('listCalls')).body.data
    expect([call.externalId, call.id === id]).toEqual(['shared-name', false])
    expect((await stage.rest.call('getCall', { path: { callId: id } })).body.status).toBe('in_progress')
    ofTenantA.send({ t: 'end' })
    expect((await ofTenantA.closed).code).toBe(1000)
  })
})
