import { afterAll, beforeAll, expect, test } from 'vitest'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.strike())

/** What of an answer says what the resource is. */
const TOLD = ['content-type', 'content-length', 'etag', 'location', 'cache-control', 'content-security-policy'] as const
const ask = async (method: string, target: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(new URL(target, stage.platform.url), {
    ...{ method, redirect: 'manual', signal: AbortSignal.timeout(5_000) },
    headers: { authorization: `Bearer ${stage.platform.apiKey}`, ...headers },
  })
  const told = Object.fromEntries(TOLD.map((name) => [name, answer.headers.get(name)]))
  // Of nothing the length may be left out.
  told['content-length'] ??= '0'
  return { status: answer.status, told, bytes: (await answer.arrayBuffer()).byteLength }
}

test.each(['/', '/docs', '/docs/index.html', '/docs/llms.txt', '/healthz', '/readyz', '/openapi.json', '/v1/agents'])(
  'HEAD of %s says what GET says, and has no body',
  async (target) => {
    const [get, head] = [await ask('GET', target), await ask('HEAD', target)]
    expect(head).toEqual({ ...get, bytes: 0 })
  },
)

test('HEAD of one resource has its tag, and is answered with 304 where the client has it', async () => {
  const { body } = await stage.rest.call('createAgent', { body: { name: 'Head', prompt: 'x' } })
  const [get, head] = [await ask('GET', `/v1/agents/${body.id}`), await ask('HEAD', `/v1/agents/${body.id}`)]
  expect(head).toEqual({ ...get, bytes: 0 })
  expect(head.told.etag).toBeTruthy()
  expect((await ask('HEAD', `/v1/agents/${body.id}`, { 'if-none-match': head.told.etag! })).status).toBe(304)
})

test('HEAD is refused as GET is: without a key, and where there is nothing', async () => {
  expect((await ask('HEAD', '/v1/agents', { authorization: 'Bearer nobody' })).status).toBe(401)
  expect((await ask('HEAD', '/v1/agents/nobody')).status).toBe(404)
  expect((await ask('HEAD', '/docs/nothing.html')).status).toBe(404)
})

test('HEAD of a recording tells how long it is', async () => {
  const { body: agent } = await stage.rest.call('createAgent', { body: { name: 'Recorded', prompt: 'x' } })
  await shortCall(stage, 'head-1', agent.id)
  const link = await until('the recording is stored', async () => {
    const { status, body } = await stage.rest.call('getCallArtifacts', { path: { callId: 'head-1' } })
    return status === 200 && body.recording ? (body.recording as string) : undefined
  })
  const [get, head] = [await ask('GET', link), await ask('HEAD', link)]
  expect(get.bytes).toBeGreaterThan(44)
  expect(head).toEqual({ ...get, bytes: 0 })
})

test('a stream of events has no HEAD', async () => {
  const target = '/v1/sessions/head-1/events/stream'
  const { status, headers } = await stage.rest.fetch(target, { method: 'HEAD' })
  expect([status, headers.get('allow')]).toEqual([405, 'GET'])
})
