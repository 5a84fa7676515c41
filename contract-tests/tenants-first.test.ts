import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey } from './database.ts'
import type { Asked, Rest } from './rest.ts'
import { finishedCall, shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'

/** Everything that A has is called so. */
const OF_A = 'of-a'

let stage: Stage
let a: Rest
let b: Rest

/** What a tenant has is the same for both, but for the name. */
async function furnish(rest: Rest, of: string): Promise<void> {
  const made = async (id: string, asked: Asked): Promise<void> =>
    expect([id, (await rest.call(id, asked)).status]).toEqual([id, expect.toSatisfy((status) => status < 300)])
  await made('createAgent', { body: { name: 'Desk', externalId: `desk-${of}`, prompt: `Of ${of}.` } })
  await made('createTool', { body: { name: `tool-${of}`, url: `https://${of}.example/` } })
  await made('putSecret', { path: { secretName: `secret_${of.replace('-', '_')}` }, body: { value: 'x'.repeat(20) } })
  await made('createWebhookEndpoint', { body: { url: `http://127.0.0.1:9/${of}`, eventTypes: ['qa.flags'] } })
  await made('setLiveKitProject', { body: projectOf(of) })
  await made('createRate', { body: rateOf(of) })
  await made('updateTenantSettings', { body: originOf(of) })
  await made('updateCapturePolicy', { body: { recording: { retentionDays: of === OF_A ? 17 : 18 } } })
}
const projectOf = (of: string) => ({
  url: `wss://${of}.livekit.cloud`,
  apiKey: `API${of}x`.replace('-', ''),
  apiSecret: of.repeat(10),
})
const rateOf = (of: string) => ({
  ...{ service: 'llm', provider: 'openai', model: 'gpt-4o-mini', unit: 'tokens_in', per: 1_000_000 },
  ...{ price: of === OF_A ? 7 : 8, currency: 'INR', source: of },
})
const originOf = (of: string) => ({ security: { allowedOrigins: [`https://${of}.example`] } })

beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' })
  a = stage.rest
  b = stage.rest.as((await addKey(stage.database, 'admin')).key)
  await furnish(a, OF_A)
  await furnish(b, 'of-b')
  await shortCall(stage, `call-${OF_A}`, `desk-${OF_A}`)
  await finishedCall(stage, `call-${OF_A}`)
})
afterAll(() => stage.strike())

/** What shows all that a tenant has. */
const views = [
  ...['listAgents', 'listTools', 'listSecrets', 'listCalls', 'listSessions', 'listApiKeys', 'listRates'],
  ...['listWebhookEndpoints', 'getLiveKitProject', 'getTenantSettings', 'getCapturePolicy', 'getMetrics'],
]
const allOf = async (rest: Rest): Promise<Record<string, unknown>> =>
  Object.fromEntries(await Promise.all(views.map(async (id) => [id, (await rest.call(id)).body] as const)))

describe.each(views)('%s, of A first', (id) => {
  test('and then of B: B sees nothing of A', async () => {
    const ofA = await a.call(id)
    expect(ofA.status).toBe(200)
    const ofB = await b.call(id)
    expect(ofB.status).toBe(200)
    expect(ofB.body).not.toEqual(ofA.body)
    expect(JSON.stringify(ofB.body)).not.toContain(OF_A)
  })
})

/** What makes or changes something: how a tenant asks for it. */
const changes: Record<string, (of: string) => Asked> = {
  createAgent: (of) => ({ body: { name: 'Second', externalId: `second-${of}`, prompt: 'p' } }),
  createTool: (of) => ({ body: { name: `second-${of}`, url: 'https://example.com/' } }),
  createApiKey: (of) => ({ body: { name: `second-${of}`, role: 'dev' } }),
  createWebhookEndpoint: (of) => ({ body: { url: `http://127.0.0.1:9/second-${of}`, eventTypes: ['qa.flags'] } }),
  createRate: (of) => ({ body: { ...rateOf(of), unit: 'tokens_out' } }),
  updateTenantSettings: (of) => ({ body: originOf(`second-${of}`) }),
  updateCapturePolicy: (of) => ({ body: { recording: { retentionDays: of === OF_A ? 27 : 28 } } }),
  setLiveKitProject: (of) => ({ body: { ...projectOf(of), url: `wss://second-${of}.livekit.cloud` } }),
  removeLiveKitProject: () => ({}),
}

