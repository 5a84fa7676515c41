import { isObject, type Json, type JsonObject, optionalObjectAt } from '../bundle/json.ts'
import { reachedSchemas, resolve, schemaNameOf } from '../bundle/references.ts'

/** Operations, webhooks and messages of a document with all that hangs on each. */
export function itemsOf(document: JsonObject): Map<string, Json> {
  const items = new Map<string, Json>()
  for (const item of Object.values(optionalObjectAt(document, 'paths'))) {
    for (const operation of Object.values(item as JsonObject)) {
      if (isObject(operation) && typeof operation.operationId === 'string') items.set(operation.operationId, operation)
    }
  }
  for (const [type, item] of Object.entries(optionalObjectAt(document, 'webhooks'))) items.set(`webhook.${type}`, item)
  const messages = optionalObjectAt(optionalObjectAt(document, 'components'), 'messages')
  for (const [key, message] of Object.entries(messages)) items.set(nameOf(document, key, message), message)
  return items
}

/** The log's messages are called by their event types, a socket's by their keys. */
function nameOf(document: JsonObject, key: string, message: Json): string {
  const log = document['x-discriminator'] === 'event_type'
  return log && isObject(message) ? String(message.name) : key
}

/** Every item that the place belongs to; a schema belongs to all items that reach it. */
export function itemsAt(document: JsonObject, pointer: string): string[] {
  const { schema, owner } = followed(document, pointer)
  const using = schema === null ? undefined : usersOf(document).get(schema)
  return using ?? (owner === null ? [] : [owner])
}

const known = new WeakMap<JsonObject, ReadonlyMap<string, string[]>>()

/** The items that reach each schema, found once for a document: it has a thousand places that are asked for. */
function usersOf(document: JsonObject): ReadonlyMap<string, string[]> {
  const found = known.get(document) ?? reaching(document)
  known.set(document, found)
  return found
}

function reaching(document: JsonObject): Map<string, string[]> {
  const users = new Map<string, string[]>()
  for (const [name, item] of itemsOf(document)) {
    for (const schema of reachedSchemas(document, [item])) users.set(schema, [...(users.get(schema) ?? []), name])
  }
  return users
}

/** Walks the pointer through references: the last named schema on the way, and the item in whose place it begins. */
function followed(document: JsonObject, pointer: string): { schema: string | null; owner: string | null } {
  const steps = pointer
    .replace(/^#?\//, '')
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
  let value: Json | undefined = document
  let schema: string | null = null
  for (const step of steps) {
    value = Array.isArray(value) ? value[Number(step)] : isObject(value) ? value[step] : undefined
    while (isObject(value) && typeof value.$ref === 'string') {
      schema = schemaNameOf(value) ?? schema
      value = resolve(document, value.$ref)
    }
  }
  return { schema, owner: ownerOf(document, steps) }
}

function ownerOf(
  document: JsonObject,
  [first, second = '', third = '', fourth = '']: readonly string[],
): string | null {
  if (first === 'paths') {
    const operation = optionalObjectAt(optionalObjectAt(optionalObjectAt(document, 'paths'), second), third)
    return typeof operation.operationId === 'string' ? operation.operationId : null
  }
  if (first === 'webhooks') return `webhook.${second}`
  const key =
    first === 'channels' && third === 'messages' ? fourth : first === 'components' && second === 'messages' ? third : ''
  if (key === '') return null
  const messages = optionalObjectAt(optionalObjectAt(document, 'components'), 'messages')
  return nameOf(document, key, messages[key] ?? null)
}
