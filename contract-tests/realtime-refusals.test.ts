import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, developmentTenant } from './database.ts'
import { newKey } from './platform.ts'
import { shortCall } from './short-call.ts'
import type { Dialled } from './socket.ts'
import { type Stage, setStage } from './stage.ts'

let stage: Stage
let analyst: string
let dev: string
beforeAll(async () => {
  stage = await setStage()
  await stage.rest.call('createAgent', { body: { name: 'Desk', prompt: 'p', externalId: 'desk' } })
  analyst = (await addKey(stage.database, 'analyst', developmentTenant)).key
  dev = (await addKey(stage.database, 'dev', developmentTenant)).key
  await shortCall(stage, 'over', 'desk')
})
afterAll(() => stage.strike())

async function refusal(line: Dialled): Promise<[string, number]> {
  const { code } = await line.closed
  expect(line.complaints).toEqual([])
  const error = line.messages.at(-1)
  expect(error).toMatchObject({ t: 'error', fatal: true })
  const said = (error as { code: string }).code
  const { status, body } = await stage.rest.call('getProblemType', { path: { code: said } })
  expect([status, body.closeCode]).toEqual([200, code])
  return [said, code]
}

describe('who is let in', () => {
  test.each(['/v1/realtime/NAME?agentId=desk', '/realtime/voice?callId=NAME&agentId=desk'])(
    'a key of the role admin or dev, in the header or as a subprotocol, at %s',
    async (path) => {
      let count = 0
      for (const key of [stage.platform.apiKey, dev]) {
        for (const options of [
          { key, protocols: [] },
          { key, protocols: ['invorto.v1'] },
          { key: null, protocols: ['invorto.v1', `key.${key}`] },
          { key: null, protocols: [`key.${key}`, 'invorto.v1'] },
        ]) {
          const callId = `let-in-${path.length}-${++count}`
          const line = stage.dial(path.replace('NAME', callId), options)
          const connected = await line.got('connected')
          expect(connected.callId).toBe(callId)
          expect(connected.limits).toEqual({
            maxFrameBytes: 131072,
            idleTimeoutMs: 120000,
            heartbeatMs: 15000,
            resumeGraceMs: 20000,
          })
          expect(Math.abs(connected.timestamp - Date.now())).toBeLessThan(5_000)
          // Only the contract's own subprotocol comes back, never one that holds a key.
          expect(await line.opened).toBe(options.protocols.includes('invorto.v1') ? 'invorto.v1' : '')
          expect(line.complaints).toEqual([])
          line.socket.terminate()
        }
      }
    },
  )

  test('a call that was never started leaves nothing behind', async () => {
    const line = stage.dial('/v1/realtime/never-started?agentId=desk')
    await line.got('connected')
    line.send({ t: 'end' })
    expect((await line.closed).code).toBe(1000)
    expect((await stage.rest.call('getCall', { path: { callId: 'never-started' } })).status).toBe(404)
  })

  test('the agent may be named in start instead of the URL', async () => {
    const line = stage.dial('/v1/realtime/agent-in-start')
    await line.got('connected')
    line.send({ t: 'start', callId: 'agent-in-start', agentId: 'desk', locale: 'en-IN' })
    line.send({ t: 'end', reason: 'done' })
    expect((await line.got('end')).reason).toBe('caller_hangup')
    expect((await line.closed).code).toBe(1000)
  })
})

describe('a refusal is an error message and then its close code', () => {
  const at = '/v1/realtime/refused?agentId=desk'
  test.each([
    ['no key', at, { key: null }, 'invalid_api_key', 4401],
    ['a wrong key', at, { key: newKey() }, 'invalid_api_key', 4401],
    [
      'a wrong key as subprotocol',
      at,
      { key: null, protocols: ['invorto.v1', `key.${newKey()}`] },
      'invalid_api_key',
      4401,
    ],
    ['too long a key', at, { key: 'x'.repeat(300) }, 'invalid_api_key', 4401],
    ['an unknown agent', '/v1/realtime/refused?agentId=nobody', {}, 'not_found', 4404],
    ["an unknown agent's id", '/v1/realtime/refused?agentId=a_01jd3w7q8re5a9v6c2k4m0n7xz', {}, 'not_found', 4404],
    ['an unknown id of ours', '/v1/realtime/c_01jd3w7q8re5a9v6c2k4m0n7xz?agentId=desk', {}, 'not_found', 4404],
    ['a bad call', '/v1/realtime/a%20b?agentId=desk', {}, 'bad_request', 4400],
    ['a broken escape', '/v1/realtime/%zz?agentId=desk', {}, 'bad_request', 4400],
    ['too long a call', `/v1/realtime/${'x'.repeat(65)}?agentId=desk`, {}, 'bad_request', 4400],
    ['no call', '/realtime/voice?agentId=desk', {}, 'bad_request', 4400],
    ['a bad agent', '/v1/realtime/refused?agentId=-', {}, 'bad_request', 4400],
    ['a call that has ended', '/v1/realtime/over?agentId=desk', {}, 'conflict', 4409],
    ['another path', '/v1/realtime', {}, 'not_found', 4404],
    ['a path of REST', '/v1/agents', {}, 'not_found', 4404],
    ['the root', '/', { key: null }, 'not_found', 4404],
  ])('%s', async (_what, path, options, code, closeCode) => {
    expect(await refusal(stage.dial(path, options))).toEqual([code, closeCode])
  })

  test('a key of the role analyst', async () => {
    expect(await refusal(stage.dial(at, { key: analyst }))).toEqual(['forbidden', 4403])
  })

  test('a call that is live on another connection, by its name and by its id', async () => {
    const first = stage.dial('/v1/realtime/busy?agentId=desk')
    await first.got('connected')
    const second = stage.dial('/v1/realtime/busy?agentId=desk')
    await second.got('connected')
    first.send({ t: 'start' })
    first.send({ t: 'ping' })
    await first.got('pong')
    second.send({ t: 'start' })
    expect(await refusal(second)).toEqual(['conflict', 4409])
    const { id } = (await stage.rest.call('getCall', { path: { callId: 'busy' } })).body
    for (const name of ['busy', id]) {
      expect(await refusal(stage.dial(`/v1/realtime/${name}?agentId=desk`))).toEqual(['conflict', 4409])
    }
    first.send({ t: 'end' })
    expect((await first.closed).code).toBe(1000)
  })

  test('an unknown call without an agent is refused at start', async () => {
    const line = stage.dial('/v1/realtime/no-agent')
    await line.got('connected')
    line.send({ t: 'start' })
    expect(await refusal(line)).toEqual(['not_found', 4404])
  })

  test('no refusal repeats the key', () => {
    expect(stage.platform.output().replace(/^API key .*$/m, '')).not.toContain(stage.platform.apiKey)
  })
})
