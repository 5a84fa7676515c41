import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, operatorKey, sql } from './database.ts'
import { newKey } from './platform.ts'
import type { Rest } from './rest.ts'
import type { Dialled, DialOptions } from './socket.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const REALTIME_WS_SECRET = 'the secret of the sockets of this test'
const AT = '/v1/realtime/NAME?agentId=desk'

let stage: Stage
/** A tenant of this file's own, with an agent "desk". */
let acme: { id: string; key: string; rest: Rest }
beforeAll(async () => {
  stage = await setStage({ REALTIME_WS_SECRET, ALLOWED_ORIGINS: 'https://everywhere.example' })
  acme = await newTenant()
})
afterAll(() => stage.strike())

async function newTenant(): Promise<{ id: string; key: string; rest: Rest }> {
  const { body } = await stage.rest.as(operatorKey).call('createTenant', { body: { name: 'Acme' } })
  const { id, key } = { id: body.id, key: body.apiKey.key }
  // Many tests are one client each, and all of them use this key.
  await sql(stage.database, `update api_keys set limits = '{"restPerMinute":null,"socketsPerSecond":null}'`)
  const rest = stage.rest.as(key)
  await rest.call('createAgent', { body: { name: 'Desk', prompt: 'p', externalId: 'desk' } })
  return { id, key, rest }
}

let calls = 0
const fresh = (): string => `call-${++calls}`
const dial = (options: DialOptions, path = AT, name = fresh()): Dialled =>
  stage.dial(path.replace('NAME', name), { key: null, ...options })

async function letIn(line: Dialled): Promise<string> {
  await line.got('connected')
  expect(line.complaints).toEqual([])
  line.socket.terminate()
  return line.opened
}

/** The code of the refusal, which a browser could read: the socket opened, `error` came, then the close code. */
async function refused(line: Dialled): Promise<string> {
  await line.opened
  const { code } = await line.closed
  expect(line.complaints).toEqual([])
  expect(line.messages).toMatchObject([{ t: 'error', fatal: true }])
  return `${code} ${(line.messages[0] as { code: string }).code}`
}

const security = (rest: Rest, change: object) =>
  rest.call('updateTenantSettings', { body: { security: change } }).then(({ status, body }) => {
    if (status !== 200) throw new Error(JSON.stringify(body))
  })
const ticket = async (body: object, rest = acme.rest) =>
  (await rest.call('createTicket', { body })).body.ticket as string
const token = async (body: object, rest = acme.rest) => (await rest.call('createToken', { body })).body.token as string
const asTicket = (secret: string): DialOptions => ({ protocols: ['invorto.v1', `ticket.${secret}`] })
const asToken = (secret: string): DialOptions => ({ protocols: ['invorto.v1', `jwt.${secret}`] })

describe('every form lets in, and echoes no more than it must', () => {
  test('the header, with a key and with a token', async () => {
    expect(await letIn(dial({ key: acme.key }))).toBe('')
    expect(await letIn(dial({ key: await token({}), protocols: ['invorto.v1'] }))).toBe('invorto.v1')
  })

  test('the subprotocols key., jwt. and ticket.', async () => {
    expect(await letIn(dial({ protocols: ['invorto.v1', `key.${acme.key}`] }))).toBe('invorto.v1')
    expect(await letIn(dial(asToken(await token({}))))).toBe('invorto.v1')
    const callId = fresh()
    expect(await letIn(dial(asTicket(await ticket({ callId })), AT, callId))).toBe('invorto.v1')
  })

  test('a bare API key as the only subprotocol, which is echoed', async () => {
    expect(await letIn(dial({ protocols: [acme.key] }))).toBe(acme.key)
  })

  test('?api_key=, until the tenant forbids it', async () => {
    const tenant = await newTenant()
    const at = `${AT}&api_key=${tenant.key}`
    expect(await letIn(dial({}, at))).toBe('')
    await security(tenant.rest, { allowApiKeyQuery: false })
    await until('the refusal', async () => (await firstOf(dial({}, at))) === 'error', 5_000)
    expect(await refused(dial({}, at))).toBe('4403 forbidden')
  })

  test('the first that is present counts: a wrong one is not made good by the next', async () => {
    const wrong = newKey()
    for (const options of [
      { key: wrong, protocols: ['invorto.v1', `key.${acme.key}`] },
      { protocols: ['invorto.v1', `key.${wrong}`, `ticket.${await ticket({ callId: 'x' })}`] },
      { protocols: [wrong] },
    ]) {
      expect(await refused(dial(options, `${AT}&api_key=${acme.key}`))).toBe('4401 invalid_api_key')
    }
  })
})

