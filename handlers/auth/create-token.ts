import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { includes } from '#runtime/domain/auth/roles.ts'
import type { Role } from '#runtime/ports/store.ts'

const DEFAULT_TTL_SEC = 900

export const createToken: Handler<'createToken'> = async ({ body, caller }, { tokens, ids, clock }) => {
  if (caller.via !== 'key') throw new Problem('forbidden', 'A token cannot make tokens. Use an API key.')
  const { role = caller.role as Role, ttlSec = DEFAULT_TTL_SEC, callId, agentId } = body
  if (!includes(caller.role, role)) throw new Problem('forbidden', `Your key has the role ${caller.role}, not ${role}.`)
  const iat = Math.floor(clock.now() / 1000)
  const tokenId = ids.next('token')
  const claims = { sub: caller.keyId, tid: caller.tenantId, role, iat, exp: iat + ttlSec, jti: tokenId }
  const bound = { ...(callId !== undefined && { cid: callId }), ...(agentId !== undefined && { aid: agentId }) }
  const token = await tokens.sign({ ...claims, ...bound })
  const expiresAt = new Date(claims.exp * 1000).toISOString()
  return { status: 201, body: { token, tokenType: 'Bearer', tokenId, tenantId: caller.tenantId, role, expiresAt } }
}
