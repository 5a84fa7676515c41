import { isObject, type Json, type JsonObject, objectAt, optionalObjectAt } from '../bundle/json.ts'
import { schemaReference } from '../bundle/references.ts'

/** What the AsyncAPI parser gives a template. */
export interface ParsedDocument {
  json(): unknown
}

/**
 * The document as it stood before the parser put every referenced object in the reference's place: named schemas and
 * messages are references again, and the parser's own marks are gone.
 */
export function referencedAgain(parsed: ParsedDocument): JsonObject {
  const document = parsed.json() as JsonObject
  const components = objectAt(document, 'components')
  const schemas = objectAt(components, 'schemas')
  const messages = objectAt(components, 'messages')
  const operations = Object.entries(objectAt(document, 'operations')).map(([key, operation]): [string, Json] => {
    const source = operation as JsonObject
    const listed = Array.isArray(source.messages) ? source.messages.filter(isObject) : []
    return [
      key,
      { action: source.action ?? null, messages: listed.map((message) => messageReference(message, messages)) },
    ]
  })
  const named = (table: JsonObject) =>
    Object.fromEntries(Object.entries(table).map(([key, item]) => [key, unlinked(item, schemas, true)]))
  return {
    'x-discriminator': document['x-discriminator'] ?? null,
    channels: Object.fromEntries(
      Object.entries(objectAt(document, 'channels')).map(([key, channel]) => [
        key,
        {
          'x-close-codes': optionalObjectAt(channel as JsonObject, 'x-close-codes'),
          'x-roles': (channel as JsonObject)['x-roles'] ?? [],
        },
      ]),
    ),
    operations: Object.fromEntries(operations),
    components: { schemas: named(schemas), messages: named(messages) },
  }
}

function messageReference(message: JsonObject, messages: JsonObject): JsonObject {
  const id = message['x-parser-unique-object-id']
  if (typeof id !== 'string' || !isObject(messages[id])) {
    throw new Error(`The message "${String(message.name)}" must stand in components.messages.`)
  }
  return { $ref: `#/components/messages/${id}` }
}

function unlinked(value: Json, schemas: JsonObject, outermost = false): Json {
  if (Array.isArray(value)) {
    return value.map((item) => unlinked(item, schemas))
  }
  if (!isObject(value)) {
    return value
  }
  const id = value['x-parser-schema-id']
  if (!outermost && typeof id === 'string' && isObject(schemas[id])) {
    return { $ref: schemaReference(id) }
  }
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('x-parser-'))
  return Object.fromEntries(kept.map(([key, child]) => [key, unlinked(child, schemas)]))
}
