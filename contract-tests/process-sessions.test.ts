import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { Contract, MessageContract } from './contract.ts'
import { newDatabase, pepper } from './database.ts'
import { EventStream } from './event-stream.ts'
import { newKey, type Platform, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { type Dialled, dial } from './socket.ts'

const apiKey = newKey()
const leaseMs = 3_000
let simulators: Simulators
let messages: MessageContract
const cleanups: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  simulators = await startSimulators()
})
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
  await simulators.close()
})

async function start(settings: Record<string, string>): Promise<Platform> {
  const { path, remove } = await temporaryFolder()
  const platform = await startPlatform(path, {
    ...{ KEY_PEPPER: pepper, INVORTO_DEV_API_KEY: apiKey, CONTENT_KEY: Buffer.alloc(32, 3).toString('base64') },
    ...{ DEEPGRAM_BASE_URL: simulators.deepgramUrl, OPENAI_BASE_URL: simulators.openaiUrl },
    ...{ URL_SIGNING_KEY: 'u'.repeat(32), OWNER_LEASE_MS: String(leaseMs), DRAIN_TIMEOUT_MS: '0', ...settings },
  })
  cleanups.push(remove, () => {
    platform.signal('SIGCONT')
    return platform.stop()
  })
  messages ??= await MessageContract.of(platform.url)
  return platform
}

async function call({ url }: Platform, name: string): Promise<Dialled> {
  const line = dial(url, `/v1/realtime/${name}?agentId=greeter`, messages, { key: apiKey })
  await line.got('connected')
  line.send({ t: 'start' })
  await line.got('tts.started')
  return line
}

describe.each([
  ['Redis', () => ({ REDIS_URL: inject('redis') })],
  ['the database alone', () => ({})],
])('two processes that share %s', (_name, shared) => {
  let a: Platform
  let b: Platform
  let ofB: Rest
  beforeAll(async () => {
    const settings = { DATABASE_URL: await newDatabase(inject('postgres18')), ...shared() }
    ;[a, b] = [await start(settings), await start(settings)]
    ofB = new Rest(b.url, await Contract.of(b.url), apiKey)
    const agent = { name: 'Greeter', prompt: 'p', externalId: 'greeter', firstMessage: 'Hello.' }
    await ofB.call('createAgent', { body: agent })
  })
  const command = (sessionId: string, body: object) => ofB.call('sendSessionCommand', { path: { sessionId }, body })
  const follow = (sessionId: string): EventStream =>
    new EventStream(`${b.url}/v1/sessions/${sessionId}/events/stream`, { authorization: `Bearer ${apiKey}` })

  test('a call of the one is followed and commanded at the other (OBS-00 5)', async () => {
    const line = await call(a, 'afar')
    const stream = follow('afar')
    await stream.got('call.answered')
    const said = await command('afar', { command: 'say', text: 'One moment please.' })
    expect([said.status, said.body]).toMatchObject([200, { result: 'applied' }])
    expect(await line.got('tts.stopped', 2)).toMatchObject({ textHeard: 'One moment please.' })
    const ended = await command('afar', { command: 'call.hangup' })
    expect(ended.body).toMatchObject({ result: 'applied' })
    expect(await line.got('end')).toMatchObject({ reason: 'agent_hangup' })
    expect((await command('afar', { command: 'call.hangup' })).body).toMatchObject({
      result: 'unchanged',
      correlationId: ended.body.correlationId,
    })
    await stream.ended(15_000)
    const { data } = (await ofB.call('listSessionEvents', { path: { sessionId: 'afar' }, query: { limit: 1000 } })).body
    expect(stream.seqs).toEqual(data.map(({ seq }: { seq: number }) => seq))
    expect(stream.reason).toBe('session_ended')
  })

  test('what the one refuses is told at the other', async () => {
    const line = await call(a, 'refused-afar')
    const bad = await command('refused-afar', { command: 'call.mute' })
    expect(bad.status).toBe(400)
    const text = 'A text of many, said at length, so that the others wait.'
    const answers = []
    for (let i = 0; i < 12; i++) answers.push(await command('refused-afar', { command: 'say', text }))
    expect(answers.at(-1)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    await command('refused-afar', { command: 'call.cancel' })
    await line.closed
  })

  test('one that does not answer is told of, and is worth another try', async () => {
    const line = await call(a, 'frozen')
    a.signal('SIGSTOP')
    try {
      const answer = await command('frozen', { command: 'call.hangup' })
      expect(answer).toMatchObject({ status: 503, body: { code: 'going_away', retryable: true } })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      a.signal('SIGCONT')
    }
    await line.closed
  })
})
