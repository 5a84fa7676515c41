import { isObject, type Json, type JsonObject } from '../../bundle/json.ts'
import { dereferenced } from '../../bundle/references.ts'
import { isProblem, type Operation, operationsOf, type Response } from '../operations.ts'

/** Verbs that say no more than the HTTP method: the path has the noun. Any other verb may stand in the path as well. */
const plainVerbs = ['list', 'create', 'get', 'update', 'delete', 'put']

/** One method of an SDK: an operation, and where it stands in the tree of resources. */
export interface SdkMethod {
  readonly operation: Operation
  /** `['agents', 'versions']`, camelCase. */
  readonly resource: readonly string[]
  /** `list`. */
  readonly name: string
  /** The success that it answers with. */
  readonly success: Response
  /** The path's parameters, in their order. */
  readonly path: readonly { readonly name: string; readonly type: 'string' | 'number' }[]
  /** Whether it has query parameters, and whether one of them is required. */
  readonly query: 'none' | 'optional' | 'required'
  readonly body: 'none' | 'optional' | 'required'
  /** The schema of one item where it answers page by page (`data`, `nextCursor`, `cursor`). */
  readonly item: Json | null
  /** Whether it answers with server-sent events; `item` is what each of them holds then. */
  readonly stream: boolean
  /** Whether it takes an Idempotency-Key. */
  readonly idempotencyKey: boolean
  /** Whether it takes If-Match. */
  readonly ifMatch: boolean
}

/** A node of the tree: its methods and the resources below it. */
export interface SdkResource {
  /** `['agents', 'versions']`; empty at the top. */
  readonly path: readonly string[]
  readonly methods: readonly SdkMethod[]
  readonly below: readonly SdkResource[]
}

/** Every operation that asks for a key, as a method: `GET /v1/agents/{agentId}/versions` is `agents.versions.list`. */
export function sdkMethods(document: JsonObject): SdkMethod[] {
  const lists = operationsOf(document)
    .filter(({ roles }) => roles !== null)
    .map((operation) => methodOf(document, operation))
  // What a stream tells of is what the list above it holds.
  const listAt = (path: string): Json | null =>
    lists.find((one) => one.item !== null && one.operation.path === path)?.item ?? null
  const methods = lists.map((one) => (one.stream ? { ...one, item: listAt(parentOf(one.operation.path)) } : one))
  const names = methods.map(({ resource, name }) => [...resource, name].join('.'))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new Error(`Two operations would be "${twice}" in the SDKs: give one another path or verb.`)
  return methods
}

/** The tree of the methods, in the order of the document. */
export function resourceTree(methods: readonly SdkMethod[], path: readonly string[] = []): SdkResource {
  const inside = methods.filter(({ resource }) => path.every((step, index) => resource[index] === step))
  const below = [...new Set(inside.flatMap(({ resource }) => resource[path.length] ?? []))]
  return {
    path,
    methods: inside.filter(({ resource }) => resource.length === path.length),
    below: below.map((step) => resourceTree(inside, [...path, step])),
  }
}

function methodOf(document: JsonObject, operation: Operation): SdkMethod {
  const { id, parameters, bodies, bodyRequired } = operation
  const steps = stepsOf(operation.path)
  const query = parameters.filter((parameter) => parameter.in === 'query')
  const takes = (header: string): boolean => parameters.some(({ name }) => name === header)
  const success = operation.responses.find((response) => response.status < 300 && !isProblem(response))
  if (success === undefined) throw new Error(`The operation ${id} has no success to answer with.`)
  return {
    operation,
    ...methodPlace(id, operation.path),
    success,
    path: steps.filter((step) => step.startsWith('{')).map((step) => pathParameter(document, operation, step)),
    query: query.length === 0 ? 'none' : query.some(({ required }) => required === true) ? 'required' : 'optional',
    body: Object.keys(bodies).length === 0 ? 'none' : bodyRequired ? 'required' : 'optional',
    item: query.some(({ name }) => name === 'cursor') ? itemOf(document, success) : null,
    stream: success.contentType === 'text/event-stream',
    idempotencyKey: takes('Idempotency-Key'),
    ifMatch: takes('If-Match'),
  }
}

/** Where the method of an operation stands, and what it is called. */
export function methodPlace(id: string, path: string): Pick<SdkMethod, 'resource' | 'name'> {
  const name = /^[a-z]*/.exec(id)![0]
  const fixed = stepsOf(path)
    .filter((step) => !step.startsWith('{'))
    .map(camelCase)
  const named = !plainVerbs.includes(name) && fixed.at(-1) === name
  return { resource: named ? fixed.slice(0, -1) : fixed, name }
}

const stepsOf = (path: string): string[] => path.split('/').filter((step) => step !== '' && !/^v\d+$/.test(step))

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

function pathParameter(document: JsonObject, { id, parameters }: Operation, step: string): SdkMethod['path'][number] {
  const name = step.slice(1, -1)
  const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
  if (parameter === undefined) throw new Error(`The operation ${id} does not say what {${name}} of its path is.`)
  const schema = isObject(parameter.schema) ? dereferenced(document, parameter.schema) : {}
  return { name, type: schema.type === 'integer' || schema.type === 'number' ? 'number' : 'string' }
}

/** The schema of what `data` of a page is a list of. */
function itemOf(document: JsonObject, { schema }: Response): Json | null {
  const page = isObject(schema) ? dereferenced(document, schema) : {}
  const properties = isObject(page.properties) ? page.properties : {}
  if (!isObject(properties.data) || properties.nextCursor === undefined) return null
  return dereferenced(document, properties.data).items ?? null
}

const camelCase = (text: string): string => text.replace(/[-_.](\w)/g, (_, letter: string) => letter.toUpperCase())
