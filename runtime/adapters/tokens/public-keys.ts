import { createPublicKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK } from 'jose'
import type { PublicJwk } from '#generated/openapi.gen.ts'
import type { KeyAlgorithm, PublicKeys, TrustedKey } from '#runtime/ports/tokens.ts'

const RSA_BITS = [2048, 4096] as const
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const
type Given = Parameters<PublicKeys['read']>[0]

/** Public keys as tenants give them (RFC 7517, RFC 7468): what is private, symmetric or weak is refused, with a reason. */
export const publicKeys: PublicKeys = {
  async read(given) {
    const key = keyObject(given)
    if (typeof key === 'string') return key
    const alg = algorithmOf(key)
    if (alg === null) return 'must be Ed25519, P-256, or RSA of 2048 to 4096 bits'
    const { alg: stated, kid: named, use } = (given.jwk ?? {}) as { alg?: unknown; kid?: unknown; use?: unknown }
    if ([given.alg, stated].some((one) => one !== undefined && one !== alg && !(one === 'Ed25519' && alg === 'EdDSA')))
      return `is a key for ${alg}, and says something else`
    if (use !== undefined && use !== 'sig') return 'is not a key for signatures'
    const { kty, crv, x, y, n, e } = await exportJWK(key)
    const jwk = JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as PublicJwk
    const kid = given.kid ?? (isKid(named) ? named : await calculateJwkThumbprint(jwk as never))
    return { kid, alg, jwk } satisfies TrustedKey
  },
}

const isKid = (kid: unknown): kid is string => typeof kid === 'string' && /^[\x21-\x7e]{1,128}$/.test(kid)

function keyObject({ pem, jwk }: Given): KeyObject | string {
  if ((pem === undefined) === (jwk === undefined)) return 'must have either "pem" or "jwk"'
  if (pem !== undefined && !/^\s*-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) return 'must be the PEM of a public key'
  if (jwk !== undefined && PRIVATE.some((member) => member in jwk)) return 'holds a private key: give the public one'
  try {
    return pem === undefined ? createPublicKey({ key: jwk as never, format: 'jwk' }) : createPublicKey(pem)
  } catch {
    return 'is no public key that can be read'
  }
}

function algorithmOf(key: KeyObject): KeyAlgorithm | null {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA'
  if (key.asymmetricKeyType === 'ec') return namedCurve === 'prime256v1' ? 'ES256' : null
  if (key.asymmetricKeyType === 'rsa')
    return modulusLength >= RSA_BITS[0] && modulusLength <= RSA_BITS[1] ? 'RS256' : null
  return null
}
