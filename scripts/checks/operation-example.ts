import { type OperationId, routes } from '#generated/operations.gen.ts'
import { parameters, requestBody, responseBody } from '#generated/validators.gen.ts'
import { type Validator, violationsOf } from '#generated/violation.gen.ts'
import { isObject, type Json, type JsonObject, optionalObjectAt } from '../bundle/json.ts'
import type { Fault } from './examples.ts'

/** What is wrong with `{ "request": { path, query, header, contentType, body }, "response": { status, body } }`. */
export function operationFaults(id: OperationId, example: Json): Fault[] {
  if (!isObject(example) || !('request' in example || 'response' in example)) {
    return [{ keyword: 'required', pointer: '/request' }]
  }
  const { request, response } = example
  return [
    ...(isObject(request) ? requestFaults(id, request) : []),
    ...(isObject(response) ? responseFaults(id, response) : []),
  ]
}

function requestFaults(id: OperationId, request: JsonObject): Fault[] {
  const parameterFaults = (['path', 'query', 'header'] as const).flatMap((place) =>
    found(parameters(id, place), optionalObjectAt(request, place)),
  )
  return [...parameterFaults, ...bodyFaults(id, request)]
}

function bodyFaults(id: OperationId, request: JsonObject): Fault[] {
  const { bodyTypes, bodyRequired } = routes[id]
  if (request.body === undefined) {
    return bodyRequired ? [{ keyword: 'required', pointer: '/body' }] : []
  }
  const contentType = request.contentType ?? bodyTypes[0]
  const validate = typeof contentType === 'string' ? requestBody(id, contentType) : undefined
  return validate === undefined ? [{ keyword: 'contentType', pointer: '' }] : found(validate, request.body)
}

function responseFaults(id: OperationId, { status, body }: JsonObject): Fault[] {
  const { success, problems }: { success: Readonly<Record<number, string | null>>; problems: readonly number[] } =
    routes[id]
  if (typeof status !== 'number' || (!(status in success) && !problems.includes(status))) {
    return [{ keyword: 'enum', pointer: '/status' }]
  }
  const validate = responseBody(id, status)
  if (validate !== undefined) {
    return found(validate, body)
  }
  const expected = success[status] === null ? 'undefined' : 'string'
  return typeof body === expected ? [] : [{ keyword: 'type', pointer: '' }]
}

function found(validate: Validator | undefined, data: Json | undefined): Fault[] {
  return validate === undefined || validate(structuredClone(data)) ? [] : violationsOf(validate)
}
