import type { Duplex } from 'node:stream'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem as ProblemBody } from '#generated/openapi.gen.ts'
import { problems } from '#generated/problems.gen.ts'
import { Problem } from '#runtime/core/problem.ts'

const MAX_INSTANCE = 2_048

const notJson = { errors: [{ pointer: '', message: 'is not JSON', keyword: 'type' }] }

/** What Fastify itself refuses, in the catalogue's words. */
const refusals: Readonly<Record<string, ConstructorParameters<typeof Problem>>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'Send at most 1 MiB.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send the body as one of the content types of this operation.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad_request', 'The body is not JSON.', notJson],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'The body is not as long as its Content-Length says.'],
  FST_ERR_BAD_URL: ['bad_request', 'The path cannot be decoded.'],
  FST_ERR_MAX_PARAM_LENGTH: ['bad_request', 'A part of the path is too long.'],
}

/** Every failure as a problem: known ones as they are, the framework's translated, the rest `internal`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode } = error as Partial<FastifyError>
  const refusal = code === undefined ? undefined : refusals[code]
  if (refusal) return new Problem(...refusal)
  if (statusCode === 400) return new Problem('bad_request', 'The request cannot be read.', { cause: error })
  return new Problem('internal', 'Something broke on our side. Ask again, and name the request id if it stays.', {
    cause: error,
  })
}

export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const instance = request.url.split('?', 1)[0]!
  if (problem.retryAfterMs !== undefined)
    reply.header('retry-after', Math.max(1, Math.ceil(problem.retryAfterMs / 1000)))
  if (problem.replayed) reply.header('idempotency-replayed', 'true')
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  reply.code(problem.status).header('content-type', 'application/problem+json')
  reply.send(JSON.stringify(problemBody(problem, instance, request.id)))
}

/** Answers bytes that are no HTTP request, on the bare socket. */
export function refuseUnreadable(socket: Duplex, requestId: string): void {
  // While a request that came whole is being answered, this would be taken for its answer.
  const { _httpMessage: answer } = socket as Duplex & { _httpMessage?: { req: { complete: boolean } } | null }
  if (!socket.writable || answer?.req.complete) return void socket.destroy()
  const problem = new Problem('bad_request', 'This is not an HTTP request that can be read.')
  const body = JSON.stringify(problemBody(problem, '/', requestId))
  const head = `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`
  socket.end(`HTTP/1.1 400 Bad Request\r\nx-request-id: ${requestId}\r\n${head}\r\n\r\n${body}`)
}

function problemBody(problem: Problem, instance: string, requestId: string): ProblemBody {
  return {
    type: `/problems/${problem.code}`,
    title: problems[problem.code].title,
    status: problem.status,
    code: problem.code,
    detail: problem.message.slice(0, 1024),
    instance: uriReference(instance).slice(0, MAX_INSTANCE),
    requestId,
    retryable: problem.retryable,
    ...(problem.limit && { limit: problem.limit }),
    ...(problem.errors && { errors: [...problem.errors] }),
  }
}

/** The path with everything encoded that no URI may hold, a lone "%" among it. */
const uriReference = (path: string): string =>
  path.replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/%-]/g, (wrong) =>
    encodeURIComponent(wrong.toWellFormed()),
  )
