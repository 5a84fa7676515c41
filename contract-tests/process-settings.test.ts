import { generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const issuer = 'https://id.acme.example'
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const oldKey = Buffer.alloc(32, 7).toString('base64')

/** What a rotation, a proxy and a tenant of one's own are told by. */
let stage: Stage
let before: Stage
beforeAll(async () => {
  before = await setStage({ JWT_SIGNING_KEY: oldKey })
  stage = await setStage({
    PUBLIC_BASE_URL: 'https://voice.acme.example',
    MAX_AGENTS_PER_TENANT: '1',
    JWT_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '\\n'),
    JWT_ISSUER: issuer,
    JWT_SIGNING_KEY: Buffer.alloc(32, 8).toString('base64'),
    JWT_PREVIOUS_SIGNING_KEY: oldKey,
  })
  await stage.rest.call('createAgent', { body: { name: 'Desk', prompt: 'p', externalId: 'desk' } })
})
afterAll(async () => {
  await before.strike()
  await stage.strike()
})

function signed(claims: object): string {
  const encoded = [{ alg: 'EdDSA', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return [...encoded, signBytes(null, Buffer.from(encoded.join('.')), privateKey).toString('base64url')].join('.')
}

test('a second agent is too many', async () => {
  const { status, body } = await stage.rest.call('createAgent', { body: { name: 'Other', prompt: 'p' } })
  expect([status, body.code]).toEqual([429, 'quota_exceeded'])
})

test('the key of before a rotation is shown with the new one', async () => {
  const [old] = (await before.rest.as(undefined).call('getSigningKeys')).body.keys
  const { keys } = (await stage.rest.as(undefined).call('getSigningKeys')).body
  expect(keys).toHaveLength(2)
  expect(keys.map(({ kid }: { kid: string }) => kid)).toContain(old.kid)
})

test('the default tenant signs its own tokens, in the name of its issuer alone', async () => {
  const iat = Math.floor(Date.now() / 1000)
  const { tenantId: tid } = (await stage.rest.call('createToken', { body: {} })).body
  const claims = { tid, iss: issuer, aud: 'invorto', sub: 'worker', role: 'dev', jti: 'j-1', iat, exp: iat + 60 }
  expect((await stage.rest.as(signed(claims)).call('listAgents')).status).toBe(200)
  expect((await stage.rest.as(signed({ ...claims, iss: 'https://other.example' })).call('listAgents')).status).toBe(401)
})

test('links to artifacts lead to the address that clients know', async () => {
  await shortCall(stage, 'call-1', 'desk')
  const links = await until('the artifacts', async () => {
    const { body } = await stage.rest.call('getCallArtifacts', { path: { callId: 'call-1' } })
    return body.transcript && body
  })
  expect(new URL(links.transcript).origin).toBe('https://voice.acme.example')
})
