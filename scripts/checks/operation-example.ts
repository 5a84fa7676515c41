import { type OperationId, routes } from '#generated/operations.gen.ts'
import { type ParameterPlace, parameters, requestBody, responseBody } from '#generated/validators.gen.ts'
import { type Validator, violationsOf } from '#generated/violation.gen.ts'
import { isObject, type Json, type JsonObject, optionalObjectAt } from '../bundle/json.ts'
import type { Fault } from './examples.ts'

/** What an example of an operation is held against. */
export interface OperationChecks {
  readonly bodyTypes: readonly string[]
  readonly bodyRequired: boolean
  /** Each status that is no problem document, with the content type of its body; null when it has none. */
  readonly success: Readonly<Record<number, string | null>>
  readonly problems: readonly number[]
  readonly parameters: (place: ParameterPlace) => Validator | undefined
  readonly requestBody: (contentType: string) => Validator | undefined
  readonly responseBody: (status: number) => Validator | undefined
}

/** The checks of an operation that is served: the ones with which the server was generated. */
export function liveChecks(id: OperationId): OperationChecks {
  return {
    ...routes[id],
    parameters: (place) => parameters(id, place),
    requestBody: (contentType) => requestBody(id, contentType),
    responseBody: (status) => responseBody(id, status),
  }
}

/** What is wrong with `{ "request": { path, query, header, contentType, body }, "response": { status, body } }`. */
export function operationFaults(checks: OperationChecks, example: Json): Fault[] {
  if (!isObject(example) || !('request' in example || 'response' in example)) {
    return [{ keyword: 'required', pointer: '/request' }]
  }
  const { request, response } = example
  return [
    ...(isObject(request) ? requestFaults(checks, request) : []),
    ...(isObject(response) ? responseFaults(checks, response) : []),
  ]
}

function requestFaults(checks: OperationChecks, request: JsonObject): Fault[] {
  const parameterFaults = (['path', 'query', 'header'] as const).flatMap((place) =>
    found(checks.parameters(place), optionalObjectAt(request, place)),
  )
  return [...parameterFaults, ...bodyFaults(checks, request)]
}

function bodyFaults({ bodyTypes, bodyRequired, requestBody }: OperationChecks, request: JsonObject): Fault[] {
  if (request.body === undefined) {
    return bodyRequired ? [{ keyword: 'required', pointer: '/body' }] : []
  }
  const contentType = request.contentType ?? bodyTypes[0]
  const validate = typeof contentType === 'string' ? requestBody(contentType) : undefined
  return validate === undefined ? [{ keyword: 'contentType', pointer: '' }] : found(validate, request.body)
}

function responseFaults({ success, problems, responseBody }: OperationChecks, { status, body }: JsonObject): Fault[] {
  if (typeof status !== 'number' || (!(status in success) && !problems.includes(status))) {
    return [{ keyword: 'enum', pointer: '/status' }]
  }
  const validate = responseBody(status)
  if (validate !== undefined) {
    return found(validate, body)
  }
  const expected = success[status] === null ? 'undefined' : 'string'
  return typeof body === expected ? [] : [{ keyword: 'type', pointer: '' }]
}

function found(validate: Validator | undefined, data: Json | undefined): Fault[] {
  return validate === undefined || validate(structuredClone(data)) ? [] : violationsOf(validate)
}
