import type { FastifyInstance } from 'fastify'
import { type Route, routes } from '#generated/operations.gen.ts'

/** What has a GET has HEAD as well (RFC 9110 9.3.2), but for a stream of events, which has no end to tell of. */
export const methodsOf = ({ method, success }: Route): readonly string[] =>
  method === 'GET' && !Object.values(success).includes('text/event-stream') ? ['GET', 'HEAD'] : [method]

/** Mounts a HEAD beside each GET: the same route, of whose answer Node sends the head alone. */
export function answerHeadRequests(server: FastifyInstance): void {
  server.addHook('onRoute', function (this: FastifyInstance, route) {
    const operation = route.config?.operation
    if (route.method !== 'GET' || operation === undefined) return
    if (methodsOf(routes[operation]).includes('HEAD')) this.route({ ...route, method: 'HEAD' })
  })
}
