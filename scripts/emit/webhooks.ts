import { isObject, type Json, type JsonObject, objectAt, optionalObjectAt } from '../bundle/json.ts'
import { schemaNameOf } from '../bundle/references.ts'
import { header, literal, quoted } from './source-text.ts'

/** What the platform posts to tenants' endpoints when something of one type has happened. */
export interface Webhook {
  /** The payload's `type`, which is its key under `webhooks`. */
  readonly type: string
  /** `<type>.v<major.minor>`. */
  readonly schemaVersion: string
  /** Name of the payload's schema. */
  readonly schema: string
  readonly source: JsonObject
}

/** Every webhook of the OpenAPI document, in its order. What is wrong with one is an error that names it. */
export function webhooksOf(document: JsonObject): Webhook[] {
  return Object.entries(optionalObjectAt(document, 'webhooks')).map(([type, item]) => {
    const source = objectAt(isObject(item) ? item : {}, 'post', `post of the webhook ${type}`)
    const content = optionalObjectAt(optionalObjectAt(source, 'requestBody'), 'content')
    const schema = schemaNameOf(optionalObjectAt(content, 'application/json').schema)
    if (schema === null) {
      throw new Error(`The webhook ${type} needs a payload of application/json with a schema of its own name.`)
    }
    return { type, schemaVersion: schemaVersionOf(document, type, schema), schema, source }
  })
}

function schemaVersionOf(document: JsonObject, type: string, schema: string): string {
  const properties = optionalObjectAt(schemaOf(document, schema), 'properties')
  if (optionalObjectAt(properties, 'type').const !== type) {
    throw new Error(`The payload ${schema} must have the constant type "${type}".`)
  }
  const version = optionalObjectAt(properties, 'schemaVersion').const
  const number = typeof version === 'string' && version.startsWith(`${type}.v`) ? version.slice(type.length + 2) : ''
  if (!/^\d+\.\d+$/.test(number)) {
    throw new Error(`The payload ${schema} must have the constant schemaVersion "${type}.v<major>.<minor>".`)
  }
  return `${type}.v${number}`
}

function schemaOf(document: JsonObject, name: string): JsonObject {
  return optionalObjectAt(optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas'), name)
}

/** `generated/webhooks.gen.ts`: the payloads keyed by type, their validators, and the types that can be subscribed to. */
export function emitWebhooks(document: JsonObject, source: string): string {
  const webhooks = webhooksOf(document)
  const rows = (cell: (webhook: Webhook) => string) => webhooks.map((webhook) => `${cell(webhook)}\n`).join('')
  return `${header(source)}import type {
${rows(({ schema }) => `  ${schema},`)}} from './openapi.gen.ts'
import * as validators from './validators/webhooks.mjs'
import { check, type Validator, type Violation } from './violation.gen.ts'

/** The payload of each type. */
export interface WebhookPayloads {
${rows(({ type, schema }) => `  readonly ${quoted(type)}: ${schema}`)}}

export type WebhookType = keyof WebhookPayloads

export type AnyWebhookPayload = WebhookPayloads[WebhookType]

export interface WebhookEvent {
  readonly schemaVersion: string
  /** Where the JSON Schema of the payload is published. */
  readonly schemaPath: string
  readonly summary: string
}

/** The types that an endpoint can subscribe to. */
export const webhookEvents = {
${rows(({ type, schemaVersion, source: { summary } }) => {
  const event = { schemaVersion, schemaPath: `/schemas/${schemaVersion}.json`, summary: summary as Json }
  return `  ${quoted(type)}: ${literal(event)},`
})}} as const satisfies Record<WebhookType, WebhookEvent>

export type PayloadSchemaFile = \`\${(typeof webhookEvents)[WebhookType]['schemaVersion']}.json\`

const webhookValidators: Readonly<Record<WebhookType, Validator>> = {
${rows(({ type, schema }) => `  ${quoted(type)}: validators.${schema},`)}}

/** What is wrong with a payload, or null when it fits the contract. */
export function checkWebhook(payload: AnyWebhookPayload): Violation | null {
  if (!Object.hasOwn(webhookValidators, payload.type)) {
    return { pointer: '/type', message: 'is no type of webhook', keyword: 'enum' }
  }
  return check(webhookValidators[payload.type], payload)
}
`
}
