import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '#runtime/core/problem.ts'

/** What others sign is held against their signature byte for byte. */
const SIGNED_TYPES = ['application/webhook+json']
const MAX_SIGNED_BYTES = 256 * 1024

const NO_TYPE = 'Send the body as one of the content types of this operation.'
const NOT_UTF8 = 'The body is not UTF-8; JSON is nothing else (RFC 8259).'

/**
 * Bodies are JSON in UTF-8: other bytes are refused, where a lenient reader would put other characters in their place. One without a byte is
 * none, whatever its headers say: clients name a type, or send chunks, where they have nothing to send.
 */
export function readJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeContentTypeParser(['text/plain', 'application/json'])
  const readUtf8 = (
    request: FastifyRequest,
    body: Buffer,
    done: (error: Error | null, body?: unknown) => void,
  ): void => {
    if (body.length === 0) return done(null, undefined)
    if (!isUtf8(body)) {
      const errors = [{ pointer: '', message: 'is not UTF-8', keyword: 'format' }]
      return done(new Problem('bad_request', NOT_UTF8, { errors }))
    }
    parse(request, body.toString(), done)
  }
  server.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'buffer' }, readUtf8)
  server.addContentTypeParser<Buffer>(
    SIGNED_TYPES,
    { parseAs: 'buffer', bodyLimit: MAX_SIGNED_BYTES },
    (request, body, done) => {
      request.rawBody = body
      readUtf8(request, body, done)
    },
  )
  server.addContentTypeParser('*', (request, payload, done) => {
    // Where nothing is, nothing is read.
    if (request.is404) return done(null, undefined)
    const end = (error: Error | null): void => {
      payload.off('data', refuse).off('end', none).off('error', end)
      done(error, undefined)
    }
    const refuse = (): void => end(new Problem('unsupported_media_type', NO_TYPE))
    const none = (): void => end(null)
    payload.on('data', refuse).on('end', none).on('error', end)
  })
}
