import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, SignJWT } from 'jose'
import type { SigningKey } from '#generated/openapi.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { Problem } from '#runtime/core/problem.ts'
import { ownIssuer, type TokenClaims, type Tokens } from '#runtime/ports/tokens.ts'

const AUDIENCE = 'invorto'
const OWN_TYPE = 'at+jwt'
/** Tenants' libraries write `JWT` unless they are told otherwise. */
const TENANT_TYPES = [OWN_TYPE, 'jwt']
const MAX_TOKEN_LENGTH = 4_096
const MAX_LIFE_SEC = 60 * 60
/** How far the clocks of others may be off. */
const TOLERANCE_SEC = 5
const MAX_TEXT = 255
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const REQUIRED = ['iss', 'aud', 'sub', 'tid', 'role', 'iat', 'exp', 'jti']

interface Verifier {
  readonly key: Parameters<typeof jwtVerify>[1]
  readonly alg: string
  readonly issuer: string
  readonly types: readonly string[]
}

/**
 * Tokens with jose. `seeds` are Ed25519 seeds of 32 bytes: the first signs, the others still verify, so that a rotation
 * breaks no token. The algorithm is the key's, never the token's word (RFC 8725).
 */
export async function joseTokens(seeds: readonly Buffer[], clock: Clock): Promise<Tokens> {
  const own = await Promise.all(seeds.map(ownKey))
  const verify = (token: string, verifier: Verifier): Promise<TokenClaims> => verified(token, verifier, clock)
  return {
    ownKeys: own.map(({ published }) => published),
    sign: (claims) =>
      new SignJWT({ ...claims, iss: ownIssuer, aud: AUDIENCE })
        .setProtectedHeader({ alg: 'EdDSA', typ: OWN_TYPE, kid: own[0]!.published.kid })
        .sign(own[0]!.secret),
    read,
    async verifyOwn(token) {
      const kid = read(token)?.kid
      const key = own.find(({ published }) => published.kid === kid)?.open
      if (key === undefined) throw wrong('was signed by no key of ours')
      return verify(token, { key, alg: 'EdDSA', issuer: ownIssuer, types: [OWN_TYPE] })
    },
    async verifyWith(token, { alg, jwk }, issuer) {
      const key = await importJWK({ ...jwk }, alg)
      return verify(token, { key, alg, issuer, types: TENANT_TYPES })
    },
  }
}

/** An Ed25519 key of its seed (RFC 8410). */
async function ownKey(seed: Buffer): Promise<{ secret: KeyObject; open: KeyObject; published: SigningKey }> {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const open = createPublicKey(secret)
  const { x } = open.export({ format: 'jwk' })
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: x! } as const
  return { secret, open, published: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' } }
}

function read(token: string) {
  if (token.length > MAX_TOKEN_LENGTH) return null
  try {
    const { kid = null } = decodeProtectedHeader(token)
    const { iss, tid } = decodeJwt(token)
    const texts = [iss, tid, kid ?? ''].every((text) => typeof text === 'string' && text.length <= MAX_TEXT)
    return texts ? { iss: iss as string, tid: tid as string, kid } : null
  } catch {
    return null
  }
}

async function verified(token: string, { key, alg, issuer, types }: Verifier, clock: Clock): Promise<TokenClaims> {
  const currentDate = new Date(clock.now())
  const options = { algorithms: [alg], issuer, audience: AUDIENCE, clockTolerance: TOLERANCE_SEC, currentDate }
  const { payload, protectedHeader } = await jwtVerify(token, key, { ...options, requiredClaims: REQUIRED }).catch(
    refuse,
  )
  if (!types.includes(String(protectedHeader.typ).toLowerCase())) throw wrong('has the wrong "typ"')
  const { sub, tid, role, iat, exp, jti, cid, aid } = payload as Record<string, unknown>
  const nowSec = currentDate.getTime() / 1000
  if (typeof iat !== 'number' || typeof exp !== 'number' || iat > nowSec + TOLERANCE_SEC)
    throw wrong('was made in the future')
  if (exp - iat > MAX_LIFE_SEC) throw wrong('lives for more than 60 minutes')
  if (![sub, jti].every((text) => typeof text === 'string' && text !== '' && text.length <= MAX_TEXT))
    throw wrong('needs "sub" and "jti" of 1 to 255 characters')
  if (role !== 'admin' && role !== 'dev' && role !== 'analyst') throw wrong('needs a "role": admin, dev or analyst')
  if ([cid, aid].some((id) => id !== undefined && !(typeof id === 'string' && ID.test(id))))
    throw wrong('names a call or an agent that cannot be')
  return {
    iss: issuer,
    sub,
    tid,
    role,
    iat,
    exp,
    jti,
    ...(cid !== undefined && { cid }),
    ...(aid !== undefined && { aid }),
  } as TokenClaims
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw wrong('has expired: get a new one', error)
  if (error instanceof errors.JWTClaimValidationFailed) throw wrong(`has a wrong "${error.claim}"`, error)
  if (error instanceof errors.JOSEError || error instanceof TypeError) throw wrong('cannot be verified', error)
  throw error
}

const wrong = (why: string, cause?: unknown): Problem => new Problem('invalid_api_key', `This token ${why}.`, { cause })