describe.each(Object.entries(changes))('%s, of A first', (id, asked) => {
  test('and then of B: nothing of A is different, and B has what it asked for', async () => {
    expect((await a.call(id, asked(OF_A))).status).toBeLessThan(300)
    // A removed project is made again, so that there is one for whoever asks next.
    if (id === 'removeLiveKitProject') await a.call('setLiveKitProject', { body: projectOf(OF_A) })
    const [before, had] = [await allOf(a), await allOf(b)]
    expect((await b.call(id, asked('of-b'))).status).toBeLessThan(300)
    expect(await allOf(a)).toEqual(before)
    if (id === 'removeLiveKitProject') expect((await b.call('getLiveKitProject')).status).toBe(404)
    else expect(await allOf(b)).not.toEqual(had)
  })
})

/** What is judged by what the tenant has: of its own it is right, of another's not. */
const judged: Record<string, (of: string) => Asked> = {
  validateAgent: (of) => ({ query: { agentId: `desk-${of}` }, body: { prompt: 'p' } }),
  validateTool: (of) => ({
    body: { definition: { name: 'one', url: `https://example.com/?key=\${secrets.secret_${of.replace('-', '_')}}` } },
  }),
}
test.each(Object.entries(judged))('%s, of A first, finds for B what is B’s and nothing of A', async (id, asked) => {
  expect((await a.call(id, asked(OF_A))).body).toMatchObject({ valid: true })
  expect((await b.call(id, asked('of-b'))).body).toMatchObject({ valid: true })
  expect((await b.call(id, asked(OF_A))).body).not.toMatchObject({ valid: true })
})

test('createToken, of A first: what B is given is B’s', async () => {
  const mint = async (rest: Rest): Promise<string> => (await rest.call('createToken', { body: {} })).body.token
  await mint(a)
  const { body } = await stage.rest.as(await mint(b)).call('listAgents')
  expect(JSON.stringify(body)).toContain('desk-of-b')
  expect(JSON.stringify(body)).not.toContain(OF_A)
})

test('createTicket, of A first: what B is given lets it talk to an agent of B', async () => {
  const ticketOf = async (rest: Rest, of: string): Promise<string> =>
    (await rest.call('createTicket', { body: { callId: `ticket-${of}`, agentId: `desk-${of}` } })).body.ticket
  await ticketOf(a, OF_A)
  const protocols = ['invorto.v1', `ticket.${await ticketOf(b, 'of-b')}`]
  const line = stage.dial(`/v1/realtime/ticket-of-b?agentId=desk-of-b`, { key: null, protocols })
  await line.got('connected')
  line.send({ t: 'start' })
  line.send({ t: 'end' })
  await line.closed
})

/** Those that ask for no tenant's own thing, or are the operator's alone; of LiveKit's `livekit-events.test.ts` tells. */
const open = [
  ...['getSigningKeys', 'createTenant', 'listTenants', 'receiveLiveKitEvent', 'getHealth', 'getReadiness'],
  ...['scrapeMetrics', 'getOpenApiDocument', 'getRealtimeDocument', 'getEventsDocument', 'getFrontPage', 'getDocs'],
  'getLlmsText',
]

test('every operation without a path parameter is asked here by A first and by B then', () => {
  const without = [...stage.contract.operations.values()].filter(({ path }) => !path.includes('{'))
  const asked = [...views, ...Object.keys(changes), ...Object.keys(judged), 'createToken', 'createTicket']
  expect(without.map(({ id }) => id).sort()).toEqual([...asked, ...open].sort())
})
