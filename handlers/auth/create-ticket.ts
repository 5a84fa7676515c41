import type { Handler } from '#handlers/handler.ts'
import { keyHash } from '#runtime/core/key-hash.ts'
import { Problem } from '#runtime/core/problem.ts'

const TTL_MS = 60_000
const SECRET_BYTES = 32

export const createTicket: Handler<'createTicket'> = async ({ body, caller }, deps) => {
  const { callId, agentId = null, origin = null } = body
  if (origin !== null && !(await deps.allowsOrigin(origin, caller.tenantId))) {
    throw new Problem('forbidden_origin', 'Add "origin" to the security.allowedOrigins of the tenant.')
  }
  const now = deps.clock.now()
  const secret = `ivt_${deps.random(SECRET_BYTES).toString('base64url')}`
  const ticketId = deps.ids.next('ticket')
  const expiresAt = new Date(now + TTL_MS).toISOString()
  const ticket = {
    ...{ id: ticketId, hash: keyHash(deps.pepper, secret), tenantId: caller.tenantId, keyId: caller.keyId },
    ...{ signedBy: caller.signedBy, role: caller.role as 'admin' | 'dev' },
    ...{ call: callId, agent: agentId, origin, expiresAt },
  }
  await deps.store.tickets.create(ticket, new Date(now).toISOString())
  return { status: 201, body: { ticket: secret, ticketId, callId, agentId, origin, expiresAt } }
}
