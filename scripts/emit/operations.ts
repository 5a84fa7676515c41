import { asksForKey } from '../bundle/inherit.ts'
import { isDraft, isObject, type Json, type JsonObject, objectAt, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import { dereferenced } from '../bundle/references.ts'
import { header, literal, propertyName, unionOfStrings } from './source-text.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const knownRoles = ['admin', 'dev', 'analyst', 'operator', 'monitor']
/** Roles that only drafts have, so that nobody has them yet. */
const draftRoles = ['account']

/** One operation of the OpenAPI document, with what holds for its whole path put in. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Null where no key of ours is asked for: anybody may call it, or a provider signs. */
  readonly roles: readonly string[] | null
  /** The security scheme by which somebody else signs the request; null where nobody does. */
  readonly signedBy: string | null
  readonly bodyRequired: boolean
  /** Content type to schema. */
  readonly bodies: Readonly<Record<string, Json>>
  readonly parameters: readonly JsonObject[]
  readonly responses: readonly Response[]
  readonly source: JsonObject
}

export interface Response {
  readonly status: number
  readonly description: string
  /** Null where there is no body. */
  readonly contentType: string | null
  readonly schema: Json | undefined
  /** Names of the headers that it may have. */
  readonly headers: readonly string[]
}

/** Every operation, in the order of the document. What is wrong with one is an error that names it. */
export function operationsOf(document: JsonObject): Operation[] {
  const operations: Operation[] = []
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    const pathItem = isObject(item) ? dereferenced(document, item) : {}
    for (const method of Object.keys(pathItem).filter((key) => methods.includes(key))) {
      operations.push(operationOf(document, path, method, pathItem))
    }
  }
  const ids = operations.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) {
    throw new Error(`Two operations are called "${twice}".`)
  }
  return operations
}

