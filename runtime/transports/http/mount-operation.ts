import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type OperationId, type Route, routes, type SignatureScheme } from '#generated/operations.gen.ts'
import { responseBody } from '#generated/validators.gen.ts'
import { check } from '#generated/violation.gen.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import type { Caller, OperationHandler, OperationHandlers } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { bearerKey } from '#runtime/transports/authenticate.ts'
import { type Taken, tooMany } from '#runtime/transports/gate.ts'
import { neededKey, withNeededKey } from '#runtime/transports/needed-key.ts'
import { checkOrigin } from './cross-origin.ts'
import { entityTag, isNamed, requireNamed } from './entity-tags.ts'
import type { HttpPorts } from './http-ports.ts'
import type { Answer } from './idempotency.ts'
import { checkRequest } from './request-check.ts'

type AnyHandler<Deps> = OperationHandler<OperationId, Deps>
type AnyRequest<Deps> = Parameters<AnyHandler<Deps>>[0]

/** What Fastify does for one operation: who may, whether it fits, the handler, and whether its answer fits. Throws by name. */
export function mountOperation<Deps>(
  operationId: string,
  ports: HttpPorts,
  handlers: OperationHandlers<Deps>,
  deps: Deps,
) {
  const id = operationId as OperationId
  const route: Route | undefined = routes[id]
  const handler = handlers[id] as unknown as AnyHandler<Deps> | undefined
  if (handler === undefined) throw new Error(`the operation ${id} has no handler`)
  if (route === undefined) throw new Error(`the operation ${id} says neither x-roles nor "security: []"`)
  const read = route.ifMatch === null ? null : (handlers[route.ifMatch] as unknown as AnyHandler<Deps>)
  const handle = async (request: AnyRequest<Deps>, { headers }: FastifyRequest): Promise<Answer> => {
    if (read !== null && headers['if-match'] !== undefined) await requireFresh(read, request, deps)
    return handler(request, deps)
  }
  return {
    schema: undefined as never,
    config: { operation: id },
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      request.caller = await admit(ports, route, request, reply)
    },
    preValidation: (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
      const checked = (): void => checkRequest(id, request)
      if (route.signedBy !== null) {
        admitSigned(ports, route.signedBy, request)
          .then(checked)
          .then(() => done(), done)
        return
      }
      try {
        checked()
      } catch (error) {
        return done(error as Error)
      }
      done()
    },
    handler: async (asked: FastifyRequest, reply: FastifyReply) => {
      const request = requestOf<Deps>(asked)
      const answer = await answerOf(id, ports, route, asked, () => handle(request, asked))
      if (answer.replayed) reply.header('idempotency-replayed', 'true')
      return send(id, route, answer, ports.checks, reply)
    },
  }
}

function requestOf<Deps>({ body, query, params: path, caller, headers, trace }: FastifyRequest): AnyRequest<Deps> {
  const named = headers['if-match']
  const ifMatch = (current: object): void => {
    if (named !== undefined) requireNamed(named, entityTag(current))
  }
  const header = (name: string): string | undefined => [headers[name]].flat()[0]
  return { body, query, path, header, caller, trace: trace?.context ?? null, ifMatch } as unknown as AnyRequest<Deps>
}

/**
 * Holds `If-Match` against the resource as it is read. Handlers that change it under a lock ask `ifMatch` again there, so
 * that nobody comes in between.
 */
async function requireFresh<Deps>(read: AnyHandler<Deps>, request: AnyRequest<Deps>, deps: Deps): Promise<void> {
  const { body } = (await read({ ...request, query: {}, body: undefined } as AnyRequest<Deps>, deps)) as Answer
  request.ifMatch(body as object)
}

