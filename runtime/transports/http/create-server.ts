import type { FastifyInstance, RouteOptions } from 'fastify'
import glue from 'fastify-openapi-glue'
import type { OperationHandlers } from '#runtime/core/operation.ts'
import { bareServer } from './bare-server.ts'
import { answerHeadRequests } from './head-requests.ts'
import type { HttpPorts } from './http-ports.ts'
import { mountOperation } from './mount-operation.ts'

/**
 * Mounts every operation of the document. Knows every route and no handler: `app/` brings the two together. An operation
 * without a handler, or without a word on who may call it, fails here by name.
 */
export async function createServer<Deps>(
  ports: HttpPorts,
  handlers: OperationHandlers<Deps>,
  deps: Deps,
): Promise<FastifyInstance> {
  const server = bareServer(ports)
  answerHeadRequests(server)
  await server.register(glue, {
    specification: structuredClone(ports.document),
    // Glue gives the route its method and path; a resolver that gave them too would undo its path parameters.
    operationResolver: (operationId) => mountOperation(operationId, ports, handlers, deps) as unknown as RouteOptions,
  })
  return server
}
