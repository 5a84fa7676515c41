import { isObject, type Json, type JsonObject, objectAt, optionalObjectAt, stringsOf } from './json.ts'
import { dereferenced, schemaNameOf } from './references.ts'

const rateHeaders = { RateLimit: 'RateLimit', 'RateLimit-Policy': 'RateLimitPolicy' }
const replayed = { 'Idempotency-Replayed': 'IdempotencyReplayed' }
/** Responses that may say when to ask again. */
const retriable = ['TooManyRequests', 'Conflict', 'IdempotencyConflict']
const changes = ['patch', 'put', 'delete']
const methods = ['get', 'post', ...changes]

/**
 * The OpenAPI document with what operations have without saying so (`specs/rest/inherited.yaml`): parameters, headers
 * and statuses of limits, idempotency and preconditions. What an operation says itself stays.
 */
export function inheritRules(document: JsonObject, inherited: JsonObject): JsonObject {
  const paths = Object.entries(optionalObjectAt(document, 'paths')).map(
    ([path, item]) => [path, isObject(item) ? dereferenced(document, item) : {}] as const,
  )
  const resources = new Set(paths.flatMap(([path, item]) => (isResource(path, item) ? [nameOf(item.get)] : [])))
  return {
    ...document,
    paths: Object.fromEntries(
      paths.map(([path, item]) => [
        path,
        inheriting(document, path, item, { all: resources, parent: above(path, paths) }),
      ]),
    ),
    components: withComponents(optionalObjectAt(document, 'components'), inherited),
  }
}

function withComponents(components: JsonObject, inherited: JsonObject): JsonObject {
  const merged = { ...components }
  for (const kind of ['parameters', 'headers', 'responses']) {
    merged[kind] = { ...optionalObjectAt(components, kind), ...optionalObjectAt(inherited, kind) }
  }
  const responses = Object.entries(objectAt(merged, 'responses')).map(([name, response]) => {
    const own = retriable.includes(name) ? { 'Retry-After': 'RetryAfter' } : {}
    const tag = name === 'NotModified' ? { ETag: 'ETag' } : replayed
    return [name, withHeaders(response as JsonObject, { ...rateHeaders, ...tag, ...own })]
  })
  return { ...merged, responses: Object.fromEntries(responses) }
}

/** Whether the path is one resource, so that its GET tells an ETag. */
function isResource(path: string, item: JsonObject): boolean {
  const read = item.get
  if (!isObject(read) || answerOf(read) === undefined) return false
  if (typeof read['x-etag'] === 'boolean') return read['x-etag']
  return path.endsWith('}') || 'patch' in item || 'put' in item
}

/** The JSON schema of its answer 200. */
function answerOf(operation: Json | undefined, status = '200'): Json | undefined {
  const response = optionalObjectAt(optionalObjectAt(operation as JsonObject, 'responses'), status)
  const media = optionalObjectAt(optionalObjectAt(response, 'content'), 'application/json')
  return media.schema
}

const nameOf = (operation: Json | undefined, status?: string): string | null =>
  schemaNameOf(answerOf(operation, status) ?? null)

/** The schema of the resource that the path lies right under, as `/agents/{agentId}/publish` does under the agent. */
function above(path: string, paths: readonly (readonly [path: string, item: JsonObject])[]): string | null {
  const parent = path.slice(0, path.lastIndexOf('/'))
  const [, item] = paths.find(([other, at]) => other === parent && isResource(other, at)) ?? []
  return item === undefined ? null : nameOf(item.get)
}

function inheriting(
  document: JsonObject,
  path: string,
  item: JsonObject,
  /** Names of schemas: of every resource, and of the one that the path lies right under. */
  resources: { readonly all: ReadonlySet<string | null>; readonly parent: string | null },
): JsonObject {
  const one = isResource(path, item)
  const entries = Object.entries(item).map(([method, operation]) => {
    if (!methods.includes(method) || !isObject(operation)) return [method, operation] as const
    const guarded = asksForKey(document, operation)
    const tells = (status: string): boolean => {
      const name = nameOf(operation, status)
      return method === 'get' ? one && status === '200' : name !== null && resources.all.has(name)
    }
    const rules: Rules = {
      guarded,
      tells,
      idempotent: method === 'post' && guarded && stringsOf(operation['x-roles']).some((role) => role !== 'operator'),
      reads: method === 'get' && one,
      changes: changes.includes(method)
        ? one
        : method === 'post' && resources.parent !== null && nameOf(operation) === resources.parent,
    }
    return [method, withRules(operation, rules)] as const
  })
  return Object.fromEntries(entries)
}

/** Whether it takes a key of ours: not where anybody may call it, nor where a provider signs. */
export function asksForKey(document: JsonObject, operation: JsonObject): boolean {
  const security = operation.security ?? document.security
  return Array.isArray(security) && security.some((scheme) => isObject(scheme) && 'apiKey' in scheme)
}

interface Rules {
  readonly guarded: boolean
  readonly idempotent: boolean
  readonly reads: boolean
  readonly changes: boolean
  /** Whether the answer of this status has an ETag. */
  readonly tells: (status: string) => boolean
}

function withRules(operation: JsonObject, { guarded, idempotent, reads, changes, tells }: Rules): JsonObject {
  const parameters = [
    ...(Array.isArray(operation.parameters) ? operation.parameters : []),
    ...(idempotent ? [reference('parameters', 'IdempotencyKey')] : []),
    ...(reads ? [reference('parameters', 'IfNoneMatch')] : []),
    ...(changes ? [reference('parameters', 'IfMatch')] : []),
  ]
  const own = Object.entries(objectAt(operation, 'responses')).map(([status, response]) => [
    status,
    withHeaders(response as JsonObject, {
      ...(guarded && rateHeaders),
      ...(idempotent && replayed),
      ...(tells(status) && { ETag: 'ETag' }),
    }),
  ])
  const responses = {
    ...(reads && { 304: reference('responses', 'NotModified') }),
    ...(idempotent && { 409: reference('responses', 'IdempotencyConflict') }),
    ...(changes && { 412: reference('responses', 'PreconditionFailed') }),
    ...(guarded && { 429: reference('responses', 'TooManyRequests') }),
    ...Object.fromEntries(own),
  }
  return { ...operation, ...(parameters.length > 0 && { parameters }), responses }
}

const reference = (kind: string, name: string): JsonObject => ({ $ref: `#/components/${kind}/${name}` })

/** The response with these headers; one that stands elsewhere has its headers there. */
function withHeaders(response: JsonObject, headers: Readonly<Record<string, string>>): JsonObject {
  if ('$ref' in response || Object.keys(headers).length === 0) return response
  const added = Object.entries(headers).map(([name, component]) => [name, reference('headers', component)])
  return { ...response, headers: { ...Object.fromEntries(added), ...optionalObjectAt(response, 'headers') } }
}
