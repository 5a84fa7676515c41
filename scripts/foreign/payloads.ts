import { isObject, type JsonObject } from '../bundle/json.ts'
import { dereferenced, schemaReference } from '../bundle/references.ts'
import { typeName } from './identifiers.ts'
import type { ListedMessage } from './listed-messages.ts'
import { checkDialect, type ForeignSchemas } from './schemas.ts'

/** A message and its payload's schema; null for a binary frame. */
export interface Payload {
  readonly message: ListedMessage
  readonly payload: string | null
}

/** The messages with these parts as one, whose payload is a choice. */
export function joined(all: Payload[], key: string, parts: readonly string[], schemas: ForeignSchemas): Payload[] {
  const choices = all.filter(({ message, payload }) => parts.includes(message.key) && payload !== null)
  const missing = parts.find((part) => !choices.some(({ message }) => message.key === part))
  const [first] = choices
  if (missing !== undefined || first === undefined) {
    throw new Error(`at #/components/messages: there is no "${missing ?? ''}" to become part of "${key}".`)
  }
  const oneOf = choices.map(({ payload }) => ({ $ref: schemaReference(payload!) }))
  const payload = schemas.add(typeName(key), { oneOf })
  return all.flatMap((each) =>
    each === first ? [{ message: { ...first.message, key }, payload }] : choices.includes(each) ? [] : [each],
  )
}

/** The name of its payload's schema; null for a binary frame. */
export function payloadOf(document: JsonObject, listed: ListedMessage, schemas: ForeignSchemas): string | null {
  const { message, pointer, key } = listed
  if (message['x-ws-frame'] === 'binary') return null
  const type = String(message.contentType ?? document.defaultContentType ?? 'application/json')
  const whole = isObject(message.payload) ? message.payload : null
  const [payload, place] =
    whole !== null && 'schemaFormat' in whole
      ? [whole.schema, `${pointer}/payload/schema`]
      : [whole, `${pointer}/payload`]
  checkDialect(whole?.schemaFormat, `${pointer}/payload/schemaFormat`)
  const target = isObject(payload) ? dereferenced(document, payload) : null
  if (!/\bjson\b/.test(type) || target?.format === 'binary') {
    throw new Error(
      `at ${pointer}: this is no JSON (${target?.format === 'binary' ? 'format binary' : type}). ` +
        'Mark the message with `x-ws-frame: binary`, and it is handed on as bytes.',
    )
  }
  if (!isObject(payload)) {
    throw new Error(`at ${pointer}: there is no payload. Describe what the message holds.`)
  }
  return schemas.nameOf(payload, place, `${key} payload`)
}