function operationOf(document: JsonObject, path: string, method: string, pathItem: JsonObject): Operation {
  const source = objectAt(pathItem, method)
  const id = source.operationId
  if (typeof id !== 'string' || !/^[a-z]+([A-Z][a-z0-9]*)+$/.test(id)) {
    throw new Error(`${method.toUpperCase()} ${path} needs an operationId of a verb and a noun, as "createAgent".`)
  }
  const body = isObject(source.requestBody) ? dereferenced(document, source.requestBody) : {}
  const own = listOf(source.parameters).map((parameter) => dereferenced(document, parameter))
  const shared = listOf(pathItem.parameters)
    .map((parameter) => dereferenced(document, parameter))
    .filter(({ name, in: place }) => !own.some((parameter) => parameter.name === name && parameter.in === place))
  return {
    id,
    method: method.toUpperCase(),
    path,
    roles: rolesOf(document, source, id),
    signedBy: asksForKey(document, source) ? null : (Object.keys(listOf(source.security)[0] ?? {})[0] ?? null),
    bodyRequired: body.required === true,
    bodies: Object.fromEntries(
      Object.entries(optionalObjectAt(body, 'content')).map(([type, media]) => [
        type,
        (media as JsonObject).schema ?? {},
      ]),
    ),
    parameters: [...shared, ...own],
    responses: Object.entries(objectAt(source, 'responses', `responses of ${id}`)).map(([status, response]) =>
      responseOf(dereferenced(document, response as JsonObject), status, id),
    ),
    source,
  }
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function rolesOf(document: JsonObject, source: JsonObject, id: string): string[] | null {
  if (Array.isArray(source.security) && !asksForKey(document, source)) {
    return null
  }
  const roles = stringsOf(source['x-roles'])
  if (!asksForKey(document, source) || roles.length === 0) {
    throw new Error(`The operation ${id} needs x-roles, or security: [] when anybody may call it.`)
  }
  const allowed = isDraft(source) ? [...knownRoles, ...draftRoles] : knownRoles
  const unknown = roles.find((role) => !allowed.includes(role))
  if (unknown !== undefined) {
    throw new Error(`The operation ${id} names the role "${unknown}"; there are ${allowed.join(', ')}.`)
  }
  return roles
}

function responseOf(response: JsonObject, status: string, id: string): Response {
  if (!/^[1-5]\d\d$/.test(status)) {
    throw new Error(`The operation ${id} must list each status by its number, not "${status}".`)
  }
  const [media, ...others] = Object.entries(optionalObjectAt(response, 'content'))
  if (others.length > 0) {
    throw new Error(`The operation ${id} answers ${status} in more than one content type.`)
  }
  return {
    status: Number(status),
    description: String(response.description ?? ''),
    contentType: media?.[0] ?? null,
    schema: media === undefined ? undefined : (media[1] as JsonObject).schema,
    headers: Object.keys(optionalObjectAt(response, 'headers')),
  }
}

export function isProblem({ contentType }: Response): boolean {
  return contentType === 'application/problem+json'
}

/** `generated/operations.gen.ts`: where each operation is mounted and who may call it. */
export function emitOperations(document: JsonObject): string {
  const operations = operationsOf(document)
  const schemes = [...new Set(operations.flatMap(({ signedBy }) => signedBy ?? []))]
  return `${header('specs/openapi.yaml')}
export type Role = ${unionOfStrings(knownRoles)}

/** Security schemes by which others sign their requests. */
export type SignatureScheme = ${unionOfStrings(schemes)}

export type OperationId =
${operations.map(({ id }) => `  | '${id}'`).join('\n')}

export interface Route {
  readonly method: ${unionOfStrings(methods.map((method) => method.toUpperCase()))}
  /** Path template of OpenAPI: \`/v1/agents/{agentId}\`. */
  readonly path: string
  /** Who may call it; null where no key is asked for. */
  readonly roles: readonly Role[] | null
  /** Who signs the request, where it is somebody else's: the name of a security scheme. */
  readonly signedBy: SignatureScheme | null
  /** Content types of the request body; none when there is no body. */
  readonly bodyTypes: readonly string[]
  readonly bodyRequired: boolean
  /** Each status that is no problem document, with the content type of its body; null when it has none. */
  readonly success: Readonly<Record<number, string | null>>
  /** Statuses that are answered with a problem document. */
  readonly problems: readonly number[]
  /** Statuses whose answer has an ETag. */
  readonly etags: readonly number[]
  /** The operation that reads what \`If-Match\` is held against; null where it is not taken. */
  readonly ifMatch: OperationId | null
  /** Whether it takes an Idempotency-Key. */
  readonly idempotent: boolean
}

export const routes = {
${operations.map((operation) => route(operation, readOf(operation, operations))).join('')}} as const satisfies Record<OperationId, Route>
`
}

/** The GET of the same path, or of the one above it, for an operation that takes `If-Match`. */
function readOf({ id, path, parameters }: Operation, operations: readonly Operation[]): string | null {
  if (!parameters.some(({ name }) => name === 'If-Match')) return null
  const readAt = (at: string) => operations.find((operation) => operation.path === at && operation.method === 'GET')
  const read = readAt(path) ?? readAt(path.slice(0, path.lastIndexOf('/')))
  if (read === undefined) throw new Error(`The operation ${id} takes If-Match, and nothing reads ${path}.`)
  return read.id
}

function route(operation: Operation, read: string | null): string {
  const { id, method, path, roles, signedBy, bodies, bodyRequired, responses, parameters } = operation
  const etags = responses.filter(({ status, headers }) => status < 300 && headers.includes('ETag'))
  const success = responses.filter((response) => !isProblem(response))
  const problems = responses.filter(isProblem)
  return `  ${propertyName(id)}: {
    method: ${literal(method)},
    path: ${literal(path)},
    roles: ${literal(roles)},
    signedBy: ${literal(signedBy)},
    bodyTypes: ${literal(Object.keys(bodies))},
    bodyRequired: ${bodyRequired},
    success: ${literal(Object.fromEntries(success.map(({ status, contentType }) => [status, contentType])))},
    problems: ${literal(problems.map(({ status }) => status))},
    etags: ${literal(etags.map(({ status }) => status))},
    ifMatch: ${literal(read)},
    idempotent: ${parameters.some(({ name }) => name === 'Idempotency-Key')},
  },
`
}