async function admit(
  { gate, clientAddress, authenticate, allowsOrigin }: HttpPorts,
  { roles }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller | null> {
  if (roles === null) return null
  const key = bearerKey(request.headers.authorization)
  const caller = await gate
    .admit(clientAddress(request.raw), key, () => authenticate(key))
    .catch((error: unknown) => Promise.reject(withNeededKey(error, roles)))
  await checkOrigin(allowsOrigin, request, caller)
  tellRate(await gate.request(caller), reply)
  if (!roles.includes(caller.role)) throw new Problem('forbidden', neededKey(roles))
  return caller
}

/** A signature is over the body, which has come by then. */
async function admitSigned(
  { signers, clientAddress }: HttpPorts,
  scheme: SignatureScheme,
  request: FastifyRequest,
): Promise<void> {
  const { authorization } = request.headers
  const body = request.rawBody ?? Buffer.alloc(0)
  request.caller = await signers[scheme]({ authorization, body, address: clientAddress(request.raw) })
}

/** The headers of draft-ietf-httpapi-ratelimit-headers; throws when there was nothing left. */
function tellRate(taken: Taken | null, reply: FastifyReply): void {
  if (taken === null) return
  const { policy, decision } = taken
  reply.header('ratelimit-policy', `"${policy.name}";q=${policy.count};w=${policy.perMs / 1000}`)
  reply.header('ratelimit', `"${policy.name}";r=${decision.remaining};t=${Math.ceil(decision.resetMs / 1000)}`)
  if (!decision.allowed) throw tooMany(`This key may ask ${policy.count} times a minute.`, decision.retryAfterMs)
}

async function answerOf(
  operationId: OperationId,
  { idempotency, onFault }: HttpPorts,
  { idempotent, success, path: template }: Route,
  { headers, caller, params: path, query, body, id, method }: FastifyRequest,
  handle: () => Promise<Answer>,
): Promise<Answer & { readonly replayed?: boolean }> {
  const key = headers['idempotency-key']
  // The operator is no tenant, and has nowhere to keep an answer.
  if (!idempotent || caller === null || caller.role === 'operator' || typeof key !== 'string') return handle()
  const request = { key, caller, operationId, path, query, ifMatch: headers['if-match'], body }
  return idempotency.once(request, handle, {
    // A stream can be read once.
    keeps: ({ status }) => success[status] === null || success[status] === 'application/json',
    onFault: (error) => onFault(error, { id, method, route: template }),
  })
}

function send(
  id: OperationId,
  route: Route,
  answer: Answer,
  checks: ContractChecks,
  reply: FastifyReply,
): FastifyReply {
  const contentType = route.success[answer.status]
  reply.code(answer.status)
  if (answer.headers) reply.headers(answer.headers)
  if (contentType === null || contentType === undefined) return reply.send()
  // Where the document leaves the type open, the handler has said it.
  if (contentType === '*/*') return reply.send(bodyOf(answer, reply))
  const withParameters = contentType === 'application/json' ? 'application/json; charset=utf-8' : contentType
  reply.header('content-type', answer.headers?.['content-type'] ?? withParameters)
  if (contentType !== 'application/json') return reply.send(bodyOf(answer, reply))
  const validate = checks.due() ? responseBody(id, answer.status) : undefined
  const violation = validate && check(validate, answer.body)
  if (violation) checks.broken('answer', id, violation, answer.status)
  if (route.etags.includes(answer.status) && hasIt(answer.body, reply)) return notModified(reply)
  return reply.send(JSON.stringify(answer.body))
}

/** What would be read from elsewhere is not, where nobody wants it. */
function bodyOf({ body }: Answer, { request }: FastifyReply): unknown {
  if (request.method !== 'HEAD' || !(body instanceof Readable)) return body
  body.destroy()
  return ''
}

/** Tells the ETag; true when the client says that it has this already. */
function hasIt(body: unknown, reply: FastifyReply): boolean {
  const tag = entityTag(body)
  reply.header('etag', tag)
  const known = reply.request.headers['if-none-match']
  return known !== undefined && ['GET', 'HEAD'].includes(reply.request.method) && isNamed(known, tag)
}

const notModified = (reply: FastifyReply): FastifyReply => reply.removeHeader('content-type').code(304).send()
