import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { routes } from '#generated/operations.gen.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { countProblem } from '#runtime/transports/told-problem.ts'
import { answerCrossOrigin } from './cross-origin.ts'
import { methodsOf } from './head-requests.ts'
import type { HttpPorts } from './http-ports.ts'
import { readJsonBodies } from './json-bodies.ts'
import { asProblem, refuseUnreadable, sendProblem } from './problem-reply.ts'
import { meterRequests } from './request-meter.ts'
import { traceRequests } from './request-tracer.ts'
import { slowReaders } from './slow-readers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
    /** The bytes of a body that may be signed. */
    rawBody: Buffer | null
  }
}

const MAX_BODY_BYTES = 1024 * 1024
/** How long a request may take to arrive in full, and how often that is looked at. */
const REQUEST_TIMEOUT_MS = 15_000
const SLOW_CHECK_MS = 1_000
const STILL_MS = 120_000
/** What the kernel takes at once, and nobody waits for. */
const SMALL_ANSWER = 64 * 1024
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Fastify without a route: bounded in every way, with a request id on each answer and a problem for each failure. */
export function bareServer(ports: HttpPorts): FastifyInstance {
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = asProblem(error)
    countProblem(ports.metrics, 'rest', problem)
    if (problem.code === 'internal') {
      const { id, method } = request
      ports.onFault(problem.cause ?? problem, { id, method, route: request.routeOptions?.url ?? 'none' })
    }
    reply.header('x-request-id', request.id)
    sendProblem(problem, request, reply)
  }

  const server = Fastify({
    ...limits,
    genReqId: ({ headers }) => given(headers['x-request-id']) ?? ports.ids.next('request'),
    frameworkErrors: (error, request, reply) => fail(error, request, reply),
    clientErrorHandler: (_error, socket) => refuseUnreadable(socket, ports.ids.next('request')),
  })
  // Node would refuse an expectation that it does not know without a body; it may be passed over (RFC 9110 10.1.1).
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response))
  server.decorateRequest('caller', null)
  server.decorateRequest('rawBody', null)
  server.decorateRequest('trace', null)
  readJsonBodies(server)
  meterRequests(server, ports.metrics)
  const { traces, clock, random } = ports
  if (traces !== undefined) traceRequests(server, { traces, clock, random })
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    if (answerCrossOrigin(request, reply) === undefined) done()
  })
  const watch = slowReaders(ports.clock)
  server.addHook('onSend', (_request, reply, payload, done) => {
    const length = (payload as string | Buffer | null)?.length ?? 0
    if (payload instanceof Readable || length > SMALL_ANSWER) watch(reply.raw)
    done()
  })
  // Whatever else is wrong with a request for nothing, there is nothing.
  const nothing = (request: FastifyRequest, reply: FastifyReply): void =>
    fail(unknownRoute(request, reply), request, reply)
  server.setErrorHandler((error, request, reply) =>
    request.is404 ? nothing(request, reply) : fail(error, request, reply),
  )
  server.setNotFoundHandler(nothing)
  return server
}

const limits = {
  logger: false,
  bodyLimit: MAX_BODY_BYTES,
  // Those of `head-requests.ts` say more: Fastify would read a recording to its end for nothing.
  exposeHeadRoutes: false,
  forceCloseConnections: 'idle' as const,
  return503OnClosing: false,
  requestTimeout: REQUEST_TIMEOUT_MS,
  http: {
    headersTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: SLOW_CHECK_MS,
    // Node's own refusals of these have no body; without a Host nothing of ours differs.
    requireHostHeader: false,
    // Clients offer h2c and the like on ordinary requests, which stay what they are.
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
  },
  // A connection on which nothing moves; those of sockets are kept by their own heartbeat.
  connectionTimeout: STILL_MS,
  routerOptions: { maxParamLength: 256 },
  // The site's address as people type it.
  rewriteUrl: ({ url = '/' }: IncomingMessage) => (url === '/docs/' ? '/docs' : url),
}

/** Which methods the path has; none when there is nothing at it. */
function methodsAt(url: string): string[] {
  const path = url.split('?', 1)[0]!
  return Object.values(routes)
    .filter((route) => fits(route.path, path))
    .flatMap(methodsOf)
}

function unknownRoute({ method, url }: FastifyRequest, reply: FastifyReply): Problem {
  const allowed = methodsAt(url)
  if (allowed.length > 0) reply.header('allow', allowed.join(', '))
  const path = url.split('?', 1)[0]!.slice(0, 256)
  if (allowed.length === 0) return new Problem('not_found', `There is nothing at ${path}.`)
  return new Problem('method_not_allowed', `${path} has ${allowed.join(', ')}, not ${method}.`)
}

const fits = (template: string, path: string): boolean =>
  new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)

const given = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && REQUEST_ID.test(header) ? header : undefined
