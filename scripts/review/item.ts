import { isDraft, isObject, type Json, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import { reachedSchemas } from '../bundle/references.ts'
import { className, pascal } from '../emit/sdk/node-resources.ts'
import { pythonName } from '../emit/sdk/python/names.ts'
import { methodPlace } from '../emit/sdk/resource-tree.ts'
import { itemsOf } from '../released/items.ts'
import { documentNames, type Surface } from '../released/surface.ts'

export type Kind = 'operation' | 'webhook' | 'message' | 'event' | 'problem' | 'setting' | 'document'

/** Something that the contract promises, as a reviewer calls it. */
export interface Item {
  readonly kind: Kind
  /** The document or table that it stands in. */
  readonly surface: string
  /** As changes name it. */
  readonly name: string
  /** With code marks. */
  readonly title: string
  /** Who sends it and who receives it; for an operation, its request. */
  readonly from: string
  readonly to: string
  /** Schemas that it reaches. */
  readonly schemas: ReadonlySet<string>
  /** Its `x-requirement`. */
  readonly requirements: readonly string[]
  /** Its name in `carries` of a requirement's row. */
  readonly carrier: string
  /** Folder of its examples. */
  readonly examples: string
  /** What a test says that names it. */
  readonly words: readonly RegExp[]
  /** Names of the generated declarations that are its own. */
  readonly declarations: readonly string[]
}

/** A name for an item among those of all surfaces. */
export const keyOf = ({ surface, name }: Pick<Item, 'surface' | 'name'>): string => `${surface} ${name}`

/** Everything that a surface promises, by key. */
export function itemsIn(surface: Surface): Map<string, Item> {
  const items = [
    ...documentNames.flatMap((name) => {
      const document = surface.documents[name]
      return [...itemsOf(document)].map(([key, value]) => itemOf(name, document, key, value))
    }),
    ...rowsOf('problem', 'problems', surface.problems),
    ...rowsOf('setting', 'settings', surface.settings),
  ]
  return new Map(items.map((item) => [keyOf(item), item]))
}

/** What concerns a document as a whole. */
export function documentItem(surface: string): Item {
  const title = `the document \`${surface}\``
  return { ...nothing, kind: 'document', surface, name: '', title }
}

const nothing = {
  from: '',
  to: '',
  schemas: new Set<string>(),
  requirements: [],
  carrier: '',
  examples: '',
  words: [],
  declarations: [],
}

function rowsOf(kind: 'problem' | 'setting', surface: string, table: JsonObject): Item[] {
  const live = Object.entries(table).filter(([, row]) => isObject(row) && !isDraft(row))
  return live.map(([name]) => ({
    ...nothing,
    kind,
    surface,
    name,
    title: `${kind} \`${name}\``,
    from: kind === 'problem' ? 'the platform' : 'whoever runs it',
    to: kind === 'problem' ? 'clients' : 'the platform',
    carrier: kind === 'problem' ? `problem.${name}` : name,
    words: [new RegExp(`\\b${name}\\b`)],
    declarations: [kind === 'problem' ? `problems.${name}` : `settings.${name}`],
  }))
}

function itemOf(surface: string, document: JsonObject, name: string, value: Json): Item {
  const item = isObject(value) ? value : {}
  const common = { ...nothing, surface, name, schemas: reachedSchemas(document, [value]), examples: name }
  if (name.startsWith('webhook.')) return { ...common, ...webhook(name, item) }
  if (surface === 'openapi') return { ...common, ...operation(document, name, item) }
  return { ...common, ...message(surface, document, name, item) }
}

function webhook(name: string, item: JsonObject) {
  const type = name.slice('webhook.'.length)
  return {
    kind: 'webhook' as const,
    title: `webhook \`${type}\``,
    from: 'the platform',
    to: 'receivers of webhooks',
    requirements: stringsOf(optionalObjectAt(item, 'post')['x-requirement']),
    carrier: name,
    words: [quoted(type)],
    declarations: [`WebhookPayloads.${type}`, `webhookEvents.${type}`],
  }
}

function operation(document: JsonObject, name: string, item: JsonObject) {
  const { method, path } = routeOf(document, name)
  const address = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/\'"`?\\s]+')
  return {
    kind: 'operation' as const,
    title: `\`${method} ${path}\` (${name})`,
    from: 'clients',
    to: 'the platform',
    requirements: stringsOf(item['x-requirement']),
    carrier: name,
    words: [new RegExp(`\\b${name}\\b`), new RegExp(`${address}['"\`?]`)],
    declarations: [`operations.${name}`, `routes.${name}`, ...sdkDeclarations(name, path)],
  }
}

/** The declarations that the SDKs have for an operation: its method in each language, and what its query is. */
function sdkDeclarations(id: string, path: string): string[] {
  const { resource, name } = methodPlace(id, path)
  const owner = className(resource)
  return [`${owner}.${name}`, `${owner}.${pythonName(name)}`, `${pascal(id)}Data`]
}

function routeOf(document: JsonObject, name: string): { method: string; path: string } {
  for (const [path, methods] of Object.entries(optionalObjectAt(document, 'paths'))) {
    for (const [method, operation] of Object.entries(methods as JsonObject)) {
      if (isObject(operation) && operation.operationId === name) return { method: method.toUpperCase(), path }
    }
  }
  return { method: '', path: name }
}

function message(surface: string, document: JsonObject, name: string, item: JsonObject) {
  const tag = String(item.name ?? name)
  const requirements = stringsOf(item['x-requirement'])
  if (surface === 'events') {
    return {
      kind: 'event' as const,
      title: `event \`${tag}\``,
      from: 'the platform',
      to: 'readers of the log',
      requirements,
      carrier: `event.${tag}`,
      words: [quoted(tag)],
    }
  }
  const sent = isSent(document, name)
  return {
    kind: 'message' as const,
    title: tag === name ? `message \`${tag}\`` : `message \`${tag}\` (${name})`,
    from: sent ? 'the platform' : 'clients',
    to: sent ? 'clients' : 'the platform',
    requirements,
    carrier: `${surface}.${name}`,
    words: [quoted(tag), new RegExp(`\\b${name}\\b`)],
    declarations: [`RealtimeClientHandlers.${name}`, `RealtimeHandlers.${name}`, `RealtimeSender.${name}`],
  }
}

/** Whether the platform sends the message. */
function isSent(document: JsonObject, name: string): boolean {
  return Object.values(optionalObjectAt(document, 'operations')).some((operation) => {
    const { action, messages } = operation as JsonObject
    const listed = Array.isArray(messages) ? messages.filter(isObject) : []
    return action === 'send' && listed.some(({ $ref }) => String($ref).endsWith(`/${name}`))
  })
}

const quoted = (word: string): RegExp => new RegExp(`['"\`]${word.replaceAll('.', '\\.')}['"\`]|: ${word}$`, 'm')