/** The first message, after which the client leaves. */
async function firstOf(line: Dialled): Promise<string> {
  const [first] = await until('an answer', () => line.messages.length > 0 && line.messages)
  line.socket.terminate()
  return first!.t
}

describe('tickets', () => {
  test('open one socket: of two at once one wins', async () => {
    for (let round = 0; round < 5; round++) {
      const callId = fresh()
      const secret = await ticket({ callId })
      const lines = [dial(asTicket(secret), AT, callId), dial(asTicket(secret), AT, callId)]
      const ends = await Promise.all(lines.map(firstOf))
      expect(ends.sort()).toEqual(['connected', 'error'])
    }
  })

  test.each([
    ['another call', { callId: 'elsewhere' }, {}, '4403 forbidden'],
    ['another agent', { agentId: 'other' }, {}, '4403 forbidden'],
    ['no page', { origin: 'https://everywhere.example' }, {}, '4403 forbidden_origin'],
  ])('for %s are refused, and spent', async (_what, bound, options, outcome) => {
    const callId = fresh()
    const secret = await ticket({ callId, ...bound })
    expect(await refused(dial({ ...asTicket(secret), ...options }, AT, callId))).toBe(outcome)
    expect(await refused(dial(asTicket(secret), AT, 'elsewhere'))).toBe('4401 invalid_api_key')
  })

  test('bound to call, agent and origin let in whoever fits', async () => {
    const callId = fresh()
    const origin = 'https://everywhere.example'
    const secret = await ticket({ callId, agentId: 'desk', origin })
    await letIn(dial({ ...asTicket(secret), origin }, AT, callId))
  })

  test('are not made for an origin that is not allowed, nor by an analyst', async () => {
    const { status, body } = await acme.rest.call('createTicket', {
      body: { callId: 'x', origin: 'https://evil.example' },
    })
    expect([status, body.code]).toEqual([403, 'forbidden_origin'])
    const analyst = (await acme.rest.call('createApiKey', { body: { name: 'a', role: 'analyst' } })).body.key
    expect((await stage.rest.as(analyst).call('createTicket', { body: { callId: 'x' } })).status).toBe(403)
  })

  test('of the same key bring a caller back to a call whose socket was lost', async () => {
    const callId = fresh()
    const first = dial(asTicket(await ticket({ callId })), AT, callId)
    const { resumeToken } = await first.got('connected')
    first.send({ t: 'start' })
    first.send({ t: 'ping' })
    await first.got('pong')
    first.socket.terminate()
    const second = dial(asTicket(await ticket({ callId })), AT, callId)
    await second.got('connected')
    second.send({ t: 'resume', token: 'a-token-that-is-not-of-this-call', lastSeq: 0 })
    expect((await second.got('resume_failed')).reason).not.toBe('not_live')
    second.send({ t: 'resume', token: resumeToken, lastSeq: 0 })
    await second.got('resumed')
    second.send({ t: 'end' })
    expect((await second.closed).code).toBe(1000)
  })

  test.each(['', 'x', 'ivt_', 'x'.repeat(2_000)])('that are none are refused: %.20s', async (secret) => {
    const protocols = ['invorto.v1', `ticket.${secret}`]
    expect(await refused(dial({ protocols }))).toBe('4401 invalid_api_key')
  })
})

describe('tokens of ours', () => {
  test('work as what they say, in REST too, and can be verified by anybody', async () => {
    const asDev = stage.rest.as(await token({ role: 'dev' }))
    expect((await asDev.call('listAgents')).body.data).toHaveLength(1)
    expect((await asDev.call('listApiKeys')).status).toBe(403)
    const { keys } = (await stage.rest.as(undefined).call('getSigningKeys')).body
    expect(keys).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' }])
  })

  test('never make more: no token, no key, no higher role', async () => {
    const asAdmin = stage.rest.as(await token({}))
    expect((await asAdmin.call('createToken', { body: {} })).status).toBe(403)
    expect((await asAdmin.call('createApiKey', { body: { name: 'x', role: 'admin' } })).status).toBe(403)
    const dev = (await acme.rest.call('createApiKey', { body: { name: 'd', role: 'dev' } })).body.key
    expect((await stage.rest.as(dev).call('createToken', { body: { role: 'admin' } })).status).toBe(403)
  })

  test('for a call or an agent open that socket and nothing else', async () => {
    const callId = fresh()
    const bound = await token({ callId, agentId: 'desk' })
    expect((await stage.rest.as(bound).call('listAgents')).status).toBe(403)
    expect(await refused(dial(asToken(bound)))).toBe('4403 forbidden')
    expect(await refused(dial(asToken(bound), '/v1/realtime/NAME', callId))).toBe('4403 forbidden')
    await letIn(dial(asToken(bound), AT, callId))
  })

  test('that are changed, cut or made up are refused', async () => {
    const good = await token({})
    for (const bad of [`${good.slice(0, -3)}abc`, good.slice(0, 60), 'eyJ.eyJ.x', `eyJ${'x'.repeat(5_000)}.a.b`]) {
      expect(await refused(dial(asToken(bad)))).toBe('4401 invalid_api_key')
      expect((await stage.rest.as(bad).call('listAgents')).status).toBe(401)
    }
  })
})

