import { type JsonObject, objectAt } from '../../bundle/json.ts'
import { header } from '../source-text.ts'
import { className } from './node-resources.ts'
import { resourceTree, type SdkResource, sdkMethods } from './resource-tree.ts'
import { eventTypes, typedModels } from './session-events.ts'

/** `index.gen.ts` of the Node SDK, the package's entry: the client, the errors, every resource and every model. */
export function emitNodeIndex(document: JsonObject, types: string, errors: string): string {
  const exported = new Set([...types.matchAll(/^export type (\w+)/gm)].map(([, name]) => name!))
  const models = Object.keys(objectAt(objectAt(document, 'components'), 'schemas')).filter((name) => exported.has(name))
  const classes = [...errors.matchAll(/^export class (\w+)/gm)].map(([, name]) => name!)
  return `${header('specs/openapi.yaml, specs/problems.yaml')}
export type { Closed } from '../../browser/call-socket.ts'
export { CallRefusedError, type CallStart, RealtimeClient, type RealtimeEvents } from '../../browser/realtime-client.ts'
export { ApiError, ConnectionError, InvortoError, type ProblemError, RequestAbortedError, TimeoutError } from '../api-error.ts'
export { type Answer, ApiPromise } from '../api-promise.ts'
export { type CallOptions, InvortoClient, type InvortoClientOptions } from '../client.ts'
export type { Logger, LogLevel } from '../log.ts'
export { Page, type PageBody, PagePromise } from '../page.ts'
export type { ChangeOptions, RequestOptions, StreamOptions } from '../resource.ts'
export { ${[...classes, 'type ProblemCode'].join(', ')} } from './errors.gen.ts'
export type {
${models
  .filter((name) => name !== 'ProblemCode' && name !== 'ProblemError' && !typedModels.includes(name))
  .map((name) => `  ${name},\n`)
  .join('')}} from './rest/types.gen.ts'
export type { ${[...typedModels, ...eventTypes].sort().join(', ')} } from './session-events.gen.ts'
export type { ${classesBelow(resourceTree(sdkMethods(document))).join(', ')} } from './resources.gen.ts'
`
}

const classesBelow = (resource: SdkResource): string[] =>
  resource.below.flatMap((one) => [className(one.path), ...classesBelow(one)])
