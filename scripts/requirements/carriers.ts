import { isDraft, isObject, type Json, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'

/** Something of the contract that may carry a requirement. */
export interface Carrier {
  readonly name: string
  /** Whether it is served, and no draft. */
  readonly live: boolean
  /** Its `x-requirement`. */
  readonly asks: readonly string[]
}

/** A source document or fragment, by its path in the repository. */
export type Specs = ReadonlyMap<string, Json>

interface Placed {
  readonly file: string
  readonly value: JsonObject
}

/** Every operation, webhook, message, event, channel, problem and setting that the sources describe. */
export function carriersOf(specs: Specs): Carrier[] {
  const documents = [...specs.keys()].filter((path) => path.endsWith('.asyncapi.yaml'))
  return [
    ...operationsOf(specs, 'paths'),
    ...operationsOf(specs, 'webhooks'),
    ...documents.flatMap((path) => messagesOf(specs, path)),
    ...entriesOf(specs, 'specs/problems.yaml', 'problem.'),
    ...entriesOf(specs, 'specs/config.yaml', ''),
  ]
}

/** Components of the sources, `schema.<Name>` and `schema.<Name>.<property>`; those that are published are live. */
export function schemasOf(specs: Specs, published: readonly JsonObject[]): Carrier[] {
  const live = new Set(published.flatMap((document) => componentsIn(schemasIn(document))))
  const sources = [...specs].filter(([path]) => path.startsWith('specs/schemas/'))
  const names = sources.flatMap(([, source]) => (isObject(source) ? componentsIn(source) : []))
  return [...new Set([...names, ...live])].map((name) => ({ name, live: live.has(name), asks: [] }))
}

const schemasIn = (document: JsonObject): JsonObject =>
  optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')

function entriesOf(specs: Specs, path: string, prefix: string): Carrier[] {
  const source = specs.get(path)
  const entries = isObject(source) ? Object.entries(source) : []
  return entries.map(([name, entry]) => ({ name: prefix + name, live: !isDraft(entry), asks: [] }))
}

function componentsIn(components: JsonObject): string[] {
  return Object.entries(components).flatMap(([name, schema]) =>
    isObject(schema) ? [`schema.${name}`, ...propertiesOf(schema).map((key) => `schema.${name}.${key}`)] : [],
  )
}

function propertiesOf(schema: JsonObject): string[] {
  const branches = Array.isArray(schema.allOf) ? schema.allOf.filter((branch) => isObject(branch)) : []
  return [...Object.keys(optionalObjectAt(schema, 'properties')), ...branches.flatMap(propertiesOf)]
}

function operationsOf(specs: Specs, part: 'paths' | 'webhooks'): Carrier[] {
  const file = 'specs/openapi.yaml'
  const document = specs.get(file)
  if (!isObject(document)) return []
  return Object.entries(optionalObjectAt(document, part)).flatMap(([key, entry]) => {
    const item = resolved(specs, { file, value: entry as JsonObject })
    const drafts = [document, entry as JsonObject, item.value].some(isDraft)
    const operations = Object.values(item.value).filter((value) => isObject(value) && 'operationId' in value)
    return (operations as JsonObject[]).flatMap((operation) => {
      const live = !drafts && !isDraft(operation)
      const named = { name: String(operation.operationId), live, asks: stringsOf(operation['x-requirement']) }
      return part === 'webhooks' ? [named, { name: `webhook.${key}`, live, asks: [] }] : [named]
    })
  })
}

/** Messages by document and key, events by their type, channels as `<document>:<channel>`. */
function messagesOf(specs: Specs, file: string): Carrier[] {
  const document = specs.get(file)
  if (!isObject(document)) return []
  const name = file.replace(/^.*\//, '').replace('.asyncapi.yaml', '')
  const carrierOf = (carrier: string, entry: Json): Carrier => {
    const { value } = resolved(specs, { file, value: entry as JsonObject })
    const live = ![document, entry as JsonObject, value].some(isDraft)
    return { name: carrier, live, asks: stringsOf(value['x-requirement']) }
  }
  const messages = Object.entries(optionalObjectAt(optionalObjectAt(document, 'components'), 'messages'))
  return [
    ...messages.map(([key, entry]) => {
      const { value } = resolved(specs, { file, value: entry as JsonObject })
      return carrierOf(name === 'events' ? `event.${String(value.name)}` : `${name}.${key}`, entry)
    }),
    ...Object.entries(optionalObjectAt(document, 'channels')).map(([key, entry]) => carrierOf(`${name}:${key}`, entry)),
  ]
}

/** The object behind a chain of `$ref`s into files. */
function resolved(specs: Specs, { file, value }: Placed): Placed {
  const reference = value.$ref
  if (typeof reference !== 'string') return { file, value }
  const [path = '', pointer = ''] = reference.split('#')
  const target = path === '' ? file : new URL(path, `file:///${file}`).pathname.slice(1)
  let found: Json | undefined = specs.get(target)
  for (const step of pointer.split('/').slice(1)) {
    found = isObject(found) ? found[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  }
  if (!isObject(found)) throw new Error(`${file} refers to ${reference}, which is not there.`)
  return resolved(specs, { file: target, value: found })
}
