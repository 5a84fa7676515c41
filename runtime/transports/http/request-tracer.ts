import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import { parseTraceparent, type TraceContext } from '#runtime/core/trace-context.ts'
import type { Traces } from '#runtime/ports/traces.ts'

declare module 'fastify' {
  interface FastifyRequest {
    trace: { readonly context: TraceContext; readonly parentId: string | null; readonly startedAt: Millis } | null
  }
}

interface TracerPorts {
  readonly traces: Traces
  readonly clock: Pick<Clock, 'now'>
  readonly random: RandomBytes
}

/** A span for each request (semantic conventions for HTTP servers); it goes on the trace that the client names (W3C Trace Context). */
export function traceRequests(server: FastifyInstance, { traces, clock, random }: TracerPorts): void {
  const begin = ({ headers }: FastifyRequest): FastifyRequest['trace'] => {
    const parent = parseTraceparent(headers.traceparent)
    const own = random(16).toString('hex')
    const traceId = parent?.traceId ?? own
    // Who asks from outside does not decide how much is kept.
    const context = { traceId, spanId: random(8).toString('hex'), sampled: traces.sampled(own) }
    return { context, parentId: parent?.spanId ?? null, startedAt: clock.now() }
  }
  server.addHook('onRequest', (request, _reply, done) => {
    request.trace = begin(request)
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    const { method, trace, routeOptions } = request
    if (trace?.context.sampled) {
      const { traceId, spanId } = trace.context
      const { statusCode } = reply
      const { operation } = routeOptions.config
      traces.record({
        ...{ traceId, spanId, parentId: trace.parentId, kind: 'server' },
        name: routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`,
        startedAt: trace.startedAt,
        endedAt: clock.now(),
        attributes: {
          'http.request.method': method,
          'http.response.status_code': statusCode,
          'invorto.request.id': request.id,
          ...(routeOptions.url !== undefined && { 'http.route': routeOptions.url }),
          ...(operation !== undefined && { 'invorto.operation': operation }),
        },
        error: statusCode >= 500 ? String(statusCode) : null,
      })
    }
    done()
  })
}
