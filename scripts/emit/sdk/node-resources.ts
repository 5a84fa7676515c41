import type { JsonObject } from '../../bundle/json.ts'
import { schemaNameOf } from '../../bundle/references.ts'
import { docComment, header } from '../source-text.ts'
import { resourceTree, type SdkMethod, type SdkResource, sdkMethods } from './resource-tree.ts'
import { typedModels } from './session-events.ts'

/** `resources.gen.ts` of the Node SDK: a class a resource, and the client's own tree with a flat alias of each method. */
export function emitNodeResources(document: JsonObject): string {
  const methods = sdkMethods(document)
  const tree = resourceTree(methods)
  const items = [...new Set(methods.flatMap(({ item }) => schemaNameOf(item ?? undefined) ?? []))]
  const models = sorted([...items, ...methods.flatMap(typesOf)])
  const typed = models.filter((name) => typedModels.includes(name))
  return `${header('specs/openapi.yaml')}
import type { ApiPromise } from '../api-promise.ts'
import type { PagePromise } from '../page.ts'
import { type ChangeOptions, type RequestOptions, Resource, type StreamOptions } from '../resource.ts'
import {
${sorted(methods.map(({ operation }) => operation.id))
  .map((id) => `  ${id},\n`)
  .join('')}} from './rest/sdk.gen.ts'
import type {
${models
  .filter((name) => !typed.includes(name))
  .map((name) => `  ${name},\n`)
  .join('')}} from './rest/types.gen.ts'
${typed.length === 0 ? '' : `import type { ${typed.join(', ')} } from './session-events.gen.ts'\n`}
${tree.below.map(resourceClass).join('\n')}
/** Every resource of the API, and each operation by its own name. */
export abstract class Resources extends Resource {
${tree.below.map(field).join('')}
${methods.map(alias).join('')}}
`
}

function resourceClass(resource: SdkResource): string {
  return `${resource.below.map((one) => `${resourceClass(one)}\n`).join('')}export class ${className(resource.path)} extends Resource {
${[...resource.below.map(field), ...resource.methods.map(method)].join('\n')}}
`
}

const field = ({ path }: SdkResource): string => `  readonly ${path.at(-1)} = new ${className(path)}(this.transport)\n`

function method(one: SdkMethod): string {
  const { operation, name, item, idempotencyKey, success } = one
  const json = success.contentType === 'application/json'
  const { id, source } = operation
  const answer = answerOf(one)
  if (one.stream) return streaming(one)
  const entry = item === null ? null : (schemaNameOf(item) ?? `${answer}['data'][number]`)
  const call = entry === null ? `call<${answer}>` : `page<${entry}, ${answer}>`
  const returned = entry === null ? `ApiPromise<${answer}>` : `PagePromise<${entry}, ${answer}>`
  return `${docComment(`${source.summary}.\n\n${source.description}`, '  ')}  ${name}(${parameters(one).join(', ')}): ${returned} {
    return this.transport.${call}(${id}, ${request(one)}, options, { idempotencyKey: ${idempotencyKey}, json: ${json} })
  }
`
}

function streaming(one: SdkMethod): string {
  const { id, source } = one.operation
  const entry = schemaNameOf(one.item ?? undefined) ?? 'unknown'
  return `${docComment(`${source.summary}.\n\n${source.description}`, '  ')}  ${one.name}(${parameters(one).join(', ')}): AsyncIterable<${entry}> {
    return this.transport.stream<${entry}>(${id}, ${request(one)}, options)
  }
`
}

const answerOf = ({ operation: { id }, success: { contentType, schema, status } }: SdkMethod): string =>
  contentType === null ? 'void' : (schemaNameOf(schema) ?? `${pascal(id)}Responses[${status}]`)

const bodyOf = ({ operation: { id, bodies } }: SdkMethod): string =>
  schemaNameOf(Object.values(bodies)[0]) ?? `${pascal(id)}Data['body']`

/** Path parameters in their order, then the body, then the query, then what holds for the request. */
function parameters(method: SdkMethod): string[] {
  const { operation, path, body, query, ifMatch, stream } = method
  const last = ifMatch ? 'ChangeOptions' : stream ? 'StreamOptions' : 'RequestOptions'
  return [
    ...path.map(({ name, type }) => `${name}: ${type}`),
    ...(body === 'none' ? [] : [`body${body === 'optional' ? '?' : ''}: ${bodyOf(method)}`]),
    ...(query === 'none' ? [] : [`query${query === 'optional' ? '?' : ''}: ${pascal(operation.id)}Data['query']`]),
    `options?: ${last}`,
  ]
}

function request({ path, body, query }: SdkMethod): string {
  const parts = [
    ...(path.length === 0 ? [] : [`path: { ${path.map(({ name }) => name).join(', ')} }`]),
    ...(body === 'none' ? [] : ['body']),
    ...(query === 'none' ? [] : ['query']),
  ]
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

function alias({ operation: { id }, resource, name }: SdkMethod): string {
  const type = `${className(resource)}['${name}']`
  return `  /** \`${[...resource, name].join('.')}\` */
  ${id}(...all: Parameters<${type}>): ReturnType<${type}> {
    return this.${[...resource, name].join('.')}(...all)
  }
`
}

/** Names of the types that the method's signature needs. */
function typesOf(method: SdkMethod): string[] {
  const { operation, query, body } = method
  const named = [...(method.stream ? [] : [answerOf(method)]), ...(body === 'none' ? [] : [bodyOf(method)])]
  const data = query === 'none' ? [] : [`${pascal(operation.id)}Data`]
  return [...named.filter((name) => name !== 'void').map((name) => name.replace(/\[.*/, '')), ...data]
}

/** `AgentsVersionsResource`: without the last word it could be a model's name. */
export const className = (path: readonly string[]): string => `${path.map(pascal).join('')}Resource`

/** `listCalls` is `ListCalls`. */
export const pascal = (text: string): string => text[0]!.toUpperCase() + text.slice(1)
const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort()
