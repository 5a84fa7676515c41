import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { Contract, MessageContract } from './contract.ts'
import { newKey, type Platform, run, type Settings, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { type Dialled, dial } from './socket.ts'
import { until } from './until.ts'

let simulators: Simulators
let settings: Settings
const folders: (() => Promise<void>)[] = []
const platforms: Platform[] = []
beforeAll(async () => {
  simulators = await startSimulators()
  settings = { DEEPGRAM_BASE_URL: simulators.deepgramUrl, OPENAI_BASE_URL: simulators.openaiUrl }
})
afterAll(async () => {
  for (const platform of platforms) await platform.stop()
  await simulators.close()
  for (const remove of folders) await remove()
})

async function folder(): Promise<string> {
  const { path, remove } = await temporaryFolder()
  folders.push(remove)
  return path
}

/** On an embedded database. */
async function start(at: string, more: Settings = {}): Promise<Platform> {
  const platform = await startPlatform(at, { ...settings, ...more })
  platforms.push(platform)
  return platform
}

const restOf = async ({ url, apiKey }: Platform): Promise<Rest> => new Rest(url, await Contract.of(url), apiKey)
async function call({ url, apiKey }: Platform, name: string): Promise<Dialled> {
  const line = dial(url, `/v1/realtime/${name}?agentId=greeter`, await MessageContract.of(url), { key: apiKey })
  await line.got('connected')
  line.send({ t: 'start' })
  return line
}
const greeter = { name: 'Greeter', prompt: 'p', externalId: 'greeter', firstMessage: 'Hello.' }

describe.concurrent('what was said to be done is there again', () => {
  test('after kill -9 in the middle of a call: agent, calls, their logs and the key', async () => {
    const at = await folder()
    const apiKey = newKey()
    const first = await start(at, { INVORTO_DEV_API_KEY: apiKey })
    const before = await restOf(first)
    const agent = (await before.call('createAgent', { body: greeter })).body
    const done = await call(first, 'done')
    await done.got('tts.stopped')
    done.send({ t: 'end' })
    await done.closed
    const callId = 'done'
    const ended = await until('the end and its cost', async () => {
      const { body } = await before.call('getCall', { path: { callId } })
      return body.usage && body
    })
    const timeline = await until('everything that follows the call', async () => {
      const { body } = await before.call('getCallTimeline', { path: { callId } })
      return body.data.at(-1)?.type === 'call.finished' && body
    })
    const live = await call(first, 'live')
    await live.got('tts.started')
    await until('the start of the live call is stored', async () => {
      const { status, body } = await before.call('getCallTimeline', { path: { callId: 'live' } })
      return status === 200 && body.data.length >= 3
    })
    first.signal('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    await live.closed

    const second = await start(at, { INVORTO_DEV_API_KEY: apiKey })
    const after = await restOf(second)
    expect((await after.call('getAgent', { path: { agentId: agent.id } })).body).toEqual(agent)
    expect((await after.call('getCall', { path: { callId } })).body).toEqual(ended)
    // The words too: the key of the sealed content was kept.
    expect((await after.call('getCallTimeline', { path: { callId } })).body).toEqual(timeline)
    expect(timeline.data.map(({ seq }: { seq: number }) => seq)).toEqual(
      timeline.data.map((_: unknown, i: number) => i + 1),
    )
    const { data } = (await after.call('getCallTimeline', { path: { callId: 'live' } })).body
    expect(data.length).toBeGreaterThanOrEqual(3)
    const closed = await until('the end of the call that was live', async () => {
      const { body } = await after.call('getCall', { path: { callId: 'live' } })
      return body.status === 'ended' && body
    })
    expect(closed.endReason).toBe('owner_lost')
    expect(data.map(({ seq }: { seq: number }) => seq)).toEqual(data.map((_: unknown, i: number) => i + 1))
    const next = await call(second, 'next')
    await next.got('tts.stopped')
    next.send({ t: 'end' })
    expect((await next.closed).code).toBe(1000)
    expect(await second.stop()).toBe(0)
  })

  test('after an orderly restart, with the key that was made at the first start', async () => {
    const at = await folder()
    const own = { PORT: '0', DATA_DIR: join(at, 'data'), ...settings }
    const first = run(own, at)
    const [, url] = await first.said(/^ready (http:\S+)$/m)
    const [, apiKey] = await first.said(/^API key (\S+)$/m)
    const rest = new Rest(url!, await Contract.of(url!), apiKey)
    const agent = (await rest.call('createAgent', { body: greeter })).body
    first.signal('SIGTERM')
    expect(await first.ended).toBe(0)
    const second = run(own, at)
    const [, again] = await second.said(/^ready (http:\S+)$/m)
    expect((await second.said(/^API key (\S+)$/m))[1]).toBe(apiKey)
    const after = new Rest(again!, await Contract.of(again!), apiKey)
    expect((await after.call('getAgent', { path: { agentId: 'greeter' } })).body).toEqual(agent)
    second.signal('SIGINT')
    expect(await second.ended).toBe(0)
  })

  test('and a development key that was changed works from the next start on', async () => {
    const at = await folder()
    await (await start(at)).stop()
    const changed = await start(at, { INVORTO_DEV_API_KEY: newKey() })
    expect((await (await restOf(changed)).call('listAgents')).status).toBe(200)
    await changed.stop()
  })
})

describe.concurrent('several instances', () => {
  test('run side by side and know nothing of each other', async () => {
    const [a, b] = await Promise.all([start(await folder()), start(await folder())])
    expect(a.url).not.toBe(b.url)
    const [ofA, ofB] = await Promise.all([restOf(a), restOf(b)])
    await ofA.call('createAgent', { body: greeter })
    expect((await ofB.call('listAgents')).body.data).toEqual([])
    expect((await ofB.as(a.apiKey).call('listAgents')).status).toBe(401)
    expect([await a.stop(), await b.stop()]).toEqual([0, 0])
  })

  test('do not share a folder: the second says who has it, and the first goes on', async () => {
    const at = await folder()
    const first = await start(at)
    const second = run({ PORT: '0', DATA_DIR: join(at, 'data'), ...settings, INVORTO_DEV_API_KEY: randomUUID() }, at)
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/is in use by process \d+/)
    expect((await (await restOf(first)).call('listAgents')).status).toBe(200)
    await first.stop()
  })

  test('do not share a port: the second says so', async () => {
    const first = await start(await folder())
    const at = await folder()
    const second = run({ PORT: new URL(first.url).port, DATA_DIR: join(at, 'data'), ...settings }, at)
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/^Port \d+ is taken: set PORT\.$/m)
    await first.stop()
  })
})
