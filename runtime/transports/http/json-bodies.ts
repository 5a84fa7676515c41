import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { Problem } from '#runtime/core/problem.ts'

const NOT_UTF8 = 'The body is not UTF-8; JSON is nothing else (RFC 8259).'

/** Bodies are JSON in UTF-8: other bytes are refused, where a lenient reader would put other characters in their place. */
export function readJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeContentTypeParser(['text/plain', 'application/json'])
  server.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      if (!isUtf8(body)) {
        const errors = [{ pointer: '', message: 'is not UTF-8', keyword: 'format' }]
        return done(new Problem('bad_request', NOT_UTF8, { errors }))
      }
      return parse(request, body.toString(), done)
    },
  )
}
