import { isObject, type JsonObject, optionalObjectAt, pointerStep } from '../bundle/json.ts'
import { resolve } from '../bundle/references.ts'

/** A message of a foreign document. */
export interface ListedMessage {
  /** Where it stands. */
  readonly pointer: string
  /** Its key there. */
  readonly key: string
  readonly direction: 'receive' | 'send'
  readonly message: JsonObject
}

/** What the operations of a document receive and send, each once; a reply goes the other way. */
export function listedMessages(document: JsonObject): ListedMessage[] {
  const listed = Object.entries(optionalObjectAt(document, 'operations')).flatMap(([key, value]) => {
    const place = `#/operations${pointerStep(key)}`
    const operation = isObject(value) ? targetOf(document, { object: value, pointer: place }).object : {}
    const { action } = operation
    if (action !== 'receive' && action !== 'send') {
      throw new Error(`at ${place}/action: "${String(action)}" is no action. Set it to send or receive.`)
    }
    const reply = isObject(operation.reply)
      ? targetOf(document, { object: operation.reply, pointer: `${place}/reply` }).object
      : null
    return [
      ...messagesOf(document, operation, place, action),
      ...(reply === null ? [] : messagesOf(document, reply, `${place}/reply`, action === 'send' ? 'receive' : 'send')),
    ]
  })
  const same = (one: ListedMessage, other: ListedMessage) =>
    one.pointer === other.pointer && one.direction === other.direction
  const once = listed.filter((message, index) => listed.findIndex((other) => same(message, other)) === index)
  if (once.length === 0) {
    throw new Error('at #/operations: nothing is sent or received. List an operation with its messages.')
  }
  return once
}

/** Those that it names, or all of its channel. */
function messagesOf(
  document: JsonObject,
  holder: JsonObject,
  place: string,
  direction: ListedMessage['direction'],
): ListedMessage[] {
  const places = Array.isArray(holder.messages)
    ? holder.messages.map((object, index) => ({ object, pointer: `${place}/messages/${index}` }))
    : messagesOfChannel(document, holder, place)
  return places.map(({ object, pointer }) => {
    if (!isObject(object)) throw new Error(`at ${pointer}: this is no message. Refer to one of the channel.`)
    const target = targetOf(document, { object, pointer })
    const key = decodeURIComponent(target.pointer.split('/').at(-1)!).replaceAll('~1', '/').replaceAll('~0', '~')
    return { pointer: target.pointer, key, direction, message: target.object }
  })
}

function messagesOfChannel(document: JsonObject, holder: JsonObject, place: string) {
  if (!isObject(holder.channel)) return []
  const channel = targetOf(document, { object: holder.channel, pointer: `${place}/channel` })
  return Object.entries(optionalObjectAt(channel.object, 'messages')).map(([key, object]) => ({
    object,
    pointer: `${channel.pointer}/messages${pointerStep(key)}`,
  }))
}

interface Placed {
  readonly object: JsonObject
  readonly pointer: string
}

/** What stands at the end of its references. */
function targetOf(document: JsonObject, { object, pointer }: Placed): Placed {
  return typeof object.$ref === 'string'
    ? targetOf(document, { object: resolve(document, object.$ref), pointer: object.$ref })
    : { object, pointer }
}
