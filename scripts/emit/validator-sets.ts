import type { Documents } from '../bundle/documents.ts'
import { isObject, type Json, type JsonObject, objectAt, rewritten } from '../bundle/json.ts'
import { dereferenced, schemaNameOf, schemaReference } from '../bundle/references.ts'
import { messageDocument } from './message-document.ts'
import { type Operation, operationsOf } from './operations.ts'
import { webhooksOf } from './webhooks.ts'

export const setNames = ['rest-strict', 'rest-coercing', 'webhooks', 'realtime', 'events'] as const
export type SetName = (typeof setNames)[number]

export function validatorPath(name: SetName): string {
  return `generated/validators/${name}.mjs`
}

/** The validators of one compiled module. */
export interface ValidatorSet<Name extends string = SetName> {
  readonly name: Name
  /** Turns `"5"` into 5 and fills defaults in, since parameters are text on the wire. */
  readonly coercing: boolean
  /** Whether every violation is collected, or only the first. */
  readonly allErrors: boolean
  /** Exported name to schema; references lead to `components`. */
  readonly exports: Readonly<Record<string, Json>>
  readonly components: Readonly<Record<string, JsonObject>>
}

/** Where the server finds the validator of a body or a parameter; the values are exported names. */
export interface RestLookups {
  readonly requestBodies: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly responseBodies: Readonly<Record<string, Readonly<Record<number, string>>>>
  readonly parameters: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export const parameterPlaces = ['query', 'path', 'header'] as const

export function validatorSets(documents: Documents): ValidatorSet[] {
  return [
    ...restSets(documents.openapi),
    messageSet(
      'webhooks',
      documents.openapi,
      webhooksOf(documents.openapi).map(({ schema }) => schema),
    ),
    messageSet('realtime', documents.realtime, textSchemas(documents.realtime)),
    messageSet('events', documents.events, textSchemas(documents.events)),
  ]
}

/** Bodies, checked as they are, and parameters, which are text on the wire. */
export function restSets(document: JsonObject): [bodies: ValidatorSet, parameters: ValidatorSet] {
  const { bodies, parameters } = restSchemas(document)
  const components = componentsOf(document)
  return [
    { name: 'rest-strict', coercing: false, allErrors: true, exports: bodies, components },
    { name: 'rest-coercing', coercing: true, allErrors: true, exports: parameters, components },
  ]
}

function textSchemas(document: JsonObject): string[] {
  return messageDocument(document).messages.flatMap(({ tag, schema }) => (tag === null ? [] : [schema]))
}

export function messageSet<Name extends string>(
  name: Name,
  document: JsonObject,
  names: readonly string[],
): ValidatorSet<Name> {
  return {
    name,
    coercing: false,
    allErrors: false,
    exports: schemaReferences(names),
    components: componentsOf(document),
  }
}

function schemaReferences(names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(names.map((name) => [name, { $ref: schemaReference(name) }]))
}

export function restLookups(document: JsonObject): RestLookups {
  return restSchemas(document).lookups
}

function restSchemas(document: JsonObject): {
  bodies: Record<string, Json>
  parameters: Record<string, Json>
  lookups: RestLookups
} {
  const bodies: Record<string, Json> = {}
  const parameters: Record<string, Json> = {}
  const lookups = { requestBodies: {}, responseBodies: {}, parameters: {} } as {
    -readonly [Key in keyof RestLookups]: Record<string, Record<string, string>>
  }
  for (const operation of operationsOf(document)) {
    const { id } = operation
    const exported = (schema: Json, otherwise: string) => {
      const name = schemaNameOf(schema) ?? otherwise
      bodies[name] = schema
      return name
    }
    const requests = Object.entries(operation.bodies).filter(([type]) => isJson(type) || type.startsWith('text/'))
    lookups.requestBodies[id] = Object.fromEntries(
      requests.map(([type, schema], index) => [type, exported(schema, `${id}Body${index}`)]),
    )
    const responses = operation.responses.filter(({ contentType }) => contentType !== null && isJson(contentType))
    lookups.responseBodies[id] = Object.fromEntries(
      responses.map(({ status, schema }) => [status, exported(schema ?? {}, `${id}${status}`)]),
    )
    const places = parameterPlaces.filter((place) => takes(operation, place))
    lookups.parameters[id] = Object.fromEntries(places.map((place) => [place, `${id}_${place}`]))
    for (const place of places) {
      parameters[`${id}_${place}`] = parameterSchema(document, operation, place)
    }
  }
  return { bodies, parameters, lookups }
}

function isJson(contentType: string): boolean {
  return contentType === 'application/json' || contentType.endsWith('+json')
}

/** An unknown query parameter is refused wherever the operation can answer 400. */
function takes(operation: Operation, place: string): boolean {
  const refuses = operation.responses.some(({ status }) => status === 400)
  return operation.parameters.some((parameter) => parameter.in === place) || (place === 'query' && refuses)
}

function parameterSchema(document: JsonObject, operation: Operation, place: string): JsonObject {
  const own = operation.parameters.filter((parameter) => parameter.in === place)
  const nameOf = (parameter: JsonObject) =>
    place === 'header' ? String(parameter.name).toLowerCase() : String(parameter.name)
  return {
    type: 'object',
    additionalProperties: place === 'header',
    required: own.filter((parameter) => parameter.required === true).map(nameOf),
    properties: Object.fromEntries(own.map((parameter) => [nameOf(parameter), withDefault(document, parameter)])),
  }
}

/** Defaults are filled in only where they stand in the property itself, not behind a reference. */
function withDefault(document: JsonObject, parameter: JsonObject): Json {
  const schema = objectAt(parameter, 'schema', `schema of the parameter ${String(parameter.name)}`)
  const target = dereferenced(document, schema)
  return target.default === undefined ? schema : target
}

function componentsOf(document: JsonObject): Record<string, JsonObject> {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  return prepared(schemas, schemas) as Record<string, JsonObject>
}

/**
 * Schemas that mean the same and report one error for one mistake: a choice of one is that one, and a choice of a
 * plain schema and null is that schema with `null` among its types. A choice with a `discriminator` is the branch that it names.
 */
export function prepared(value: Json, schemas: JsonObject): Json {
  return rewritten(value, (object) => {
    const { discriminator, ...schema } = object
    const tagged = isObject(discriminator) && typeof discriminator.propertyName === 'string'
    if (tagged && isObject(discriminator.mapping)) {
      return branchNamedBy(discriminator.propertyName as string, discriminator.mapping, schema)
    }
    const kept = tagged ? schema : object
    const choices = kept.oneOf ?? kept.anyOf
    if (!Array.isArray(choices)) {
      return kept
    }
    const { oneOf: _one, anyOf: _any, ...beside } = kept
    if (choices.length === 1) {
      return { ...beside, allOf: choices }
    }
    const nullable = choices.length === 2 ? nullableOf(choices, schemas) : null
    return nullable === null ? kept : { ...nullable, ...beside }
  })
}

/** An unknown tag is a wrong value of its own; of the branches only the one that the tag names has a say. */
function branchNamedBy(tag: string, mapping: JsonObject, { oneOf: _oneOf, ...schema }: JsonObject): JsonObject {
  const named = (value: string): JsonObject => ({ required: [tag], properties: { [tag]: { const: value } } })
  return {
    ...schema,
    type: 'object',
    required: [tag],
    properties: { [tag]: { enum: Object.keys(mapping) } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    allOf: Object.entries(mapping).map(([value, reference]) => ({ if: named(value), then: { $ref: reference } })),
  }
}

const composed = ['$ref', 'oneOf', 'anyOf', 'allOf', 'not', 'if', 'const']

function nullableOf(choices: readonly Json[], schemas: JsonObject): JsonObject | null {
  const isNull = (choice: Json) => isObject(choice) && choice.type === 'null'
  const other = choices.find((choice) => !isNull(choice))
  if (!choices.some(isNull) || !isObject(other)) {
    return null
  }
  const name = schemaNameOf(other)
  const plain = name === null ? other : schemas[name]
  if (!isObject(plain) || typeof plain.type !== 'string' || composed.some((keyword) => keyword in plain)) {
    return null
  }
  const values = Array.isArray(plain.enum) ? { enum: [...plain.enum, null] } : {}
  return { ...plain, type: [plain.type, 'null'], ...values }
}
