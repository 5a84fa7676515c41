import { isObject, type Json, type JsonObject, optionalObjectAt } from './json.ts'
import { schemaNameOf } from './references.ts'

/** Places that hold values, not schemas. */
const values = new Set(['examples', 'example', 'default', 'const', 'enum'])
const composed = ['$ref', 'oneOf', 'anyOf', 'allOf', 'not', 'enum', 'const']

/**
 * The OpenAPI document with scalars that client generators read right. A scalar or null is one schema of two types: of a
 * choice they forget the null. Numbers are `double`: they take 32 bits otherwise, and sums of rupees need more.
 */
export function typeScalars(document: JsonObject): JsonObject {
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  return typed(document, schemas) as JsonObject
}

function typed(value: Json, schemas: JsonObject): Json {
  if (Array.isArray(value)) return value.map((item) => typed(item, schemas))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, child]): [string, Json] => [
    key,
    values.has(key) ? child : typed(child, schemas),
  ])
  return withFormat(nullable(Object.fromEntries(entries), schemas))
}

function nullable(object: JsonObject, schemas: JsonObject): JsonObject {
  const { oneOf, ...beside } = object
  if (!Array.isArray(oneOf) || oneOf.length !== 2) return object
  const other = oneOf.find((choice) => isObject(choice) && choice.type !== 'null')
  if (!isObject(other) || !oneOf.some((choice) => isObject(choice) && choice.type === 'null')) return object
  const name = schemaNameOf(other)
  const scalar = name === null ? other : schemas[name]
  return isScalar(scalar) ? { ...scalar, type: [scalar.type!, 'null'], ...beside } : object
}

function isScalar(schema: JsonObject[string] | undefined): schema is JsonObject {
  return (
    isObject(schema) &&
    ['string', 'integer', 'number', 'boolean'].includes(String(schema.type)) &&
    !composed.some((keyword) => keyword in schema)
  )
}

function withFormat(object: JsonObject): JsonObject {
  const types = Array.isArray(object.type) ? object.type : [object.type]
  return types.includes('number') && !('format' in object) ? { ...object, format: 'double' } : object
}
