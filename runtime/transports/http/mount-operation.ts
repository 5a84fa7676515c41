import type { FastifyReply, FastifyRequest } from 'fastify'
import { type OperationId, type Route, routes } from '#generated/operations.gen.ts'
import { responseBody } from '#generated/validators.gen.ts'
import { check } from '#generated/violation.gen.ts'
import type { Caller, OperationHandler, OperationHandlers } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { type Authenticate, bearerKey } from '#runtime/transports/authenticate.ts'
import type { HttpPorts } from './http-ports.ts'
import { checkRequest } from './request-check.ts'

type AnyHandler<Deps> = OperationHandler<OperationId, Deps>

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
  return {
    schema: undefined as never,
    onRequest: async (request: FastifyRequest) => {
      request.caller = await admit(ports.authenticate, route, request)
    },
    preValidation: (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
      try {
        checkRequest(id, request)
      } catch (error) {
        return done(error as Error)
      }
      done()
    },
    handler: async ({ body, query, params: path, caller }: FastifyRequest, reply: FastifyReply) => {
      const request = { body, query, path, caller } as unknown as Parameters<AnyHandler<Deps>>[0]
      return send(id, route, await handler(request, deps), ports.checks(), reply)
    },
  }
}

async function admit(authenticate: Authenticate, { roles }: Route, request: FastifyRequest): Promise<Caller | null> {
  if (roles === null) return null
  const caller = await authenticate(bearerKey(request.headers.authorization))
  if (!roles.includes(caller.role))
    throw new Problem('forbidden', `This needs a key with the role ${roles.join(' or ')}.`)
  return caller
}

function send(
  id: OperationId,
  route: Route,
  answer: { status: number; body?: unknown },
  checked: boolean,
  reply: FastifyReply,
): FastifyReply {
  const contentType = route.success[answer.status]
  reply.code(answer.status)
  if (contentType === null || contentType === undefined) return reply.send()
  reply.header('content-type', contentType === 'application/json' ? 'application/json; charset=utf-8' : contentType)
  if (contentType !== 'application/json') return reply.send(answer.body)
  const validate = checked ? responseBody(id, answer.status) : undefined
  const violation = validate && check(validate, answer.body)
  if (violation) throw new Error(`the answer of ${id} breaks the contract: ${violation.pointer} ${violation.message}`)
  return reply.send(JSON.stringify(answer.body))
}
