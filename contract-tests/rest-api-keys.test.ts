import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, sql } from './database.ts'
import type { Rest } from './rest.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
/** A tenant with one admin key. */
let admin: Rest
let ownId: string
beforeAll(async () => {
  stage = await setStage()
  admin = stage.rest.as((await addKey(stage.database, 'admin')).key)
  ownId = (await admin.call('listApiKeys')).body.data[0].id
})
afterAll(() => stage.strike())

const create = async (role: string, more: object = {}) =>
  (await admin.call('createApiKey', { body: { name: 'A program', role, ...more } })).body

describe('a key', () => {
  test('is shown with its secret once, and works at once', async () => {
    const made = await create('dev')
    expect(made.key).toMatch(/^ivk_[A-Za-z0-9_-]{43}$/)
    expect(made.lastFour).toBe(made.key.slice(-4))
    const { key: _, ...shown } = made
    expect(shown).toMatchObject({ active: true, limits: { restPerMinute: 60, socketsPerSecond: 3 }, lastUsedAt: null })
    expect((await admin.call('getApiKey', { path: { keyId: made.id } })).body).toEqual(shown)
    expect((await admin.call('listApiKeys')).body.data).toContainEqual(shown)
    expect((await stage.rest.as(made.key).call('listAgents')).status).toBe(200)
    await until('its use', async () => (await admin.call('getApiKey', { path: { keyId: made.id } })).body.lastUsedAt)
  })

  test('changes its name, role and limits; limits that are not named stay', async () => {
    const { id } = await create('analyst', { limits: { restPerMinute: 600 } })
    const body = { name: 'Renamed', role: 'dev', limits: { socketsPerSecond: 9 } }
    const { body: changed } = await admin.call('updateApiKey', { path: { keyId: id }, body })
    expect(changed).toMatchObject({ ...body, limits: { restPerMinute: 600, socketsPerSecond: 9 } })
  })

  test('that is disabled or deleted stops within 5 s, and a disabled one comes back', async () => {
    const [disabled, deleted] = [await create('dev'), await create('dev')]
    const status = async (key: string) => (await stage.rest.as(key).call('listAgents')).status
    expect([await status(disabled.key), await status(deleted.key)]).toEqual([200, 200])
    await admin.call('updateApiKey', { path: { keyId: disabled.id }, body: { active: false } })
    expect((await admin.call('deleteApiKey', { path: { keyId: deleted.id } })).status).toBe(204)
    for (const { key } of [disabled, deleted]) await until('401', async () => (await status(key)) === 401, 5_000)
    expect((await admin.call('deleteApiKey', { path: { keyId: deleted.id } })).status).toBe(404)
    await admin.call('updateApiKey', { path: { keyId: disabled.id }, body: { active: true } })
    await until('200', async () => (await status(disabled.key)) === 200, 5_000)
  })

  test('lists page by page, newest first, each key once', async () => {
    for (let n = 0; n < 3; n++) await create('dev')
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, string | number> = { limit: 2, ...(cursor !== null && { cursor }) }
      const { body } = await admin.call('listApiKeys', { query })
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      cursor = body.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual([...new Set(seen)])
    expect(seen).toEqual(seen.toSorted().toReversed())
    expect(seen).toContain(ownId)
  })
})

describe('nobody locks himself out', () => {
  test.each([{ active: false }, { role: 'dev' }])('the key that asks does not set %j', async (body) => {
    const { status, body: problem } = await admin.call('updateApiKey', { path: { keyId: ownId }, body })
    expect([status, problem.code]).toEqual([409, 'conflict'])
  })

  test('the key that asks does not delete itself, but may rename itself', async () => {
    expect((await admin.call('deleteApiKey', { path: { keyId: ownId } })).status).toBe(409)
    const renamed = await admin.call('updateApiKey', { path: { keyId: ownId }, body: { name: 'Mine' } })
    expect(renamed.body).toMatchObject({ name: 'Mine', role: 'admin', active: true })
  })

  test('two admin keys that disable each other at once leave one', async () => {
    const { key, tenant } = await addKey(stage.database, 'admin')
    const one = stage.rest.as(key)
    const other = (await one.call('createApiKey', { body: { name: 'Other', role: 'admin' } })).body
    const [first] = (await one.call('listApiKeys')).body.data.filter(({ id }: { id: string }) => id !== other.id)
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([
        one.call('updateApiKey', { path: { keyId: other.id }, body: { active: false } }),
        stage.rest.as(other.key).call('updateApiKey', { path: { keyId: first.id }, body: { active: false } }),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      await sql(stage.database, 'update api_keys set active = true where tenant_id = $1', [tenant])
    }
  })

  test("a role that is no tenant's cannot be given", async () => {
    const { status } = await admin.call('createApiKey', { body: { name: 'x', role: 'operator' } })
    expect(status).toBe(400)
  })
})
