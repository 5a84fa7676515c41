import type { FastifyRequest } from 'fastify'
import { type OperationId, type Route, routes } from '#generated/operations.gen.ts'
import { type ParameterPlace, parameters, requestBody } from '#generated/validators.gen.ts'
import { violationsOf } from '#generated/violation.gen.ts'
import { deepestNesting, nestsDeeper } from '#runtime/core/nesting.ts'
import { Problem, type Violation } from '#runtime/core/problem.ts'
import { unreadableText } from './readable-text.ts'

/** Holds a request against the contract: path, query and headers are coerced, the body is not. Throws `bad_request` and the like. */
export function checkRequest(id: OperationId, request: FastifyRequest): void {
  checkParameters(id, 'path', request.params)
  checkParameters(id, 'query', request.query)
  checkParameters(id, 'header', request.headers)
  checkBody(id, request)
}

function checkParameters(id: OperationId, place: ParameterPlace, values: unknown): void {
  const validate = parameters(id, place)
  if (validate === undefined) return
  if (validate(values)) return place === 'header' ? undefined : refuseEndless(values as Record<string, unknown>)
  const where = place === 'header' ? 'header' : 'parameter'
  // Of a list the parameter is named, not its item.
  refuse(violationsOf(validate).map(({ pointer, ...rest }) => ({ [where]: pointer.split('/')[1] ?? '', ...rest })))
}

/** Coercion makes a number of "Infinity" and "1e999", and rules on numbers pass them over. */
function refuseEndless(values: Record<string, unknown>): void {
  const endless = Object.keys(values).filter((name) => Math.abs(values[name] as number) === Number.POSITIVE_INFINITY)
  if (endless.length > 0)
    refuse(endless.map((parameter) => ({ parameter, message: 'must be finite', keyword: 'type' })))
}

function checkBody(id: OperationId, request: FastifyRequest): void {
  const route: Route = routes[id]
  if (route.bodyTypes.length === 0) return
  if (request.body === undefined) {
    if (route.bodyRequired)
      throw new Problem('bad_request', 'This operation needs a body.', {
        errors: [{ pointer: '', message: 'is missing', keyword: 'required' }],
      })
    return
  }
  const contentType = mediaType(request.headers['content-type'])
  const validate = requestBody(id, contentType)
  if (validate === undefined) {
    throw new Problem('unsupported_media_type', `Send the body as ${route.bodyTypes.join(' or ')}.`)
  }
  if (nestsDeeper(request.body))
    refuse([{ pointer: '', message: `must not nest deeper than ${deepestNesting}`, keyword: 'maxDepth' }])
  if (!validate(request.body)) refuse(violationsOf(validate))
  const pointer = unreadableText(request.body)
  if (pointer !== null) refuse([{ pointer, message: 'must not hold NUL or half a surrogate pair', keyword: 'format' }])
}

function refuse(errors: readonly Violation[]): never {
  const [first] = errors
  const place = first?.parameter ?? first?.header ?? first?.pointer ?? ''
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  throw new Problem('bad_request', `${place === '' ? 'The body' : `"${place}"`} ${first?.message}${more}.`, { errors })
}

export const mediaType = (header: string | undefined): string => (header ?? '').split(';', 1)[0]!.trim().toLowerCase()
