import { isObject, type Json, type JsonObject, optionalObjectAt } from '../bundle/json.ts'

/**
 * An AsyncAPI document with a channel of its own for each operation, so that a diff sees in which direction a message
 * goes: in a channel that both use, every message goes both ways.
 */
export function oneWay(document: JsonObject): JsonObject {
  if (!('asyncapi' in document)) return document
  const channels: JsonObject = {}
  const operations: JsonObject = {}
  for (const [name, operation] of Object.entries(optionalObjectAt(document, 'operations'))) {
    const whole = operation as JsonObject
    const key = lastStep(whole.channel)
    const channel = optionalObjectAt(optionalObjectAt(document, 'channels'), key)
    const references = Array.isArray(whole.messages) ? whole.messages : []
    const sent = references.map(lastStep)
    const own = `${key}.${String(whole.action)}`
    const messages = Object.entries(optionalObjectAt(channel, 'messages')).filter(([message]) => sent.includes(message))
    channels[own] = { ...channel, messages: Object.fromEntries(messages) }
    operations[name] = {
      ...whole,
      channel: { $ref: `#/channels/${own}` },
      messages: sent.map((message) => ({ $ref: `#/channels/${own}/messages/${message}` })),
    }
  }
  return { ...document, channels, operations }
}

function lastStep(reference: Json | undefined): string {
  return isObject(reference) ? (String(reference.$ref).split('/').at(-1) ?? '') : ''
}
