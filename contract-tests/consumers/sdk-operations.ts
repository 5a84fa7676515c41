import { MatchersV3 } from '@pact-foundation/pact'
import type { Document } from '#sdks/contract/document.ts'
import { documentOf, examplesOf } from '#sdks/contract/published.ts'
import { INSTANT, loosely, type Template } from './loose.ts'

const { fromProviderState, regex } = MatchersV3
export const openapi = documentOf('openapi')

/** What the SDK asks of one operation, and what it is promised: by the operation's own example. */
export interface SdkRequest {
  readonly id: string
  readonly method: string
  readonly path: string | MatchersV3.Matcher<string>
  readonly query: Readonly<Record<string, string | string[]>>
  readonly headers: Readonly<Record<string, MatchersV3.Matcher<string>>>
  readonly body: unknown
  /** Where the SDK must ask: the mock takes any path where one has names in it. */
  readonly target: string
  /** Of the SDK's method. */
  readonly args: readonly unknown[]
  readonly status: number
  readonly answerHeaders: Readonly<Record<string, MatchersV3.Matcher<string>>>
  /** With matchers; undefined where nothing comes that a client could lean on. */
  readonly answer: Template | undefined
}

/** Every operation that asks for a key: the SDK has a method for it. `present`: see `loosely`. */
export function sdkRequests(present = false): SdkRequest[] {
  const all = Object.entries<Document>(openapi.paths).flatMap(([path, item]) =>
    Object.entries<Document>(item).flatMap(([method, operation]) =>
      operation.operationId !== undefined && operation.security === undefined
        ? [requestOf(method.toUpperCase(), path, operation, { shared: item.parameters, present })]
        : [],
    ),
  )
  return all.sort((one, other) => (one.id < other.id ? -1 : 1))
}

interface Manner {
  /** Parameters of the path. */
  readonly shared?: Document[]
  readonly present: boolean
}

function requestOf(method: string, template: string, operation: Document, manner: Manner): SdkRequest {
  const { shared = [], present } = manner
  const id: string = operation.operationId
  const { request = {}, response } = exampleOf(id, operation)
  const parameters = [...shared, ...(operation.parameters ?? [])].map((one) => resolved(one))
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const { cursor: _, ...asked } = request.query ?? {}
  // A list is asked for whole: what filters leave of it is the platform's own matter.
  const query = id.startsWith('list') ? {} : asked
  const filled = template.replace(/\{(\w+)\}/g, (_all, name: string) => String(request.path[name]))
  const success = resolved(operation.responses[response.status])
  const [type] = Object.keys(success.content ?? {})
  const isJson = type === 'application/json'
  const takes = (header: string): boolean => parameters.some(({ name }) => name === header)
  return {
    ...{ id, method, query: provided(query), body: provided(request.body), status: response.status },
    ...{ target: filled, path: names.length === 0 ? filled : named(template.replaceAll('{', '${'), filled) },
    headers: {
      Authorization: regex('^Bearer \\S+$', 'Bearer key-of-a-tenant'),
      ...(request.body !== undefined && {
        'Content-Type': oneOf(Object.keys(resolved(operation.requestBody).content)),
      }),
      ...(takes('Idempotency-Key') && {
        'Idempotency-Key': regex('^[0-9a-f-]{36}$', '5f0c3a52-52c4-4c62-9ac3-bd3c5f3a1f0b'),
      }),
    },
    args: [
      ...names.map((name) =>
        typed(
          parameters.find((one) => one.name === name),
          request.path[name],
        ),
      ),
      ...(operation.requestBody ? [request.body] : []),
      ...(parameters.some((one) => one.in === 'query') ? [query] : []),
    ],
    answerHeaders: {
      'X-Request-Id': regex('^req_\\w+$', 'req_01jd3w7q8re5a9v6c2k4m0n7xz'),
      ...(type !== undefined && { 'Content-Type': regex(`^${type}.*$`, type) }),
      ...(success.headers?.ETag && { ETag: regex('^"[^"]+"$', '"1"') }),
    },
    answer: isJson ? loosely(openapi, success.content[type].schema, response.body, { present }) : undefined,
  }
}

/** A text with names of the provider's in it. */
const named = (expression: string, example: string): MatchersV3.Matcher<string> =>
  fromProviderState(expression, example) as unknown as MatchersV3.Matcher<string>

/** What names something of the provider's, or a moment of its clock. */
const NAMES = ['agentId', 'url', 'since', 'until']

/** The same, with names that the provider puts in, and instants as each language writes them. */
function provided<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, field]) => {
    if (NAMES.includes(name) && field !== null) return [name, fromProviderState(`\${${name}}`, field)]
    return [name, new RegExp(INSTANT).test(field) ? regex(INSTANT, field) : field]
  })
  return Object.fromEntries(fields)
}

const oneOf = (types: readonly string[]): MatchersV3.Matcher<string> =>
  regex(`^(${types.map((type) => type.replace('+', '\\+')).join('|')})$`, types[0]!)

/** The first valid example that succeeds; of a list one that has something, of a stream one that is over. */
function exampleOf(id: string, operation: Document): Document {
  const found = examplesOf(id).filter(({ response }) => response !== undefined && response.status < 300)
  const whole = found.filter(
    ({ response }) => !streams(operation, response.status) && response.body?.data?.length !== 0,
  )
  const chosen = whole[0] ?? found[0]
  if (chosen === undefined) throw new Error(`specs/examples/${id} has no request with the answer that it succeeds with`)
  return chosen
}

const streams = (operation: Document, status: number): boolean =>
  'text/event-stream' in (resolved(operation.responses[status])?.content ?? {})

function resolved(node: Document): Document {
  if (node?.$ref === undefined) return node
  return resolved(
    node.$ref
      .slice('#/'.length)
      .split('/')
      .reduce((at: Document, step: string) => at[step], openapi),
  )
}

const typed = (parameter: Document, value: unknown): unknown =>
  resolved(parameter?.schema)?.type === 'integer' ? Number(value) : value
