import { isObject, type Json, type JsonObject, objectAt, objectsIn } from '../../../bundle/json.ts'
import { reachedSchemas, schemaNameOf, schemaReference } from '../../../bundle/references.ts'
import { sdkMethods } from '../resource-tree.ts'
import { pythonName } from './names.ts'

type Schemas = Readonly<JsonObject>

/**
 * The models that methods of the SDKs take and answer with, as OpenAPI 3.0.3: null is `nullable`, a constant is told to the
 * templates, and what is neither an object nor a choice stands where it is used. Bounds and patterns are left to the API, which
 * says what is wrong.
 */
export function pythonDocument(document: JsonObject): JsonObject {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  const models = modelNames(document).map(
    (name) => [name, lowered(schemas, schemas[name] as JsonObject, [name])] as const,
  )
  return {
    openapi: '3.0.3',
    info: { title: 'Invorto', version: String(objectAt(document, 'info').version) },
    paths: {},
    components: { schemas: Object.fromEntries(models) },
  }
}

/** Names of the schemas that are modules of the SDK. */
export function modelNames(document: JsonObject): string[] {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  const roots = sdkMethods(document).flatMap(({ operation, success, item }) => [
    ...Object.values(operation.bodies),
    ...[success.schema ?? [], item ?? []].flat(),
  ])
  return [...reachedSchemas(document, roots)].filter((name) => isModel(schemas[name])).sort()
}

/** What openapi-generator is told: Python's names of the properties, and `Any` where anything goes. */
export function modelConfig(lower: JsonObject): JsonObject {
  const names = [...objectsIn(objectAt(objectAt(lower, 'components'), 'schemas'))].flatMap(({ object }) =>
    isObject(object.properties) ? Object.keys(object.properties) : [],
  )
  return {
    packageName: 'invorto.generated',
    nameMappings: Object.fromEntries([...new Set(names)].sort().map((name) => [name, pythonName(name)])),
    typeMappings: { object: 'Any', AnyType: 'Any' },
  }
}

/** Whether the schema is a class of its own, or a choice between some. */
const isModel = (schema: Json | undefined): boolean =>
  isObject(schema) && (isObject(schema.properties) || choices(schema).length > 1)

const alternatives = ({ oneOf, anyOf }: JsonObject): JsonObject[] => [oneOf ?? anyOf ?? []].flat().filter(isObject)
const choices = (schema: JsonObject): JsonObject[] => alternatives(schema).filter(({ type }) => type !== 'null')
const isNullable = (schema: JsonObject): boolean =>
  [schema, ...alternatives(schema)].some(({ type }) => [type ?? []].flat().includes('null'))

/** `inside`: the schemas that are being put in place, so that one that has itself in it is an error and no endless loop. */
function lowered(schemas: Schemas, schema: JsonObject, inside: readonly string[]): JsonObject {
  const name = schemaNameOf(schema)
  if (name !== null) return referred(schemas, name, schema.description, inside)
  const several = choices(schema)
  const nullable = isNullable(schema) ? { nullable: true } : {}
  if (several.length === 1) {
    const only = lowered(schemas, several[0]!, inside)
    return { ...withSiblings(only), ...described(schema.description), ...nullable }
  }
  const oneOf = several.map((one) => lowered(schemas, one, inside))
  return { ...own(schemas, schema, inside), ...(several.length > 1 && { oneOf }), ...nullable }
}

/** A model by its name; anything else in its place. */
function referred(
  schemas: Schemas,
  name: string,
  description: Json | undefined,
  inside: readonly string[],
): JsonObject {
  const target = schemas[name] as JsonObject
  const said = described(description ?? target.description)
  if (isModel(target)) return { allOf: [{ $ref: schemaReference(name) }], ...said }
  if (inside.includes(name)) throw new Error(`The schema ${name} has itself in it, which the Python SDK cannot have.`)
  return { ...lowered(schemas, target, [...inside, name]), ...said }
}

const described = (description: Json | undefined): JsonObject => (description === undefined ? {} : { description })

/** What stands beside a reference is not read, in 3.0. */
const withSiblings = (schema: JsonObject): JsonObject => (schema.$ref === undefined ? schema : { allOf: [schema] })

function own(schemas: Schemas, schema: JsonObject, inside: readonly string[]): JsonObject {
  const lower = (one: Json | undefined): JsonObject => lowered(schemas, isObject(one) ? one : {}, inside)
  const { type, description, required, properties, items, additionalProperties, format, const: constant } = schema
  return {
    ...typeOf(type),
    ...described(description),
    ...(required !== undefined && { required }),
    ...(isObject(properties) && { properties: renamed(properties, lower) }),
    ...(items !== undefined && { items: lower(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties: isObject(additionalProperties) ? lower(additionalProperties) : additionalProperties,
    }),
    ...(Array.isArray(schema.enum) && { enum: schema.enum.filter((value) => value !== null) }),
    ...(keptFormats.includes(String(format)) && { format: format! }),
    ...(typeof constant === 'string' && { type: 'string', 'x-constant': constant }),
  }
}

const keptFormats = ['date-time', 'date', 'int32', 'int64', 'float', 'double']

/** Several types are any; without one a schema takes anything, as `{}` does in 3.0. */
function typeOf(type: Json | undefined): JsonObject {
  const types = [type ?? []].flat().filter((one) => one !== 'null')
  return types.length === 1 ? { type: types[0]! } : {}
}

/** Each property by its name on the wire, with what pydantic must know of it: that name, and what no `repr` shows. */
const renamed = (properties: JsonObject, lower: (schema: Json) => JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const property = lower(schema)
      const alias = pythonName(name) === name ? [] : [`alias="${name}"`]
      const field = [...alias, ...(isSecret(name, property) ? ['repr=False'] : [])].join(', ')
      return [name, field === '' ? property : { ...withSiblings(property), 'x-field': field }]
    }),
  )

const isSecret = (name: string, { type }: JsonObject): boolean =>
  type === 'string' && /^(key|token|ticket|value|secret|password|\w*(Secret|Password))$/.test(name)
