import { afterAll, beforeAll, expect, test } from 'vitest'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
const cursors = { agents: '', calls: '', callsOfDesk: '', timeline: '' }

beforeAll(async () => {
  stage = await setStage()
  for (const externalId of ['desk', 'spare'])
    await stage.rest.call('createAgent', { body: { name: externalId, prompt: 'p', externalId } })
  for (const name of ['call-1', 'call-2']) await shortCall(stage, name, 'desk')
  const cursor = async (id: string, asked: object): Promise<string> =>
    (await stage.rest.call(id, asked)).body.nextCursor as string
  cursors.agents = await cursor('listAgents', { query: { limit: 1 } })
  cursors.calls = await cursor('listCalls', { query: { limit: 1 } })
  cursors.callsOfDesk = await cursor('listCalls', { query: { limit: 1, agentId: 'desk', status: 'ended' } })
  cursors.timeline = await cursor('getCallTimeline', { path: { callId: 'call-1' }, query: { limit: 1 } })
})
afterAll(() => stage.strike())

const ask = async (id: string, query: Record<string, string | number>, callId = 'call-1') => {
  const { status, body } = await stage.rest.call(id, { path: { callId }, query })
  return status === 200 ? 200 : [status, body.code, body.errors[0].parameter]
}
const refused = [400, 'bad_request', 'cursor']

test('a cursor goes on where its list stopped, whatever the page and the order of the filters', async () => {
  expect(await ask('listAgents', { cursor: cursors.agents, limit: 7 })).toBe(200)
  expect(await ask('listCalls', { status: 'ended', cursor: cursors.callsOfDesk, agentId: 'desk' })).toBe(200)
  expect(await ask('getCallTimeline', { cursor: cursors.timeline, after: 1 })).toBe(200)
})

test('a cursor of another list is refused', async () => {
  expect(await ask('listAgents', { cursor: cursors.calls })).toEqual(refused)
  expect(await ask('listCalls', { cursor: cursors.agents })).toEqual(refused)
  expect(await ask('getCallTimeline', { cursor: cursors.calls })).toEqual(refused)
  expect(await ask('getCallTimeline', { cursor: cursors.timeline }, 'call-2')).toEqual(refused)
})

test('a cursor with other filters is refused', async () => {
  expect(await ask('listCalls', { cursor: cursors.callsOfDesk })).toEqual(refused)
  expect(await ask('listCalls', { cursor: cursors.callsOfDesk, agentId: 'desk' })).toEqual(refused)
  expect(await ask('listCalls', { cursor: cursors.callsOfDesk, agentId: 'spare', status: 'ended' })).toEqual(refused)
  expect(await ask('listCalls', { cursor: cursors.calls, agentId: 'desk' })).toEqual(refused)
})

test('a cursor that was changed is refused', async () => {
  const [first = '', ...rest] = cursors.agents
  for (const forged of [
    `${first === 'A' ? 'B' : 'A'}${rest.join('')}`,
    cursors.agents.slice(0, -2),
    `${cursors.agents}A`,
  ])
    expect(await ask('listAgents', { cursor: forged })).toEqual(refused)
})
