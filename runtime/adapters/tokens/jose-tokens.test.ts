import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { TrustedKey } from '#runtime/ports/tokens.ts'
import { joseTokens } from './jose-tokens.ts'
import { publicKeys } from './public-keys.ts'

const NOW_SEC = 1_755_776_530
const clock = new VirtualClock(NOW_SEC * 1000)
const [seed, oldSeed] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const tokens = await joseTokens([seed, oldSeed], clock)
const claims = { sub: 'key_1', tid: 't_1', role: 'dev', iat: NOW_SEC, exp: NOW_SEC + 900, jti: 'tok_1' } as const
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('our own tokens', () => {
  test('say what was signed, under the first key', async () => {
    const token = await tokens.sign({ ...claims, cid: 'call-1', aid: 'agent-1' })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: tokens.ownKeys[0]!.kid })
    expect(decodeJwt(token)).toMatchObject({ iss: 'invorto', aud: 'invorto' })
    expect(await tokens.verifyOwn(token)).toEqual({ ...claims, iss: 'invorto', cid: 'call-1', aid: 'agent-1' })
  })

  test('of the key before still hold; those of a key that was dropped do not', async () => {
    const before = await (await joseTokens([oldSeed], clock)).sign(claims)
    expect((await tokens.verifyOwn(before)).jti).toBe('tok_1')
    const dropped = await (await joseTokens([Buffer.alloc(32, 3)], clock)).sign(claims)
    await expect(tokens.verifyOwn(dropped)).rejects.toMatchObject({ code: 'invalid_api_key' })
  })

  test('are of no use when a byte is changed, cut off or put on', async () => {
    const token = await tokens.sign(claims)
    const [head, body, signature] = token.split('.') as [string, string, string]
    const forged = part({ ...decodeJwt(token), role: 'admin' })
    for (const bad of [
      `${head}.${forged}.${signature}`,
      `${head}.${body}.${signature.slice(0, -2)}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      `${head}.${body}.${signature}.x`,
      token.slice(0, 40),
    ]) {
      await expect(tokens.verifyOwn(bad)).rejects.toMatchObject({ code: 'invalid_api_key' })
    }
  })

  test('die at their end, to the clock of the platform', async () => {
    const token = await tokens.sign(claims)
    const later = await joseTokens([seed], new VirtualClock((NOW_SEC + 906) * 1000))
    await expect(later.verifyOwn(token)).rejects.toThrow('has expired')
  })
})

test('what is no token, or a huge one, says nothing', async () => {
  expect(tokens.read('x')).toBeNull()
  expect(tokens.read('a.b.c')).toBeNull()
  expect(tokens.read(`${part({ alg: 'EdDSA' })}.${part({ iss: 1, tid: {} })}.x`)).toBeNull()
  const huge = await tokens.sign({ ...claims, sub: 'x'.repeat(5_000) })
  expect(tokens.read(huge)).toBeNull()
})

interface Pair {
  readonly secret: KeyObject
  readonly trusted: TrustedKey
  readonly pem: string
}
async function pair(alg: string): Promise<Pair> {
  const keys =
    alg === 'EdDSA'
      ? generateKeyPairSync('ed25519')
      : alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = keys.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  return { secret: keys.privateKey, trusted: (await publicKeys.read({ kid: 'acme', pem })) as TrustedKey, pem }
}
const ISSUER = 'https://auth.acme.example'
const full = { ...claims, iss: ISSUER, aud: 'invorto' }
const signed = (key: Pair, payload: object = full, header: object = {}): Promise<string> =>
  new SignJWT({ ...payload })
    .setProtectedHeader({ alg: key.trusted.alg, typ: 'JWT', kid: 'acme', ...header })
    .sign(key.secret)

describe.each(['EdDSA', 'ES256', 'RS256'])("a tenant's token of %s", (alg) => {
  test('is verified by its key, and by no other', async () => {
    const [key, other] = [await pair(alg), await pair(alg)]
    const token = await signed(key)
    expect(tokens.read(token)).toEqual({ iss: ISSUER, tid: 't_1', kid: 'acme' })
    expect(await tokens.verifyWith(token, key.trusted, ISSUER)).toEqual({ ...claims, iss: ISSUER })
    await expect(tokens.verifyWith(token, other.trusted, ISSUER)).rejects.toMatchObject({ code: 'invalid_api_key' })
  })

  test('is not verified by another algorithm, whatever its header says', async () => {
    const key = await pair(alg)
    const none = `${part({ alg: 'none', typ: 'JWT' })}.${part(full)}.`
    const head = part({ alg: 'HS256', typ: 'JWT' })
    // The classic: the public key, which everybody has, taken for the secret of a MAC.
    const mac = createHmac('sha256', key.pem)
      .update(`${head}.${part(full)}`)
      .digest('base64url')
    for (const token of [none, `${head}.${part(full)}.${mac}`])
      await expect(tokens.verifyWith(token, key.trusted, ISSUER)).rejects.toMatchObject({ code: 'invalid_api_key' })
  })
})

test("the other types are refused, ours is a tenant's choice too", async () => {
  const key = await pair('EdDSA')
  for (const typ of ['JWT', 'jwt', 'at+jwt', 'AT+JWT'])
    expect(await tokens.verifyWith(await signed(key, full, { typ }), key.trusted, ISSUER)).toMatchObject({
      jti: 'tok_1',
    })
  for (const typ of ['logout+jwt', 'dpop+jwt', '', undefined])
    await expect(tokens.verifyWith(await signed(key, full, { typ }), key.trusted, ISSUER)).rejects.toThrow('"typ"')
  await expect(
    tokens.verifyWith(await signed(key, full, { crit: ['b64'], b64: false }).catch(() => 'x.y.z'), key.trusted, ISSUER),
  ).rejects.toMatchObject({ code: 'invalid_api_key' })
})

test.each([
  ['another audience', { aud: 'somebody' }],
  ['no audience', { aud: undefined }],
  ['another issuer', { iss: 'https://auth.other.example' }],
  ['our issuer', { iss: 'invorto' }],
  ['the past', { iat: NOW_SEC - 3_600, exp: NOW_SEC - 6 }],
  ['the future', { iat: NOW_SEC + 6, exp: NOW_SEC + 900 }],
  ['nbf in the future', { nbf: NOW_SEC + 60 }],
  ['too long a life', { exp: NOW_SEC + 3_601 }],
  ['no end', { exp: undefined }],
  ['no beginning', { iat: undefined }],
  ['no jti', { jti: undefined }],
  ['an empty jti', { jti: '' }],
  ['no sub', { sub: undefined }],
  ['too long a sub', { sub: 'x'.repeat(256) }],
  ['no tid', { tid: undefined }],
  ['no role', { role: undefined }],
  ['the role of the operator', { role: 'operator' }],
  ['a list of roles', { role: ['admin'] }],
  ['a call that cannot be', { cid: '../x' }],
  ['an agent that is no text', { aid: 7 }],
])("a tenant's token with %s is refused", async (_what, change) => {
  const key = await pair('EdDSA')
  const token = await signed(key, { ...full, ...change })
  await expect(tokens.verifyWith(token, key.trusted, ISSUER)).rejects.toMatchObject({ code: 'invalid_api_key' })
})

describe('public keys', () => {
  test('are read from PEM and JWK, named by themselves or by their thumbprint', async () => {
    const { trusted, pem } = await pair('EdDSA')
    expect(await publicKeys.read({ jwk: { ...trusted.jwk, kid: 'own', alg: 'EdDSA', use: 'sig' } })).toEqual({
      ...trusted,
      kid: 'own',
    })
    const { kid } = (await publicKeys.read({ pem })) as TrustedKey
    expect(kid).toMatch(/^[\w-]{43}$/)
    // The example of RFC 8037, appendix A.3.
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
    expect(await publicKeys.read({ jwk })).toMatchObject({ kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' })
  })

  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
  const pemOf = (key: KeyObject) => createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString()
  const privateKey = generateKeyPairSync('ed25519').privateKey
  test.each([
    ['weak RSA', () => ({ pem: pemOf(rsa(1024).privateKey) }), 'must be Ed25519'],
    ['another curve', () => ({ pem: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey) }), 'must be'],
    ['a key for agreement', () => ({ pem: pemOf(generateKeyPairSync('x25519').privateKey) }), 'must be Ed25519'],
    ['a private JWK', () => ({ jwk: privateKey.export({ format: 'jwk' }) }), 'private'],
    ['a private PEM', () => ({ pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() }), 'public key'],
    ['a symmetric key', () => ({ jwk: { kty: 'oct', k: 'c2VjcmV0' } }), 'private'],
    ['rubbish', () => ({ pem: '-----BEGIN PUBLIC KEY-----\nrubbish\n-----END PUBLIC KEY-----' }), 'cannot'],
    ['nothing', () => ({}), 'either'],
    ['both', () => ({ pem: pemOf(privateKey), jwk: { kty: 'OKP' } }), 'either'],
    ['another algorithm', () => ({ pem: pemOf(privateKey), alg: 'RS256' as const }), 'something else'],
    [
      'a key for encryption',
      () => ({ jwk: { ...createPublicKey(privateKey).export({ format: 'jwk' }), use: 'enc' } }),
      'signatures',
    ],
  ])('%s is refused, with the reason', async (_what, given, why) => {
    const outcome = await publicKeys.read(given())
    if (why === 'cannot') expect(outcome).toBe('is no public key that can be read')
    else expect(outcome).toContain(why)
  })
})
