import { hash, timingSafeEqual } from 'node:crypto'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { noLimits } from '#runtime/domain/auth/limits.ts'
import type { KnownKeys } from './auth/known-keys.ts'
import { looksLikeToken, type TokenCallers } from './auth/token-callers.ts'

const MAX_KEY_LENGTH = 256

/** The operator: no tenant, and no key of the database. */
const operator: Caller = {
  tenantId: 'operator',
  keyId: 'operator',
  role: 'operator',
  limits: noLimits,
  via: 'key',
  signedBy: null,
}

/** Who reads the metrics of the process, and nothing else. */
const monitor: Caller = { ...operator, keyId: 'monitor', role: 'monitor' }

export type Authenticate = (credential: string | undefined) => Promise<Caller>

/** Who the API key belongs to; throws `invalid_api_key`. */
export function keyCallers(ports: {
  keys: KnownKeys
  operatorKey: string | undefined
  monitorKey: string | undefined
}): Authenticate {
  const isOperator = sameSecret(ports.operatorKey)
  const isMonitor = sameSecret(ports.monitorKey)
  return async (apiKey) => {
    if (apiKey === undefined || apiKey === '')
      throw new Problem('invalid_api_key', 'Send your API key or token: "Authorization: Bearer <key>".')
    if (isOperator(apiKey)) return operator
    if (isMonitor(apiKey)) return monitor
    const key = apiKey.length > MAX_KEY_LENGTH ? null : await ports.keys.bySecret(apiKey)
    if (key === null) throw new Problem('invalid_api_key', 'This API key is wrong or disabled.')
    return { tenantId: key.tenantId, keyId: key.id, role: key.role, limits: key.limits, via: 'key', signedBy: null }
  }
}

/** Who asks by REST, with an API key or a JWT; throws `invalid_api_key` or `forbidden`. */
export function authenticator(ports: { keyCallers: Authenticate; tokenCallers: TokenCallers }): Authenticate {
  return async (credential) => {
    if (credential === undefined || !looksLikeToken(credential)) return ports.keyCallers(credential)
    const { caller, claims } = await ports.tokenCallers(credential)
    // It is in the hands of whoever calls, and would open all that its role may.
    if (claims.cid !== undefined || claims.aid !== undefined)
      throw new Problem('forbidden', 'This token opens the realtime socket of its call or agent, and nothing else.')
    return caller
  }
}

/** Compares with the secret in the same time for every text; nothing is the same as no secret. */
function sameSecret(secret: string | undefined): (text: string) => boolean {
  const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
  const wanted = secret === undefined ? null : digest(secret)
  return (text) => wanted !== null && timingSafeEqual(digest(text), wanted)
}

/** The credential of an `Authorization` header; the scheme's name is read in any case (RFC 9110). */
export const bearerKey = (header: string | undefined): string | undefined => /^bearer +(\S+)$/i.exec(header ?? '')?.[1]
