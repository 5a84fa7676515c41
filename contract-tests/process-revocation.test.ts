import { afterAll, beforeAll, expect, test } from 'vitest'
import { operatorKey, pepper } from './database.ts'
import { newKey, type Platform, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { dial } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

/** Two processes on one database: what one does the other feels. */
const shared = {
  INVORTO_DEV_API_KEY: newKey(),
  JWT_SIGNING_KEY: Buffer.alloc(32, 5).toString('base64'),
}
const FELT_MS = 5_000

let stage: Stage
let second: Platform
let folder: Awaited<ReturnType<typeof temporaryFolder>>
/** The same key, asking one process or the other. */
let both: Rest[]
beforeAll(async () => {
  stage = await setStage(shared)
  folder = await temporaryFolder()
  second = await startPlatform(folder.path, {
    ...shared,
    DATABASE_URL: stage.database,
    KEY_PEPPER: pepper,
    OPERATOR_API_KEY: operatorKey,
    DEEPGRAM_BASE_URL: stage.simulators.deepgramUrl,
    OPENAI_BASE_URL: stage.simulators.openaiUrl,
  })
  both = [stage.rest, new Rest(second.url, stage.contract, shared.INVORTO_DEV_API_KEY)]
  await stage.rest.call('createAgent', { body: { name: 'Desk', prompt: 'p', externalId: 'desk' } })
})
afterAll(async () => {
  await second.stop()
  await stage.strike()
  await folder.remove()
})

let calls = 0
const connect = (url: string, protocol: string, callId = `call-${++calls}`) =>
  dial(url, `/v1/realtime/${callId}?agentId=desk`, stage.messages, { key: null, protocols: ['invorto.v1', protocol] })
const urls = (): string[] => [stage.platform.url, second.url]

test('a ticket that is shown to two processes at once opens one socket', async () => {
  for (let round = 0; round < 5; round++) {
    const callId = `twice-${round}`
    const { ticket } = (await stage.rest.call('createTicket', { body: { callId } })).body
    const lines = urls().map((url) => connect(url, `ticket.${ticket}`, callId))
    const first = await Promise.all(lines.map(({ messages }) => until('an answer', () => messages[0]?.t)))
    for (const { socket } of lines) socket.terminate()
    expect(first.sort()).toEqual(['connected', 'error'])
  }
})

test('a token of one process is good in the other', async () => {
  const { token } = (await stage.rest.call('createToken', { body: {} })).body
  for (const rest of both) expect((await rest.as(token).call('listAgents')).status).toBe(200)
})

test('a key that is disabled stops in both within 5 s: its requests, its tokens, its tickets and its live calls', async () => {
  const made = (await stage.rest.call('createApiKey', { body: { name: 'A page', role: 'dev' } })).body
  const own = stage.rest.as(made.key)
  const { token } = (await own.call('createToken', { body: {} })).body
  const { ticket } = (await own.call('createTicket', { body: { callId: 'with-ticket' } })).body
  const unused = (await own.call('createTicket', { body: { callId: 'unused' } })).body.ticket
  const lines = [
    ...urls().map((url) => connect(url, `key.${made.key}`)),
    connect(second.url, `jwt.${token}`),
    connect(stage.platform.url, `ticket.${ticket}`, 'with-ticket'),
  ]
  const others = urls().map((url) => connect(url, `key.${shared.INVORTO_DEV_API_KEY}`))
  for (const line of [...lines, ...others]) {
    await line.got('connected')
    line.send({ t: 'start' })
  }
  for (const rest of both) expect((await rest.as(made.key).call('listAgents')).status).toBe(200)

  await stage.rest.call('updateApiKey', { path: { keyId: made.id }, body: { active: false } })
  const at = performance.now()
  const ends = await Promise.all(lines.map(({ closed }) => closed))
  for (const rest of both) {
    for (const secret of [made.key, token])
      await until('401', async () => (await rest.as(secret).call('listAgents')).status === 401, FELT_MS)
  }
  const took = performance.now() - at
  expect(ends.map(({ code, reason }) => `${code} ${reason}`)).toEqual(lines.map(() => '4401 invalid_api_key'))
  expect(lines.map(({ messages }) => messages.find(({ t }) => t === 'error'))).toEqual(
    lines.map(() => expect.objectContaining({ code: 'invalid_api_key', fatal: true })),
  )
  expect(took).toBeLessThan(FELT_MS)
  expect((await connect(second.url, `ticket.${unused}`, 'unused').closed).code).toBe(4401)
  // Others go on.
  for (const line of others) {
    line.send({ t: 'ping' })
    await line.got('pong')
    line.send({ t: 'end' })
    expect((await line.closed).code).toBe(1000)
  }
})

test('a tenant that is suspended is put out of both within 5 s', async () => {
  const operators = both.map((rest) => rest.as(operatorKey))
  const { id, apiKey } = (await operators[0]!.call('createTenant', { body: { name: 'Acme' } })).body
  await stage.rest.as(apiKey.key).call('createAgent', { body: { name: 'D', prompt: 'p', externalId: 'desk' } })
  const lines = urls().map((url) => connect(url, `key.${apiKey.key}`))
  for (const line of lines) await line.got('connected')
  await operators[1]!.call('updateTenant', { path: { tenantId: id }, body: { active: false } })
  const at = performance.now()
  for (const line of lines) expect((await line.closed).code).toBe(4401)
  for (const rest of both)
    await until('401', async () => (await rest.as(apiKey.key).call('listAgents')).status === 401, FELT_MS)
  expect(performance.now() - at).toBeLessThan(FELT_MS)
})
