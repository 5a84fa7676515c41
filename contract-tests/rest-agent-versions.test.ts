import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
const path = { agentId: 'desk' }
const call = (id: string, body?: object, more: object = {}) =>
  stage.rest.call(id, { path: { ...path, ...more }, ...(body && { body }) })
beforeAll(async () => {
  stage = await setStage()
  await stage.rest.call('createAgent', { body: { name: 'Desk', externalId: 'desk', prompt: 'First.' } })
  await call('updateAgent', { prompt: 'Second.', llm: { temperature: 0 } })
})
afterAll(() => stage.strike())

const answering = async (name: string): Promise<unknown> => {
  await shortCall(stage, name, 'desk')
  const { body } = await stage.rest.call('getCall', { path: { callId: name } })
  return [body.agentVersion, body.agentConfigAtCallStart.llm.temperature]
}

describe('versions of an agent', () => {
  test('every change leaves one, newest first, page by page', async () => {
    const { body } = await stage.rest.call('listAgentVersions', { path, query: { limit: 1 } })
    expect(body.data).toMatchObject([{ version: 2, published: true, agent: { prompt: 'Second.' } }])
    const query = { limit: 1, cursor: body.nextCursor }
    const older = (await stage.rest.call('listAgentVersions', { path, query })).body
    expect(older).toMatchObject({ data: [{ version: 1, published: false, agent: { prompt: 'First.' } }] })
    expect(older.nextCursor).toBeNull()
    const elsewhere = await stage.rest.call('listAgents', { query })
    expect([elsewhere.status, elsewhere.body.errors[0].parameter]).toEqual([400, 'cursor'])
  })

  test('the newest answers until one is published; then changes wait', async () => {
    expect(await answering('newest')).toEqual([2, 0])
    expect((await call('publishAgent', { version: 1 })).body).toMatchObject({ version: 2, publishedVersion: 1 })
    await call('updateAgent', { prompt: 'Third.' })
    expect(await answering('published')).toEqual([1, 0.6])
    expect((await call('publishAgent', {})).body).toMatchObject({ version: 3, publishedVersion: 3 })
    expect(await answering('again')).toEqual([3, 0])
  })

  test('a rollback is a new version that answers at once, under the name of now', async () => {
    await call('updateAgent', { name: 'New desk' })
    const { body } = await call('rollbackAgent', { version: 1 })
    expect(body).toMatchObject({
      version: 5,
      publishedVersion: 5,
      prompt: 'First.',
      name: 'New desk',
      externalId: 'desk',
    })
    expect((await stage.rest.call('getAgentVersion', { path: { ...path, version: '5' } })).body.agent).toEqual(body)
    expect(await answering('rolled-back')).toEqual([5, 0.6])
    expect((await call('publishAgent', { version: null })).body.publishedVersion).toBeNull()
  })

  test.each([
    ['getAgentVersion', undefined, { version: '99' }],
    ['publishAgent', { version: 99 }, {}],
    ['rollbackAgent', { version: 99 }, {}],
    ['listAgentVersions', undefined, { agentId: 'nobody' }],
  ])('%s of what is not there is not found', async (id, body, more) => {
    expect((await call(id, body, more)).body.code).toBe('not_found')
  })
})

describe('validateAgent', () => {
  const validate = async (body: unknown, query = {}) => {
    const answer = await stage.rest.call('validateAgent', { body, query })
    return [answer.body.valid, answer.body.errors?.map(({ pointer }: { pointer: string }) => pointer)]
  }
  test('names each wrong place, and keeps nothing', async () => {
    const wrong = { name: '', llm: { temperature: 3 }, voice: 'alloy', tts: { voiceId: 7 } }
    const [valid, pointers] = await validate(wrong)
    expect(valid).toBe(false)
    expect(new Set(pointers)).toEqual(new Set(['/name', '/llm/temperature', '/voice', '/tts/voiceId', '/prompt']))
    expect(await validate({ name: 'Tried', prompt: 'p', externalId: 'tried' })).toEqual([true, []])
    expect((await stage.rest.call('getAgent', { path: { agentId: 'tried' } })).status).toBe(404)
  })

  test('knows the agent that would be changed', async () => {
    expect(await validate({ prompt: 'p' })).toEqual([false, ['/name']])
    expect(await validate({ prompt: 'p', externalId: 'desk' }, { agentId: 'desk' })).toEqual([true, []])
    expect(await validate({ name: 'Other', prompt: 'p', externalId: 'desk' })).toEqual([false, ['/externalId']])
    expect((await stage.rest.call('validateAgent', { body: {}, query: { agentId: 'nobody' } })).status).toBe(404)
  })
})
