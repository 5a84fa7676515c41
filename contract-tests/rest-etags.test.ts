import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.strike())

let count = 0
const create = async (): Promise<{ agentId: string; tag: string }> => {
  const { headers, body } = await stage.rest.call('createAgent', { body: { name: `Agent ${++count}`, prompt: 'p' } })
  return { agentId: body.id, tag: headers.get('etag')! }
}
const read = (agentId: string, headers: Record<string, string> = {}) =>
  stage.rest.call('getAgent', { path: { agentId }, headers })
const patch = (agentId: string, ifMatch: string, body: object = { prompt: 'q' }) =>
  stage.rest.call('updateAgent', { path: { agentId }, body, headers: { 'if-match': ifMatch } })

test('what makes, reads and changes a resource tells the same ETag, and a change tells another', async () => {
  const { agentId, tag } = await create()
  expect(tag).toMatch(/^"[A-Za-z0-9_-]{22}"$/)
  expect((await read(agentId)).headers.get('etag')).toBe(tag)
  const changed = await patch(agentId, tag)
  expect(changed.status).toBe(200)
  expect(changed.headers.get('etag')).not.toBe(tag)
  expect((await read(agentId)).headers.get('etag')).toBe(changed.headers.get('etag'))
})

describe('If-Match', () => {
  test('of what has changed since is 412, and nothing changes', async () => {
    const { agentId, tag } = await create()
    await patch(agentId, tag)
    const { body: before } = await read(agentId)
    for (const stale of [tag, `W/${tag}`, `"x", ${tag}`, '"x"', '""']) {
      const { status, body } = await patch(agentId, stale, { prompt: 'lost' })
      expect([stale, status, body.code, body.errors[0].header]).toEqual([stale, 412, 'precondition_failed', 'If-Match'])
    }
    const gone = await stage.rest.call('deleteAgent', { path: { agentId }, headers: { 'if-match': tag } })
    expect([gone.status, gone.body.code]).toEqual([412, 'precondition_failed'])
    expect((await read(agentId)).body).toEqual(before)
  })

  test.each([['*'], ['"x", {tag}'], ['{tag} , "y"']])('%s lets a change through', async (form) => {
    const { agentId, tag } = await create()
    expect((await patch(agentId, form.replace('{tag}', tag))).status).toBe(200)
  })

  test('never matches weakly', async () => {
    const { agentId, tag } = await create()
    expect((await patch(agentId, `W/${tag}`)).status).toBe(412)
  })

  test('lets one of many changes at once through', async () => {
    const { agentId, tag } = await create()
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => patch(agentId, tag, { prompt: `p${i}` })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
    expect((await read(agentId)).body.version).toBe(2)
  })

  test.each([['publishAgent'], ['rollbackAgent']])('guards %s as well', async (operation) => {
    const { agentId, tag } = await create()
    const act = (ifMatch: string) =>
      stage.rest.call(operation, { path: { agentId }, body: { version: 1 }, headers: { 'if-match': ifMatch } })
    const first = await act(tag)
    expect([first.status, first.headers.get('etag') === tag]).toEqual([200, false])
    const stale = await act(tag)
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition_failed'])
    const keyed = { path: { agentId }, body: { version: 1 }, headers: { 'idempotency-key': operation + agentId } }
    const known = (await read(agentId)).headers.get('etag')!
    const once = () => stage.rest.call(operation, { ...keyed, headers: { ...keyed.headers, 'if-match': known } })
    const [did, again] = [await once(), await once()]
    expect([did.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true'])
    const fresh = did.headers.get('etag')!
    const answers = await Promise.all(Array.from({ length: 6 }, () => act(fresh)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(412)])
  })

  test('lets a removal through that knows what it removes; then there is nothing', async () => {
    const { agentId, tag } = await create()
    const remove = () => stage.rest.call('deleteAgent', { path: { agentId }, headers: { 'if-match': tag } })
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404])
    expect((await patch(agentId, '*')).status).toBe(404)
  })
})

test('a key that is used may still be changed by who read it before', async () => {
  const { id, key } = (await stage.rest.call('createApiKey', { body: { name: 'used', role: 'dev' } })).body
  const path = { keyId: id }
  const tag = (await stage.rest.call('getApiKey', { path })).headers.get('etag')!
  await stage.rest.as(key).call('listAgents')
  await expect
    .poll(async () => (await stage.rest.call('getApiKey', { path })).body.lastUsedAt, { timeout: 5_000 })
    .not.toBeNull()
  const headers = { 'if-match': tag }
  expect((await stage.rest.call('updateApiKey', { path, body: { name: 'renamed' }, headers })).status).toBe(200)
  expect((await stage.rest.call('updateApiKey', { path, body: { name: 'again' }, headers })).status).toBe(412)
})

describe('If-None-Match', () => {
  test('of what still stands so is 304, without a body', async () => {
    const { agentId, tag } = await create()
    for (const known of [tag, `W/${tag}`, `"x",${tag}`, '*']) {
      const { status, headers, body } = await read(agentId, { 'if-none-match': known })
      expect([known, status, headers.get('etag'), body]).toEqual([known, 304, tag, undefined])
    }
    expect((await read(agentId, { 'if-none-match': '"x"' })).status).toBe(200)
    await patch(agentId, tag)
    expect((await read(agentId, { 'if-none-match': tag })).status).toBe(200)
  })
})

test.each(['x', '"x', 'W/x', '*, "x"', '"x" "y"', `"${'x'.repeat(2_000)}"`])(
  'the header %j is refused by name',
  async (given) => {
    const { agentId } = await create()
    for (const [header, asked] of [
      ['if-match', () => patch(agentId, given)],
      ['if-none-match', () => read(agentId, { 'if-none-match': given })],
    ] as const) {
      const { status, body } = await asked()
      expect([status, body.code, body.errors[0].header]).toEqual([400, 'bad_request', header])
    }
  },
)
