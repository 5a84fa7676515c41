import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { tone } from '#runtime/core/testing/tone.ts'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { Contract, MessageContract } from './contract.ts'
import { newDatabase, sql } from './database.ts'
import { newKey, type Platform, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { dial } from './socket.ts'
import { until } from './until.ts'

const apiKey = newKey()
const callId = 'recorded'
const path = { callId }
let simulators: Simulators
let database: string
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let platform: Platform
let rest: Rest
beforeAll(async () => {
  simulators = await startSimulators()
  database = await newDatabase(inject('postgres18'))
  folder = await temporaryFolder()
  await start()
})
afterAll(async () => {
  await platform.stop()
  await simulators.close()
  await folder.remove()
})

/** The same folder, database and key each time. */
async function start(): Promise<void> {
  platform = await startPlatform(folder.path, {
    ...{ DATABASE_URL: database, INVORTO_DEV_API_KEY: apiKey, OWNER_LEASE_MS: '1000', DRAIN_TIMEOUT_MS: '0' },
    ...{ DEEPGRAM_BASE_URL: simulators.deepgramUrl, OPENAI_BASE_URL: simulators.openaiUrl },
  })
  rest = new Rest(platform.url, await Contract.of(platform.url), apiKey)
}

// biome-ignore lint/suspicious/noExplicitAny: judged by the document
const get = async (id: string, query = {}): Promise<any> => (await rest.call(id, { path, query })).body
const spooled = async (): Promise<string[]> => {
  const root = join(folder.path, 'data', 'recordings-spool')
  const all = await readdir(root, { recursive: true }).catch(() => [])
  return all.filter((name) => name.endsWith('.wav'))
}

test('kill -9 in the middle of a call leaves a recording that plays, as long as the call was, and its cost', async () => {
  const firstMessage = 'Hello, this is a greeting of some length.'
  await rest.call('createAgent', { body: { name: 'Greeter', prompt: 'p', externalId: 'greeter', firstMessage } })
  const contract = await MessageContract.of(platform.url)
  const line = dial(platform.url, `/v1/realtime/${callId}?agentId=greeter`, contract, { key: apiKey })
  await line.got('connected')
  line.send({ t: 'start' })
  await line.got('tts.started')
  const began = performance.now()
  // Quieter than a voice: the agent goes on, and the left track is not silence.
  const frame = tone(320, 8)
  for (let sent = 0; performance.now() - began < 4_000; sent++) {
    line.audio(frame)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + sent * 20 - performance.now())))
  }
  platform.signal('SIGKILL')
  expect(await platform.ended).toBe('SIGKILL')
  const lastedMs = performance.now() - began

  await start()
  const call = await until('the cost', async () => {
    const body = await get('getCall')
    return body.usage && body
  })
  expect([call.status, call.endReason]).toEqual(['ended', 'owner_lost'])
  const { recording } = await until('the recording', async () => {
    const found = await get('getCallArtifacts')
    return found.recording !== null && found
  })
  const wav = Buffer.from(await (await fetch(recording)).arrayBuffer())
  expect([wav.toString('latin1', 0, 4), wav.readUInt32LE(4), wav.readUInt32LE(24), wav.readUInt32LE(40)]).toEqual([
    ...['RIFF', wav.length - 8, 16_000, wav.length - 44],
  ])
  // What had not left the process yet is gone: audio is kept back for 500 ms, handed on in blocks of 400 ms, and written within 100 ms.
  const recordedMs = (wav.length - 44) / 64
  expect(recordedMs).toBeGreaterThan(lastedMs - 1_800)
  expect(recordedMs).toBeLessThan(lastedMs + 1_000)
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length))
  const sounding = (side: 0 | 1) => samples.filter((sample, i) => i % 2 === side && sample !== 0).length / 16
  expect(sounding(0)).toBeGreaterThan(lastedMs * 0.5)
  expect(sounding(1)).toBeGreaterThan(500)
  await until('the spool to be empty', async () => (await spooled()).length === 0)
  await until('the log to tell of each file', async () => {
    const entries: { type: string; artifact: string }[] = (await get('getCallTimeline')).data
    const stored = entries.filter(({ type }) => type === 'artifact.stored').map(({ artifact }) => artifact)
    return `${stored.sort()}` === 'bundle,metrics,recording,transcript'
  })
})

test('when its days are over all of it is erased; the timeline stays without words, and so does the cost', async () => {
  const days = { recordingDays: 30, transcriptDays: 30, metricsDays: 30 }
  await rest.call('updateTenantSettings', { body: { retention: days } })
  await until('the call to be finished', async () => {
    const [row] = await sql(database, 'select from calls where finished_at is not null')
    return row
  })
  const before = await get('getCall')
  const log = (await get('getCallTimeline')).data
  expect(JSON.stringify(log)).toContain('greeting of some length')
  const links = Object.values(await get('getCallArtifacts')) as string[]
  await platform.stop()
  await sql(database, "update calls set created_at = created_at - interval '31 days'")
  await sql(database, "update retention_sweeps set leased_until = now() - interval '1 second'")
  await start()

  await until('the erasure', async () => {
    const { data } = await get('getCallTimeline')
    return data.filter(({ type }: { type: string }) => type === 'artifact.erased').length === 3
  })
  await until('nothing to be left', async () => {
    const left = await sql(database, 'select from sealed_content')
    return left.length === 0 && Object.values(await get('getCallArtifacts')).every((link) => link === null)
  })
  for (const link of links) {
    const again = `${platform.url}${new URL(link).pathname}${new URL(link).search}`
    expect((await fetch(again)).status).toBe(404)
  }
  expect((await readdir(join(folder.path, 'data', 'artifacts'), { recursive: true })).sort()).toEqual([
    ...['bundles', 'metrics', 'recordings', 'transcripts'],
  ])
  const after = (await get('getCallTimeline')).data
  const types = (entries: { type: string }[]) => entries.map(({ type }) => type)
  expect(types(after)).toEqual([...types(log), ...Array(3).fill('artifact.erased')])
  expect(JSON.stringify(after)).not.toContain('greeting')
  const { usage, durationSec, summary } = await get('getCall', { include: 'messages' })
  expect([usage, durationSec, summary]).toEqual([before.usage, before.durationSec, null])
  const told = (): number => platform.output().match(/"event_type":"retention.erased"/g)?.length ?? 0
  await until('all of it to be told', () => told() >= 3)
  expect(told()).toBe(3)
  expect(platform.output()).not.toMatch(/process\.fault|greeting/)
})
