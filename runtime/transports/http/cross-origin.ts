import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'

const EXPOSED =
  'x-request-id, etag, location, retry-after, ratelimit, ratelimit-policy, idempotency-replayed, deprecation, sunset'
const METHODS = 'GET, POST, PATCH, PUT, DELETE'
const HEADERS = 'authorization, content-type, if-match, if-none-match, idempotency-key, x-request-id'
const PREFLIGHT_SEC = 600

export type AllowsOrigin = (origin: string, tenantId: string) => Promise<boolean>

/**
 * Lets pages read what is answered (CORS). A preflight names no tenant, so every origin gets one: whether a page may ask
 * is decided when it asks, with the key. No cookie is ever read, so nothing is lent to a page that it does not hold.
 */
export function answerCrossOrigin(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const { origin, 'access-control-request-method': wanted } = request.headers
  reply.header('vary', 'Origin')
  if (origin === undefined) return undefined
  reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', EXPOSED)
  if (request.method !== 'OPTIONS' || wanted === undefined) return undefined
  reply.header('access-control-allow-methods', METHODS).header('access-control-allow-headers', HEADERS)
  return reply.header('access-control-max-age', PREFLIGHT_SEC).code(204).send()
}

/** Throws `forbidden_origin` for a page that the tenant does not let in. */
export async function checkOrigin(allows: AllowsOrigin, { headers }: FastifyRequest, caller: Caller): Promise<void> {
  if (headers.origin !== undefined && !(await allows(headers.origin, caller.tenantId)))
    throw new Problem('forbidden_origin', "Add this page's origin to the tenant's security.allowedOrigins.")
}