describe('tokens that a tenant signs itself', () => {
  let users = 0
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const now = () => Math.floor(Date.now() / 1000)
  function signed(claims: object, header: object = {}): string {
    const given = {
      aud: 'invorto',
      sub: `user-${++users}`,
      role: 'dev',
      jti: 'j-1',
      iat: now(),
      exp: now() + 300,
      ...claims,
    }
    const parts = [{ alg: 'EdDSA', typ: 'JWT', kid: 'acme-1', ...header }, given]
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${text}.${signBytes(null, Buffer.from(text), privateKey).toString('base64url')}`
  }
  let owner: Awaited<ReturnType<typeof newTenant>>
  beforeAll(async () => {
    owner = await newTenant()
    await security(owner.rest, {
      tokens: { issuer: 'https://auth.acme.example', publicKeys: [{ kid: 'acme-1', pem }] },
    })
    const works = async () => (await stage.rest.as(signed(own())).call('listAgents')).status === 200
    await until('the key', works, 5_000)
  })
  const own = (more: object = {}) => ({ iss: 'https://auth.acme.example', tid: owner.id, ...more })

  test('let in, by REST and by socket, with and without kid', async () => {
    await letIn(dial(asToken(signed(own()))))
    await letIn(dial(asToken(signed(own(), { kid: undefined }))))
    await letIn(dial({ key: signed(own({ cid: 'of-the-token', aid: 'desk' })) }, AT, 'of-the-token'))
    expect((await stage.rest.as(signed(own())).call('listAgents')).body.data).toHaveLength(1)
  })

  test('speak for nobody else', async () => {
    for (const claims of [{ tid: acme.id }, { iss: acme.id, tid: acme.id }, { iss: 'invorto' }, { tid: 'operator' }]) {
      expect(await refused(dial(asToken(signed(own(claims)))))).toBe('4401 invalid_api_key')
      expect((await stage.rest.as(signed(own(claims))).call('listAgents')).status).toBe(401)
    }
  })

  test.each([
    ['older than 60 s', () => own({ iat: now() - 65 }), '4401 invalid_api_key'],
    ['of the future', () => own({ iat: now() + 60 }), '4401 invalid_api_key'],
    ['expired', () => own({ iat: now() - 50, exp: now() - 10 }), '4401 invalid_api_key'],
    ['of another issuer', () => own({ iss: 'https://auth.other.example' }), '4401 invalid_api_key'],
    ['of another audience', () => own({ aud: 'other' }), '4401 invalid_api_key'],
    ['of a higher role than the tenant allows', () => own({ role: 'admin' }), '4403 forbidden'],
    ['of the operator', () => own({ role: 'operator' }), '4401 invalid_api_key'],
    ['of an analyst', () => own({ role: 'analyst' }), '4403 forbidden'],
  ])('%s are refused', async (_what, claims, outcome) => {
    expect(await refused(dial(asToken(signed(claims()))))).toBe(outcome)
  })

  test('older than 60 s still work in REST', async () => {
    expect((await stage.rest.as(signed(own({ iat: now() - 65 }))).call('listAgents')).status).toBe(200)
  })

  test('with an unknown kid, or another algorithm, are refused', async () => {
    for (const header of [{ kid: 'other' }, { alg: 'none' }, { alg: 'HS256' }, { typ: 'logout+jwt' }])
      expect(await refused(dial(asToken(signed(own(), header))))).toBe('4401 invalid_api_key')
  })

  test('stop when the key is taken away, and their live sockets with them', async () => {
    const line = dial(asToken(signed(own())))
    await line.got('connected')
    await security(owner.rest, { tokens: { publicKeys: [] } })
    expect((await line.closed).code).toBe(4401)
    expect((await stage.rest.as(signed(own())).call('listAgents')).status).toBe(401)
  })

  test.each([
    [{ publicKeys: [{ pem: pem.replaceAll('PUBLIC', 'PRIVATE') }] }, '/security/tokens/publicKeys/0'],
    [{ publicKeys: [{ jwk: privateKey.export({ format: 'jwk' }) }] }, '/security/tokens/publicKeys/0'],
    [
      {
        publicKeys: [
          { kid: 'a', pem },
          { kid: 'a', pem },
        ],
      },
      '/security/tokens/publicKeys/1/kid',
    ],
    [{ issuer: 'invorto' }, '/security/tokens/issuer'],
    [{ jwksUrl: 'https://127.0.0.1/jwks' }, '/security/tokens/jwksUrl'],
    [{ jwksUrl: 'https://169.254.169.254/latest' }, '/security/tokens/jwksUrl'],
  ])('a key that cannot be trusted is refused: %j', async (tokens, pointer) => {
    const { status, body } = await owner.rest.call('updateTenantSettings', { body: { security: { tokens } } })
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
    expect(JSON.stringify(body)).not.toContain(String(privateKey.export({ format: 'jwk' }).d))
  })
})

describe('the signature', () => {
  const signature = (callId: string, ts = Math.floor(Date.now() / 1000), secret = REALTIME_WS_SECRET): string =>
    `&ts=${ts}&sig=${createHmac('sha256', secret).update(`${callId}:${ts}`).digest('hex')}`

  test('is checked whenever it is there', async () => {
    const name = fresh()
    await letIn(dial({ key: acme.key }, AT + signature(name), name))
    for (const wrong of [
      signature('another'),
      signature(name, 1),
      signature(name, undefined, 'another secret'),
      '&sig=',
      '&ts=1',
    ]) {
      expect(await refused(dial({ key: acme.key }, AT + wrong, name))).toBe('4401 invalid_api_key')
    }
  })

  test('must be there where the tenant says so', async () => {
    const tenant = await newTenant()
    await security(tenant.rest, { requireSignature: true })
    expect(await refused(dial({ key: tenant.key }))).toBe('4401 invalid_api_key')
    const name = fresh()
    await letIn(dial({ key: tenant.key }, AT + signature(name), name))
  })
})

describe('pages in a browser', () => {
  const origin = 'https://app.acme.example'

  test('come from an origin that the platform or the tenant allows', async () => {
    const tenant = await newTenant()
    for (const allowed of ['https://everywhere.example', stage.platform.url])
      await letIn(dial({ protocols: ['invorto.v1', `key.${tenant.key}`], origin: allowed }))
    expect(await refused(dial({ protocols: ['invorto.v1', `key.${tenant.key}`], origin }))).toBe(
      '4403 forbidden_origin',
    )
    await security(tenant.rest, { allowedOrigins: [origin] })
    await until('the origin', async () => (await allows(tenant.key, origin)) === 200, 5_000)
    await letIn(dial({ protocols: ['invorto.v1', `key.${tenant.key}`], origin }))
    expect(await allows(acme.key, origin)).toBe(403)
  })

  const allows = async (key: string, from: string): Promise<number> =>
    (await stage.rest.as(key).call('listAgents', { headers: { origin: from } })).status

  test.each([
    'null',
    'https://evil.example',
    'https://everywhere.example.evil.example',
    'https://everywhere.example:444',
  ])('do not come from %s', async (from) => {
    expect(await refused(dial({ protocols: ['invorto.v1', `key.${acme.key}`], origin: from }))).toBe(
      '4403 forbidden_origin',
    )
    expect(await refused(dial({ protocols: [acme.key], origin: from }))).toBe('4403 forbidden_origin')
    expect(await allows(acme.key, from)).toBe(403)
  })

  test('read what REST answers, refusals too, and are told beforehand what they may send', async () => {
    const headers = { origin: 'https://evil.example' }
    const refusal = await stage.rest.as(newKey()).call('listAgents', { headers })
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).toEqual([401, headers.origin])
    const preflight = await stage.rest.as(undefined).fetch('/v1/agents/a_1', {
      method: 'OPTIONS',
      headers: { ...headers, 'access-control-request-method': 'PATCH' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
    expect(preflight.headers.get('vary')).toBe('Origin')
  })
})

test('no secret of all these stands in the log', async () => {
  const spent = await ticket({ callId: 'x' })
  const jwt = await token({})
  const wrong = newKey()
  await dial({}, `${AT}&api_key=${wrong}`).closed
  await dial(asTicket(spent)).closed
  await letIn(dial(asToken(jwt)))
  const { key } = await addKey(stage.database, 'dev')
  await dial({}, `${AT}&api_key=${key}`).closed
  const output = stage.platform.output()
  for (const secret of [spent, jwt, wrong, key, acme.key, operatorKey, REALTIME_WS_SECRET])
    expect(output.includes(secret)).toBe(false)
})
