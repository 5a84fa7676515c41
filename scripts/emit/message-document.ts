import {
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsIn,
  optionalObjectAt,
  stringsOf,
} from '../bundle/json.ts'
import { dereferenced, schemaNameOf } from '../bundle/references.ts'

/** What the emitters know of an AsyncAPI document: its messages, who sends each, and the schemas that they use. */
export interface MessageDocument {
  /** The property that names the kind of a text message. */
  readonly discriminator: string
  readonly messages: readonly Message[]
  readonly schemas: Readonly<Record<string, JsonObject>>
  /** Close code to problem codes; empty where the document has no socket. */
  readonly closeCodes: Readonly<Record<string, readonly string[]>>
  /** Roles of the keys that may open the socket; empty where the document has none. */
  readonly roles: readonly string[]
}

export interface Message {
  /** Its key in `components.messages`. */
  readonly key: string
  /** The value of the discriminator; null for a binary frame. */
  readonly tag: string | null
  /** As the owner of the document sees it. */
  readonly direction: 'receive' | 'send'
  readonly schema: string
  readonly summary: string
}

export function messageDocument(document: JsonObject): MessageDocument {
  const discriminator = document['x-discriminator']
  if (typeof discriminator !== 'string') {
    throw new Error('An AsyncAPI document needs x-discriminator, the property that names the kind of a message.')
  }
  const schemas = objectAt(objectAt(document, 'components'), 'schemas') as Record<string, JsonObject>
  const messages = Object.values(objectAt(document, 'operations')).flatMap((operation) =>
    messagesOf(document, operation as JsonObject, schemas, discriminator),
  )
  refuseTwice(messages)
  const channels = Object.values(objectAt(document, 'channels')).filter(isObject)
  const codes = channels.map((channel) => optionalObjectAt(channel, 'x-close-codes'))
  const closeCodes = Object.fromEntries(Object.entries(codes[0] ?? {}).map(([code, names]) => [code, stringsOf(names)]))
  const roles = channels.flatMap((channel) => stringsOf(channel['x-roles']))
  if (codes[0] !== undefined && Object.keys(codes[0]).length > 0 && roles.length === 0) {
    throw new Error('The channel of a socket needs x-roles: who may open it.')
  }
  return { discriminator, messages, schemas, closeCodes, roles }
}

function messagesOf(
  document: JsonObject,
  operation: JsonObject,
  schemas: Readonly<Record<string, JsonObject>>,
  discriminator: string,
): Message[] {
  const direction = operation.action
  if (direction !== 'receive' && direction !== 'send') {
    throw new Error('An operation needs an action of receive or send.')
  }
  const references = Array.isArray(operation.messages) ? operation.messages.filter(isObject) : []
  return references.map((reference) => {
    const key = keyOf(document, reference)
    const message = dereferenced(document, reference)
    const schema = schemaNameOf(message.payload)
    if (schema === null || schemas[schema] === undefined) {
      throw new Error(`The message "${key}" needs a payload that is a named schema.`)
    }
    const binary = message['x-ws-frame'] === 'binary'
    const tag = constantOf(document, schemas[schema], discriminator)
    if (!binary && tag === null) {
      throw new Error(
        `The schema ${schema} of the message "${key}" needs a constant "${discriminator}", or the message x-ws-frame: binary.`,
      )
    }
    if (!binary && tag !== message.name) {
      throw new Error(
        `The message "${key}" is named "${String(message.name)}", and its "${discriminator}" is "${String(tag)}".`,
      )
    }
    return { key, tag: binary ? null : String(tag), direction, schema, summary: String(message.summary ?? '') }
  })
}

/** The kind that a payload says: its own constant, or the one that all of its choices share. */
function constantOf(document: JsonObject, schema: JsonObject, discriminator: string): string | null {
  const { const: constant } = optionalObjectAt(optionalObjectAt(schema, 'properties'), discriminator)
  if (typeof constant === 'string') return constant
  const choices = Array.isArray(schema.oneOf) ? schema.oneOf.filter(isObject) : []
  const constants = choices.map((choice) => constantOf(document, dereferenced(document, choice), discriminator))
  const [first = null] = constants
  return constants.every((each) => each === first) ? first : null
}

/** A message may go both ways; one way it stands once, and no other has its kind. */
function refuseTwice(messages: readonly Message[]): void {
  for (const [index, { key, tag, direction }] of messages.entries()) {
    const before = messages.slice(0, index).filter((message) => message.direction === direction)
    if (before.some((message) => message.key === key)) {
      throw new Error(`The message "${key}" stands in two operations that ${direction} it.`)
    }
    const same = before.find((message) => tag !== null && message.tag === tag)
    if (same !== undefined) {
      throw new Error(`The messages "${same.key}" and "${key}" are both "${tag}": a reader cannot tell them apart.`)
    }
  }
}

/** The last step of the reference that leads to the message itself. */
function keyOf(document: JsonObject, reference: JsonObject): string {
  const pointer = String(reference.$ref)
  const target = dereferenced(document, { $ref: pointer })
  const messages = optionalObjectAt(optionalObjectAt(document, 'components'), 'messages')
  const found = Object.entries(messages).find(([, message]) => message === target)
  if (found === undefined) {
    throw new Error(`The message behind ${pointer} must stand in components.messages.`)
  }
  return found[0]
}

/** The same document as the other end sees it. */
export function mirrored(document: JsonObject): JsonObject {
  const flip = (action: Json | undefined): string => (action === 'send' ? 'receive' : 'send')
  const operations = Object.entries(objectAt(document, 'operations')).map(([key, operation]): [string, Json] => [
    key,
    { ...(operation as JsonObject), action: flip((operation as JsonObject).action) },
  ])
  return { ...document, operations: Object.fromEntries(operations) }
}

export function textMessages(
  document: MessageDocument,
  direction: Message['direction'],
): (Message & { tag: string })[] {
  return document.messages.flatMap((message) => {
    const { tag } = message
    return tag !== null && message.direction === direction ? [{ ...message, tag }] : []
  })
}

/** Names of the schemas that text messages use, in the document's order; payloads of binary frames are bytes. */
export function emittedSchemas({ schemas, messages }: MessageDocument): string[] {
  const binary = new Set(messages.filter(({ tag }) => tag === null).map(({ schema }) => schema))
  return Object.keys(schemas).filter((name) => !binary.has(name))
}

/** The `x-pii` marks inside a schema, each once, in the order of the document. */
export function piiMarks(document: MessageDocument, schema: Json | undefined): string[] {
  const marks = new Set<string>()
  const seen = new Set<string>()
  const open: Json[] = schema === undefined ? [] : [schema]
  for (let value = open.shift(); value !== undefined; value = open.shift()) {
    for (const { object } of objectsIn(value)) {
      const mark = object['x-pii']
      const name = schemaNameOf(object)
      if (typeof mark === 'string') {
        marks.add(mark)
      }
      if (name !== null && !seen.has(name)) {
        seen.add(name)
        open.push(document.schemas[name] ?? null)
      }
    }
  }
  return [...marks]
}
