import type { FastifyInstance } from 'fastify'
import type { LabelValue } from '#generated/metrics.gen.ts'
import type { OperationId } from '#generated/operations.gen.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that the route serves; none for what is at no path. */
    operation?: OperationId
  }
}

const classes = [undefined, '1xx', '2xx', '3xx', '4xx', '5xx'] as const

/** Counts and times each answer by its operation. One whose client left before it was sent counts as well. */
export function meterRequests(server: FastifyInstance, metrics: MetricRecorder): void {
  server.addHook('onResponse', (request, reply, done) => {
    const operation: LabelValue<'operation'> = request.routeOptions.config.operation ?? 'none'
    const status_class = classes[Math.floor(reply.statusCode / 100)]
    if (status_class !== undefined) metrics.add('invorto_http_requests_total', { operation, status_class })
    metrics.observe('invorto_http_request_ms', { operation }, reply.elapsedTime)
    done()
  })
}
