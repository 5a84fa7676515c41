import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify'
import glue from 'fastify-openapi-glue'
import { type OperationId, type Route, routes } from '#generated/operations.gen.ts'
import { responseBody } from '#generated/validators.gen.ts'
import { check } from '#generated/violation.gen.ts'
import type { Ids } from '#runtime/core/ids.ts'
import type { Caller, OperationHandler, OperationHandlers } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { type Authenticate, bearerKey } from '#runtime/transports/authenticate.ts'
import { asProblem, refuseUnreadable, sendProblem } from './problem-reply.ts'
import { checkRequest } from './request-check.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}

export interface HttpPorts {
  readonly authenticate: Authenticate
  readonly ids: Ids
  /** The bundled OpenAPI document. */
  readonly document: object
  /** Whether this response is to be checked against the contract. */
  readonly checks: () => boolean
  /** What broke, for the log; the client is told nothing of it. */
  readonly onFault: (error: unknown, request: { id: string; method: string; route: string }) => void
}

const MAX_BODY_BYTES = 1024 * 1024
/** How long a request may take to arrive in full, and how often that is looked at. */
const REQUEST_TIMEOUT_MS = 15_000
const SLOW_CHECK_MS = 1_000
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

type AnyHandler<Deps> = OperationHandler<OperationId, Deps>

/**
 * Mounts every operation of the document. Knows every route and no handler: `app/` brings the two together. An operation
 * without a handler, or without a word on who may call it, fails here by name.
 */
export async function createServer<Deps>(
  ports: HttpPorts,
  handlers: OperationHandlers<Deps>,
  deps: Deps,
): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: SLOW_CHECK_MS,
      // Node's own refusals of these have no body; without a Host nothing of ours differs.
      requireHostHeader: false,
      // Clients offer h2c and the like on ordinary requests, which stay what they are.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    connectionTimeout: 0,
    routerOptions: { maxParamLength: 256 },
    genReqId: ({ headers }) => given(headers['x-request-id']) ?? ports.ids.next('request'),
    frameworkErrors: (error, request, reply) => fail(error, request, reply),
    clientErrorHandler: (_error, socket) => refuseUnreadable(socket, ports.ids.next('request')),
  })
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = asProblem(error)
    if (problem.code === 'internal') {
      const { id, method } = request
      ports.onFault(problem.cause ?? problem, { id, method, route: request.routeOptions?.url ?? 'none' })
    }
    reply.header('x-request-id', request.id)
    sendProblem(problem, request, reply)
  }

  server.decorateRequest('caller', null)
  server.removeContentTypeParser('text/plain')
  server.addContentTypeParser(
    'application/merge-patch+json',
    { parseAs: 'string' },
    server.getDefaultJsonParser('error', 'error'),
  )
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  server.setErrorHandler(fail)
  server.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(request.url)
    if (allowed.length > 0) reply.header('allow', allowed.join(', '))
    fail(unknownRoute(request, allowed), request, reply)
  })

  await server.register(glue, {
    specification: structuredClone(ports.document),
    // Glue gives the route its method and path; a resolver that gave them too would undo its path parameters.
    operationResolver: (operationId) => mount(operationId) as unknown as RouteOptions,
  })
  return server

  function mount(operationId: string) {
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
      preValidation: async (request: FastifyRequest) => checkRequest(id, request),
      handler: async ({ body, query, params: path, caller }: FastifyRequest, reply: FastifyReply) => {
        const request = { body, query, path, caller } as unknown as Parameters<AnyHandler<Deps>>[0]
        return send(id, route, await handler(request, deps), ports.checks(), reply)
      },
    }
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

/** Which methods the path has; none when there is nothing at it. */
function methodsOf(url: string): string[] {
  const path = url.split('?', 1)[0]!
  return Object.values(routes)
    .filter((route) => fits(route.path, path))
    .map((route) => route.method)
}

function unknownRoute({ method, url }: FastifyRequest, allowed: readonly string[]): Problem {
  const path = url.split('?', 1)[0]!.slice(0, 256)
  if (allowed.length === 0) return new Problem('not_found', `There is nothing at ${path}.`)
  return new Problem('method_not_allowed', `${path} has ${allowed.join(', ')}, not ${method}.`)
}

const fits = (template: string, path: string): boolean =>
  new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)

const given = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && REQUEST_ID.test(header) ? header : undefined
