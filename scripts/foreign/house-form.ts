import { flatten } from '../bundle/flatten.ts'
import { type JsonObject, optionalObjectAt } from '../bundle/json.ts'
import { schemaReference } from '../bundle/references.ts'
import { freeName, methodName } from './identifiers.ts'
import { type Kind, Kinds, ownKind } from './kinds.ts'
import { listedMessages } from './listed-messages.ts'
import { joined, type Payload, payloadOf } from './payloads.ts'
import { ForeignSchemas } from './schemas.ts'

/** What the emitters need to know of a document and it does not say. */
export interface Overlay {
  /** The property that names the kind of a message; `x-discriminator` of the document where this is left out. */
  readonly discriminator?: string | undefined
  /** Whether the kind stands beside the payload, as a topic does: each becomes `data` of an object that names its kind. */
  readonly wrapped?: boolean | undefined
  /** The kind of a message by its key, where its payload says a wrong one. */
  readonly kinds?: Readonly<Record<string, string>> | undefined
  /** Messages of one kind, by their keys, that become one message: a choice. The key is its own. */
  readonly joined?: Readonly<Record<string, readonly string[]>> | undefined
}

/**
 * A document of others in the form that the emitters read: the kind of every message a required constant, payloads named
 * schemas without `allOf`, replies among what is sent. A payload that is a choice of kinds is a message for each.
 */
export function houseForm(document: JsonObject, overlay: Overlay): JsonObject {
  const discriminator = discriminatorOf(document, overlay)
  const schemas = new ForeignSchemas(document)
  const apart = listedMessages(document).map((message) => ({ message, payload: payloadOf(document, message, schemas) }))
  const listed = Object.entries(overlay.joined ?? {}).reduce(
    (all, [key, parts]) => joined(all, key, parts, schemas),
    apart,
  )
  const whole = flatten({ components: { schemas: schemas.components } })
  const flat = optionalObjectAt(optionalObjectAt(whole, 'components'), 'schemas')
  Object.assign(schemas.components, flat)
  const kinds = new Kinds(schemas.components, discriminator)
  correct(kinds, listed, overlay)
  const messages: Record<string, JsonObject> = {}
  const places: Record<'receive' | 'send', JsonObject[]> = { receive: [], send: [] }
  const seen = new Map<string, string>()
  for (const each of listed) {
    const { pointer, direction, message } = each.message
    for (const kind of kindsOf(each, kinds, schemas, overlay)) {
      refuseSame(seen, `${direction} ${kind.name}`, pointer)
      const taken = (key: string) => key in messages && messages[key]?.['x-origin'] !== `${pointer} ${kind.name}`
      const key = freeName(methodName(kind.key), taken)
      const frame = each.payload === null ? { 'x-ws-frame': 'binary' } : {}
      messages[key] = {
        name: kind.name,
        summary: message.summary ?? message.title ?? '',
        ...frame,
        payload: { $ref: schemaReference(kind.schema) },
        'x-origin': `${pointer} ${kind.name}`,
      }
      places[direction].push({ $ref: `#/channels/all/messages/${key}` })
    }
  }
  return documentOf(document, discriminator, { messages, schemas: schemas.components, places })
}

function kindsOf({ message, payload }: Payload, kinds: Kinds, schemas: ForeignSchemas, overlay: Overlay): Kind[] {
  return payload === null || overlay.wrapped === true
    ? [ownKind(message, payload, schemas, kinds.discriminator)]
    : kinds.of(message.pointer, message.key, payload)
}

function correct(kinds: Kinds, listed: readonly Payload[], overlay: Overlay): void {
  for (const [key, kind] of Object.entries(overlay.kinds ?? {})) {
    const { payload = null } = listed.find(({ message }) => message.key === key) ?? {}
    if (payload === null) {
      throw new Error(`at #/components/messages: there is no "${key}" to be of the kind "${kind}".`)
    }
    kinds.correct(payload, kind)
  }
}

function refuseSame(seen: Map<string, string>, kind: string, pointer: string): void {
  const before = seen.get(kind)
  if (before !== undefined) {
    throw new Error(
      `at ${pointer}: it says the same kind as ${before} (${kind}), and a reader cannot tell them apart. ` +
        'Say its right kind (--kind MESSAGE=KIND), or make one of both (--join MESSAGE=MESSAGE,MESSAGE).',
    )
  }
  seen.set(kind, pointer)
}

function discriminatorOf(document: JsonObject, { discriminator, wrapped = false }: Overlay): string {
  const name = discriminator ?? document['x-discriminator'] ?? (wrapped ? 'kind' : undefined)
  if (typeof name !== 'string') {
    throw new Error(
      'at #: nothing says which property names the kind of a message. ' +
        'Give it (--discriminator type), or --wrap where the kind stands beside the payload.',
    )
  }
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    throw new Error(`at #: "${name}" cannot name the kind of a message. Use a property of letters, digits and "_".`)
  }
  return name
}

interface Parts {
  readonly messages: Record<string, JsonObject>
  readonly schemas: Record<string, JsonObject>
  readonly places: Readonly<Record<'receive' | 'send', JsonObject[]>>
}

function documentOf(document: JsonObject, discriminator: string, { messages, schemas, places }: Parts): JsonObject {
  const { title = 'Foreign', version = '0' } = optionalObjectAt(document, 'info')
  const references = Object.keys(messages).map((key) => [key, { $ref: `#/components/messages/${key}` }])
  const operations = (['receive', 'send'] as const)
    .filter((action) => places[action].length > 0)
    .map((action) => [action, { action, channel: { $ref: '#/channels/all' }, messages: places[action] }])
  return {
    asyncapi: '3.0.0',
    info: { title: String(title), version: String(version) },
    'x-discriminator': discriminator,
    channels: { all: { address: '/', messages: Object.fromEntries(references) } },
    operations: Object.fromEntries(operations),
    components: { messages, schemas },
  }
}
