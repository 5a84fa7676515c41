import { hash } from 'node:crypto'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { defaultLimits } from '#runtime/domain/auth/limits.ts'
import { includes } from '#runtime/domain/auth/roles.ts'
import { ownIssuer, type TokenClaims, type Tokens } from '#runtime/ports/tokens.ts'
import type { KnownKeys } from './known-keys.ts'
import type { TenantKeys } from './tenant-keys.ts'

export interface TokenCaller {
  readonly caller: Caller
  readonly claims: TokenClaims
}

/** Who a JWT speaks for; throws `invalid_api_key` or `forbidden`. */
export type TokenCallers = (token: string) => Promise<TokenCaller>

/** A JWT has three parts, and its header is a JSON object; no API key is made so. */
export const looksLikeToken = (text: string): boolean => /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(text)

/**
 * Our own tokens stand on the API key that made them. A tenant's stand on a public key of that same tenant, which is
 * looked up by the `tid` that they claim: a tenant's key cannot speak for another.
 */
export function tokenCallers(ports: { tokens: Tokens; keys: KnownKeys; tenantKeys: TenantKeys }): TokenCallers {
  return async (token) => {
    const read = ports.tokens.read(token)
    if (read === null) throw new Problem('invalid_api_key', 'This is no token that can be read.')
    return read.iss === ownIssuer ? ofOurs(token) : ofTenant(token, read.tid, read.kid)
  }

  async function ofOurs(token: string): Promise<TokenCaller> {
    const claims = await ports.tokens.verifyOwn(token)
    const key = await ports.keys.byId(claims.sub)
    if (key === null || key.tenantId !== claims.tid || !includes(key.role, claims.role))
      throw new Problem('invalid_api_key', 'The API key that made this token no longer allows it.')
    const { id: keyId, tenantId, limits } = key
    return { caller: { tenantId, keyId, role: claims.role, limits, via: 'token', signedBy: null }, claims }
  }

  async function ofTenant(token: string, tenantId: string, kid: string | null): Promise<TokenCaller> {
    const trusted = await ports.tenantKeys(tenantId, kid)
    if (trusted === null)
      throw new Problem('invalid_api_key', 'This token was signed by no key of the tenant in "tid".')
    const claims = await ports.tokens.verifyWith(token, trusted.key, trusted.issuer)
    if (claims.tid !== tenantId) throw new Problem('invalid_api_key', 'This token has a wrong "tid".')
    if (!includes(trusted.maxRole, claims.role))
      throw new Problem('forbidden', `Tokens of this tenant have the role ${trusted.maxRole} at the most.`)
    const signedBy = trusted.key.kid
    const keyId = subjectId(tenantId, signedBy, claims.sub)
    return { caller: signedCaller({ tenantId, keyId, role: claims.role, via: 'token', signedBy }), claims }
  }
}

/** A caller that stands on a tenant's own public key. */
export const signedCaller = (
  caller: Pick<Caller, 'tenantId' | 'keyId' | 'role' | 'via'> & { readonly signedBy: string },
): Caller => ({ ...caller, limits: defaultLimits })

/** Each subject of a public key has limits, repeated requests and calls of its own, as if it had a key. */
const subjectId = (tenantId: string, kid: string, sub: string): string =>
  idFromUuid('key', hash('sha256', JSON.stringify([tenantId, kid, sub])).slice(0, 32))
