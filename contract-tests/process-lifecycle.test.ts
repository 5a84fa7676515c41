import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, developmentTenant } from './database.ts'
import { EventStream } from './event-stream.ts'
import { run, type Settings, temporaryFolder } from './platform.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

describe('SIGTERM', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage({ DRAIN_TIMEOUT_MS: '3000' })
    await stage.rest.call('createAgent', { body: { name: 'Desk', prompt: 'p', externalId: 'desk' } })
  })
  afterAll(() => stage.strike())

  test('comes to a process that said where it is before it began its log', async () => {
    await stage.platform.said(/"process.started"/)
    expect(stage.platform.output().split('{')[0]).toMatch(/^API key .+\nDocs .+\nNext, .+\n[^{]*^ready http:.+\n$/m)
  })

  test('drains: not ready, no new calls, live ones end in time, REST answers until then, exit 0', async () => {
    const live = stage.dial('/v1/realtime/live?agentId=desk')
    await live.got('connected')
    live.send({ t: 'start' })
    const waiting = stage.dial('/v1/realtime/waiting?agentId=desk')
    await waiting.got('connected')
    await until('the call', async () => (await stage.rest.call('getCall', { path: { callId: 'live' } })).status === 200)
    const { key } = await addKey(stage.database, 'dev', developmentTenant)
    const stream = new EventStream(`${stage.platform.url}/v1/sessions/live/events/stream`, {
      authorization: `Bearer ${key}`,
    })
    await stream.got('call.started')
    // A request that never ends must not hold the process back.
    const { hostname, port } = new URL(stage.platform.url)
    const stuck = connect(Number(port), hostname, () => stuck.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-'))
    stuck.on('error', () => {})

    const begun = performance.now()
    stage.platform.signal('SIGTERM')
    const readiness = await until('503', async () => {
      const answer = await stage.rest.call('getReadiness')
      return answer.status === 503 && answer
    })
    expect(readiness.body.status).toBe('not_ready')
    expect(readiness.body.checks).toContainEqual({ name: 'accepting_calls', ok: false })
    await stream.ended()
    expect(stream.reason).toBe('going_away')
    const late = stage.dial('/v1/realtime/late?agentId=desk')
    expect(await late.got('error')).toMatchObject({ code: 'going_away', fatal: true })
    expect((await late.closed).code).toBe(1012)
    waiting.send({ t: 'start' })
    expect(await waiting.got('error')).toMatchObject({ code: 'going_away' })
    expect((await waiting.closed).code).toBe(1012)
    live.send({ t: 'ping' })
    await live.got('pong')
    expect((await stage.rest.call('getCall', { path: { callId: 'live' } })).body.status).toBe('in_progress')

    expect((await live.got('end')).reason).toBe('cancelled')
    await live.closed
    expect(await stage.platform.ended).toBe(0)
    const took = performance.now() - begun
    expect(took).toBeGreaterThan(2_500)
    expect(took).toBeLessThan(8_000)
    stuck.destroy()
  })
})

describe.concurrent('a setting that cannot be used stops the start with one sentence that names it', () => {
  const prod = {
    INVORTO_ENV: 'prod',
    DEEPGRAM_API_KEY: 'deepgram-key',
    OPENAI_API_KEY: 'openai-key',
    KEY_PEPPER: 'p'.repeat(32),
    CONTENT_KEY: Buffer.alloc(32).toString('base64'),
    URL_SIGNING_KEY: 's'.repeat(32),
    JWT_SIGNING_KEY: Buffer.alloc(32, 2).toString('base64'),
  }
  const without = (name: keyof typeof prod): Settings =>
    Object.fromEntries(Object.entries(prod).filter(([key]) => key !== name))
  const secret = 'a-secret-that-must-not-be-shown'
  test.each<[string, Settings]>([
    ['PORT', { PORT: '70000' }],
    ['INVORTO_ENV', { INVORTO_ENV: 'production' }],
    ['INVORTO_DEV_API_KEY', { INVORTO_DEV_API_KEY: 'short' }],
    ['CONTENT_KEY', { CONTENT_KEY: secret }],
    ['DATABASE_URL', { DATABASE_URL: 'postgresql://a/b', DB_URL: 'postgresql://a/c' }],
    ['INVORTO_DEV_API_KEY', { ...prod, INVORTO_DEV_API_KEY: `${secret}-and-longer` }],
    ['DEEPGRAM_API_KEY', without('DEEPGRAM_API_KEY')],
    ['KEY_PEPPER', without('KEY_PEPPER')],
  ])('%s: %j', async (name, settings) => {
    const folder = await temporaryFolder()
    const process = run({ PORT: '0', DATA_DIR: `${folder.path}/data`, ...settings }, folder.path)
    expect(await process.ended).toBe(1)
    const output = process.output()
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain(name)
    expect(output).not.toContain(secret)
    await folder.remove()
  })
})
