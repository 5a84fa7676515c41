import { isObject, type Json, type JsonObject, optionalObjectAt, stringsOf } from './json.ts'
import { schemaNameOf, schemaReference } from './references.ts'

/**
 * The OpenAPI document with a `discriminator`, mapping and all, on each named `oneOf` whose branches are told apart by a
 * constant. Without the mapping, generators take the schema's name for the value.
 */
export function addDiscriminators(document: JsonObject): JsonObject {
  const components = optionalObjectAt(document, 'components')
  const schemas = optionalObjectAt(components, 'schemas')
  const discriminated = Object.entries(schemas).map(([name, schema]): [string, Json] => {
    const discriminator = isObject(schema) ? discriminatorOf(schema, schemas) : null
    return [name, discriminator === null ? schema : { ...(schema as JsonObject), discriminator }]
  })
  return { ...document, components: { ...components, schemas: Object.fromEntries(discriminated) } }
}

function discriminatorOf(schema: JsonObject, schemas: JsonObject): JsonObject | null {
  const branches = Array.isArray(schema.oneOf) ? schema.oneOf.map(schemaNameOf) : []
  if (branches.length < 2) {
    return null
  }
  const constants = branches.map((name) => constantsOf(name === null ? undefined : schemas[name]))
  const propertyName = Object.keys(constants[0] ?? {}).find((property) => {
    const values = constants.map((known) => known[property])
    return values.every((value) => value !== undefined) && new Set(values).size === values.length
  })
  if (propertyName === undefined) {
    return null
  }
  const mapping = branches.map((name, index) => [constants[index]?.[propertyName], schemaReference(String(name))])
  return { propertyName, mapping: Object.fromEntries(mapping) }
}

/** Required properties that have a constant text. */
function constantsOf(schema: Json | undefined): Record<string, string> {
  const source = isObject(schema) ? schema : {}
  const properties = optionalObjectAt(source, 'properties')
  const constants = stringsOf(source.required).map((name) => [name, optionalObjectAt(properties, name).const])
  return Object.fromEntries(constants.filter(([, value]) => typeof value === 'string'))
}
