import { isObject, type Json, type JsonObject, objectsIn, optionalObjectAt } from './json.ts'

const schemaPrefix = '#/components/schemas/'

/** The name behind a reference to a component schema, or null when it is something else. */
export function schemaNameOf(schema: Json | undefined): string | null {
  const reference = isObject(schema) ? schema.$ref : undefined
  return typeof reference === 'string' && reference.startsWith(schemaPrefix)
    ? reference.slice(schemaPrefix.length)
    : null
}

export function schemaReference(name: string): string {
  return schemaPrefix + name
}

/** What a local reference (`#/a/b`) points at. */
export function resolve(document: JsonObject, reference: string): JsonObject {
  let found: Json | undefined = document
  for (const step of reference.slice(2).split('/')) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    found = isObject(found) ? found[key] : undefined
  }
  if (!reference.startsWith('#/') || !isObject(found)) {
    throw new Error(`The reference ${reference} leads nowhere.`)
  }
  return found
}

/** The object itself, or what it refers to. */
export function dereferenced(document: JsonObject, value: JsonObject): JsonObject {
  return typeof value.$ref === 'string' ? dereferenced(document, resolve(document, value.$ref)) : value
}

/** Names of the component schemas reached from these places, through any number of references. */
export function reachedSchemas(document: JsonObject, from: readonly Json[]): Set<string> {
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  const reached = new Set<string>()
  const open: Json[] = [...from]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const { object } of objectsIn(value)) {
      const name = schemaNameOf(object)
      const schema = name === null ? undefined : schemas[name]
      if (name !== null && schema !== undefined && !reached.has(name)) {
        reached.add(name)
        open.push(schema)
      }
    }
  }
  return reached
}
