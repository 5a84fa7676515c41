import type { Json, JsonObject } from '../../bundle/json.ts'
import { objectAt } from '../../bundle/json.ts'
import { reachedSchemas } from '../../bundle/references.ts'
import { declaration } from '../json-schema-to-ts.ts'
import { docComment, header, quoted } from '../source-text.ts'
import { webhooksOf } from '../webhooks.ts'

export const webhooksFolder = 'sdks/webhooks/generated'

/** `events.gen.ts` of the webhooks SDK: every payload, their union, and a sample of each. `samples`: type to payload. */
export function emitWebhookEvents(document: JsonObject, samples: ReadonlyMap<string, Json>): string {
  const webhooks = webhooksOf(document)
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  const roots = webhooks.map(({ schema }) => schemas[schema]!)
  const names = [...new Set([...webhooks.map(({ schema }) => schema), ...reachedSchemas(document, roots)])].sort()
  const rows = (cell: (webhook: (typeof webhooks)[number]) => string) => webhooks.map(cell).join('\n')
  return `${header('specs/openapi.yaml')}
${names.map((name) => declaration(name, schemas[name] as JsonObject)).join('\n')}
/** The payload of each type. */
export interface WebhookPayloads {
${rows(({ type, schema, source }) => `${docComment(`${source.summary}. ${source.description}`, '  ')}  readonly ${quoted(type)}: ${schema}`)}
}

/** A sample of each, from the contract. */
export const samples: WebhookPayloads = {
${rows(({ type }) => `  ${quoted(type)}: ${JSON.stringify(sampleOf(samples, type))},`)}
}
`
}

/** `index.gen.ts` of the webhooks SDK, the package's entry. `events`: what `emitWebhookEvents` made. */
export function emitWebhookIndex(events: string): string {
  const types = [...events.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name!)
  return `${header('specs/openapi.yaml')}
export {
  isEvent,
  type RawBody,
  type SignedWebhook,
  type UnknownWebhookEvent,
  type WebhookEvent,
  type WebhookFault,
  type WebhookHeaders,
  Webhooks,
  type WebhooksOptions,
  type WebhookType,
  WebhookVerificationError,
} from '../webhooks.ts'
export type {
${types.map((name) => `  ${name},\n`).join('')}} from './events.gen.ts'
`
}

/** The sample of that type. */
export function sampleOf(samples: ReadonlyMap<string, Json>, type: string): Json {
  const sample = samples.get(type)
  if (sample === undefined) throw new Error(`The webhook ${type} has no valid example to make a sample of.`)
  return sample
}
