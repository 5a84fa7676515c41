import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { Contract, MessageContract } from './contract.ts'
import { newDatabase, pepper, sql } from './database.ts'
import { newKey, type Platform, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { chainOf, type Dialled, dial } from './socket.ts'
import { until } from './until.ts'

const leaseMs = 3_000
/** Renewals come four times a lease; a take-over waits for a lease to run out, and is looked for as often. */
const recoveredWithinMs = leaseMs + leaseMs / 2 + 1_500
const apiKey = newKey()
let simulators: Simulators
let database: string
let messages: MessageContract
const platforms: Platform[] = []
const folders: (() => Promise<void>)[] = []
beforeAll(async () => {
  simulators = await startSimulators()
  database = await newDatabase(inject('postgres18'))
})
afterAll(async () => {
  for (const platform of platforms) platform.signal('SIGCONT')
  await Promise.all(platforms.map((platform) => platform.stop()))
  await simulators.close()
  for (const remove of folders) await remove()
})

/** One of several processes on the same database and the same keys. */
async function start(): Promise<Platform> {
  const { path, remove } = await temporaryFolder()
  folders.push(remove)
  const platform = await startPlatform(path, {
    ...{ DATABASE_URL: database, KEY_PEPPER: pepper, INVORTO_DEV_API_KEY: apiKey },
    ...{ CONTENT_KEY: Buffer.alloc(32, 3).toString('base64'), URL_SIGNING_KEY: 'u'.repeat(32) },
    ...{ DEEPGRAM_BASE_URL: simulators.deepgramUrl, OPENAI_BASE_URL: simulators.openaiUrl },
    ...{ OWNER_LEASE_MS: String(leaseMs), RESUME_GRACE_MS: '5000', DRAIN_TIMEOUT_MS: '0' },
  })
  platforms.push(platform)
  messages ??= await MessageContract.of(platform.url)
  return platform
}

const restOf = async ({ url }: Platform): Promise<Rest> => new Rest(url, await Contract.of(url), apiKey)

/** A call that is live: its events are numbered on. */
async function call({ url }: Platform, name: string): Promise<Dialled> {
  const line = dial(url, `/v1/realtime/${name}?agentId=greeter`, messages, { key: apiKey })
  await line.got('connected')
  line.send({ t: 'start' })
  await line.got('tts.started')
  return line
}

/** The microphone stays open. */
function talk(line: Dialled): () => void {
  const timer = setInterval(() => line.socket.readyState === line.socket.OPEN && line.audio(Buffer.alloc(640)), 20)
  return () => clearInterval(timer)
}

// biome-ignore lint/suspicious/noExplicitAny: judged by the document
async function ended(rest: Rest, callId: string): Promise<any> {
  return until(
    `the end of ${callId}`,
    async () => {
      const { body } = await rest.call('getCall', { path: { callId } })
      return body.status === 'ended' && body
    },
    20_000,
  )
}

async function timeline(rest: Rest, callId: string): Promise<{ seq: number; ts: string; type: string }[]> {
  const { data } = (await rest.call('getCallTimeline', { path: { callId }, query: { limit: 1000 } })).body
  expect(data.map(({ seq }: { seq: number }) => seq)).toEqual(data.map((_: unknown, i: number) => i + 1))
  return data
}

test('of two processes one is killed: the other closes its calls, and none of its own', async () => {
  const [a, b] = [await start(), await start()]
  const [ofA, ofB] = [await restOf(a), await restOf(b)]
  const firstMessage = 'Hello, this is a greeting that goes on for quite a while, so that the call is busy meanwhile.'
  await ofA.call('createAgent', {
    body: { name: 'Greeter', prompt: 'p', externalId: 'greeter', firstMessage, recording: { enabled: false } },
  })
  // A process takes over only when it has lived for a lease itself.
  await new Promise((resolve) => setTimeout(resolve, leaseMs + 500))
  const lines = [await call(a, 'a-1'), await call(a, 'a-2'), await call(b, 'b-1')]
  const [, , onB] = lines as [Dialled, Dialled, Dialled]
  const stopTalking = talk(onB)
  const elsewhere = dial(b.url, '/v1/realtime/a-1?agentId=greeter', messages, { key: apiKey })
  expect((await elsewhere.got('error')).message).toContain('another server')
  expect((await elsewhere.closed).code).toBe(4409)
  await new Promise((resolve) => setTimeout(resolve, 500))

  const killedAt = performance.now()
  a.signal('SIGKILL')
  expect(await a.ended).toBe('SIGKILL')
  for (const name of ['a-1', 'a-2']) {
    const row = await ended(ofB, name)
    expect(row.endReason).toBe('owner_lost')
    const log = await timeline(ofB, name)
    const last = log.findIndex(({ type }) => type === 'call.ended')
    // Stored so soon that what the socket was told half a second before is there.
    expect(last).toBeGreaterThan(Math.max(...chainOf(lines[0]!.messages).map(({ seq }) => seq)))
    expect(log[last - 1]).toMatchObject({ type: 'session.state_changed', to: 'ended' })
    const before = log[last - 2]!
    expect(row.endedAt).toBe(before.ts)
    expect(row.durationSec).toBeCloseTo((Date.parse(before.ts) - Date.parse(row.answeredAt)) / 1000, 2)
    const artifacts = await until('the transcript', async () => {
      const { body } = await ofB.call('getCallArtifacts', { path: { callId: name } })
      return body.transcript !== null && body
    })
    expect(artifacts.transcript).toMatch(/^http/)
    const types = await until('the end of what follows', async () => {
      const told = (await timeline(ofB, name)).map(({ type }) => type)
      return told.includes('call.finished') && told
    })
    expect(types.filter((type) => type === 'call.finished')).toHaveLength(1)
    expect(types).toEqual(expect.arrayContaining(['call.summarized', 'cost.computed']))
  }
  const tookMs = performance.now() - killedAt
  expect(tookMs).toBeLessThan(recoveredWithinMs)
  expect((await ofB.call('getCall', { path: { callId: 'b-1' } })).body.status).toBe('in_progress')
  stopTalking()
  onB.send({ t: 'end' })
  expect((await onB.closed).code).toBe(1000)
  expect((await ended(ofB, 'b-1')).endReason).toBe('caller_hangup')
  expect(await sql(database, 'select * from call_owners')).toEqual([])
})

test('a process that stood still for longer than its lease writes nothing more into calls that were taken over', async () => {
  const [b, c] = [platforms[1]!, await start()]
  const ofC = await restOf(c)
  await new Promise((resolve) => setTimeout(resolve, leaseMs + 500))
  const line = await call(b, 'stalled')
  const stopTalking = talk(line)
  const quiet = await call(b, 'stalled-quiet')
  b.signal('SIGSTOP')
  const row = await ended(ofC, 'stalled')
  await ended(ofC, 'stalled-quiet')
  expect(row.endReason).toBe('owner_lost')
  const closed = await timeline(ofC, 'stalled')
  const own = await call(c, 'of-c')

  b.signal('SIGCONT')
  for (const lost of [line, quiet]) {
    expect((await lost.closed).code).toBe(1011)
    expect(lost.all('error').at(-1)).toMatchObject({ code: 'internal', fatal: true })
    expect(lost.all('end')[0]?.reason).toBe('owner_lost')
  }
  stopTalking()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const after = await timeline(ofC, 'stalled')
  // What follows the end is made from the log.
  const end = closed.findIndex(({ type }) => type === 'call.ended')
  expect(after.slice(0, end + 1)).toEqual(closed.slice(0, end + 1))
  expect(after.filter(({ type }) => type === 'call.ended')).toHaveLength(1)
  expect((await ofC.call('getCall', { path: { callId: 'stalled' } })).body).toMatchObject({ endReason: 'owner_lost' })
  // It lives on: a new call is its own, and the other's goes on.
  const next = await call(b, 'after-the-stall')
  next.send({ t: 'end' })
  expect((await next.closed).code).toBe(1000)
  expect((await ofC.call('getCall', { path: { callId: 'of-c' } })).body.status).toBe('in_progress')
  own.send({ t: 'end' })
  await own.closed
})
