import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addKey, pepper } from './database.ts'
import { newKey, type Platform, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { dial } from './socket.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
let second: Platform
let folder: Awaited<ReturnType<typeof temporaryFolder>>

/** Two servers on one database and one Redis. */
beforeAll(async () => {
  const limits = {
    REDIS_URL: inject('redis'),
    RATE_LIMIT_FAILED_KEYS_PER_MINUTE: '20',
    MAX_SOCKETS_PER_TENANT: '3',
  }
  stage = await setStage(limits)
  folder = await temporaryFolder()
  second = await startPlatform(folder.path, {
    ...limits,
    TRUSTED_PROXIES: '127.0.0.0/8, ::1',
    DATABASE_URL: stage.database,
    KEY_PEPPER: pepper,
    INVORTO_DEV_API_KEY: stage.platform.apiKey,
    DEEPGRAM_BASE_URL: stage.simulators.deepgramUrl,
    OPENAI_BASE_URL: stage.simulators.openaiUrl,
  })
})
afterAll(async () => {
  await second.stop()
  await stage.strike()
  await folder.remove()
})

/** With the limits of a key that nobody gave others. */
const limitedKey = (role: 'admin' | 'dev' | 'analyst', tenant?: string) => addKey(stage.database, role, tenant, {})
const ask = (rest: Rest) => rest.call('listAgents')

describe('a key', () => {
  test('may ask 60 times a minute, over all servers together; then it is told when to come back', async () => {
    const { key } = await limitedKey('analyst')
    const doors = [stage.rest.as(key), new Rest(second.url, stage.contract, key)]
    const first = await ask(doors[0]!)
    expect(first.headers.get('ratelimit-policy')).toBe('"rest";q=60;w=60')
    expect(first.headers.get('ratelimit')).toBe('"rest";r=59;t=1')
    const answers = await Promise.all(Array.from({ length: 80 }, (_, i) => ask(doors[i % 2]!)))
    const passed = answers.filter(({ status }) => status === 200).length
    expect(passed).toBeGreaterThanOrEqual(59)
    expect(passed).toBeLessThanOrEqual(64)
    const { status, headers, body } = await ask(doors[1]!)
    expect([status, body.code, body.limit, body.retryable]).toEqual([429, 'quota_exceeded', 'rate', true])
    expect(headers.get('retry-after')).toBe('1')
    expect(headers.get('ratelimit')).toMatch(/^"rest";r=0;t=(59|60)$/)
  })

  test('what its role may not do counts as well, and tells the limit', async () => {
    const { key } = await limitedKey('analyst')
    const { status, headers } = await stage.rest.as(key).call('createAgent', { body: { name: 'x', prompt: 'p' } })
    expect([status, headers.get('ratelimit')]).toEqual([403, '"rest";r=59;t=1'])
  })

  test('of another tenant is not touched, nor is the development key, which has no limit', async () => {
    const { key } = await limitedKey('analyst')
    expect((await ask(stage.rest.as(key))).headers.get('ratelimit')).toBe('"rest";r=59;t=1')
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(stage.rest)))
    expect(answers.every(({ status, headers }) => status === 200 && !headers.has('ratelimit'))).toBe(true)
  })

  test('is not needed, and nothing is counted, where anybody may ask', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => stage.rest.as(undefined).call('getHealth')))
    expect(answers.every(({ status, headers }) => status === 200 && !headers.has('ratelimit'))).toBe(true)
  })
})

describe('behind a proxy', () => {
  test('wrong keys slow their own client down, and no other one', async () => {
    const from = (client: string, key: string) =>
      new Rest(second.url, stage.contract, key).call('listAgents', {
        headers: { 'x-forwarded-for': `1.1.1.1, ${client}` },
      })
    for (let i = 0; i < 20; i++) expect((await from('198.51.100.1', `wrong-${i}`)).status).toBe(401)
    const { key } = await limitedKey('analyst')
    expect((await from('198.51.100.1', key)).status).toBe(429)
    expect((await from('198.51.100.2', key)).status).toBe(200)
  })
})

describe('sockets', () => {
  const connect = (key: string, url = stage.platform.url) =>
    dial(url, '/v1/realtime/any-call?agentId=nobody', stage.messages, { key })
  const refusalOf = async (line: ReturnType<typeof connect>): Promise<string> =>
    (await line.got('error')).code as string

  test('connect three times a second for a key, over all servers', async () => {
    const { key } = await limitedKey('dev')
    const lines = Array.from({ length: 12 }, (_, i) => connect(key, i % 2 === 0 ? stage.platform.url : second.url))
    const told = await Promise.all(lines.map(refusalOf))
    const limited = await Promise.all(lines.filter((_, i) => told[i] === 'quota_exceeded').map(({ closed }) => closed))
    expect(limited.length).toBeGreaterThanOrEqual(6)
    expect(limited.length).toBeLessThanOrEqual(9)
    expect(new Set(limited.map(({ code }) => code))).toEqual(new Set([4429]))
    expect(told.filter((code) => code === 'not_found').length).toBe(12 - limited.length)
  })

  test('are so many at once for a tenant, and the next may come when one has gone', async () => {
    const { key, tenant } = await limitedKey('dev')
    const rest = stage.rest.as((await limitedKey('admin', tenant)).key)
    await rest.call('createAgent', { body: { name: 'desk', prompt: 'p', externalId: 'desk' } })
    const open = (name: string) => stage.dial(`/v1/realtime/${name}?agentId=desk`, { key })
    const lines = [open('call-1'), open('call-2'), open('call-3')]
    for (const line of lines) await line.got('connected')
    await sleep(700)
    const refused = await open('call-4').got('error')
    expect([refused.code, refused.message]).toEqual(['quota_exceeded', expect.stringContaining('3 sockets open')])
    lines[0]!.send({ t: 'end' })
    await lines[0]!.closed
    await sleep(700)
    const next = open('call-5')
    await next.got('connected')
    for (const line of [lines[1]!, lines[2]!, next]) line.send({ t: 'end' })
  })
})

test('an address that shows many wrong keys is told to wait, before a right one that was not seen yet', async () => {
  const known = (await limitedKey('analyst')).key
  expect((await ask(stage.rest.as(known))).status).toBe(200)
  const statuses = []
  for (let i = 0; i < 40; i++) statuses.push((await ask(stage.rest.as(newKey()))).status)
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401))
  expect(statuses).toContain(429)
  const guess = await ask(stage.rest.as(newKey()))
  expect([guess.status, guess.body.limit, Number(guess.headers.get('retry-after')) > 0]).toEqual([429, 'rate', true])
  expect((await ask(stage.rest.as((await limitedKey('analyst')).key))).status).toBe(429)
  expect((await ask(stage.rest.as(known))).status).toBe(200)
  expect((await ask(stage.rest.as(undefined))).status).toBe(401)
})
