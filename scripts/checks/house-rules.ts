import { isObject, type Json, type JsonObject, objectsIn, optionalObjectAt, pointerStep } from '../bundle/json.ts'
import { dereferenced, resolve } from '../bundle/references.ts'

/** Keywords that mean the same in draft-07 and 2020-12, and those of the documents themselves. */
const dialect = new Set([
  ...['$ref', 'title', 'description', 'type', 'const', 'enum', 'default', 'examples', 'format', 'deprecated'],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['items', 'minItems', 'maxItems', 'uniqueItems', 'properties', 'required', 'additionalProperties'],
  ...['propertyNames', 'minProperties', 'maxProperties', 'patternProperties', 'oneOf', 'anyOf', 'allOf', 'not'],
  ...['if', 'then', 'else', 'discriminator', 'readOnly', 'writeOnly', 'contentEncoding', 'contentMediaType'],
])

/** How the name of a quantity ends: its unit, what it counts (`calls`), or its place in an order. */
const unitNames =
  /(ms|sec|seconds|minutes|min|hours|days|hz|bytes|inr|usd|micros|pct|percent|ratio|count|total|tokens?|characters|chars|version|seq|index|score|status|code|port|rate|priority|loop|tag|attempts?|limit|per|weight|position|db|kbps|mos|[a-rt-z]s)$/i
/** Words of a description that say it. */
const unitWords =
  /\b(milliseconds?|seconds?|minutes?|hours?|days?|bytes|characters|tokens|rupees|dollars|price|per ?cent|hertz|decibels?|how many|number|units?|cause|code|epoch|from -?\d|-?\d+ to \d)\b/i

/** A sentence for each place of a document that breaks a rule of the house. */
export function houseFaults(name: string, document: JsonObject): string[] {
  const schemas = [...schemasOf(document)]
  return [
    ...schemas.flatMap(({ schema, pointer, named }) =>
      [...ofDialect(schema), ...bounded(schema), ...anonymous(schema, named)].map(
        (fault) => `${name}#${pointer} ${fault}.`,
      ),
    ),
    ...schemas.flatMap(({ schema, pointer }) =>
      fieldFaults(document, schema).map((fault) => `${name}#${pointer} ${fault}.`),
    ),
    ...described(document).map((fault) => `${name}${fault}.`),
  ]
}

interface Place {
  readonly schema: JsonObject
  readonly pointer: string
  /** Whether it is a component, which gives it a name in every language. */
  readonly named: boolean
}

const holders = ['schema', 'payload', 'items', 'not', 'if', 'then', 'else', 'additionalProperties', 'propertyNames']
const lists = ['oneOf', 'anyOf', 'allOf']

/** Every schema of the document. */
function* schemasOf(document: JsonObject): Generator<Place> {
  const components = optionalObjectAt(document, 'components')
  for (const [key, schema] of Object.entries(optionalObjectAt(components, 'schemas'))) {
    yield* within(schema, `/components/schemas${pointerStep(key)}`, true)
  }
  const { components: _, ...front } = document
  const { schemas: _schemas, ...others } = components
  for (const [value, at] of [
    [front, ''],
    [others, '/components'],
  ] as const) {
    for (const { object, pointer } of objectsIn(value)) {
      for (const key of ['schema', 'payload']) {
        const schema = object[key]
        if (isObject(schema) && !pointer.includes('/examples')) yield* within(schema, `${at}${pointer}/${key}`, false)
      }
    }
  }
}

function* within(value: Json | undefined, pointer: string, named: boolean): Generator<Place> {
  if (!isObject(value)) return
  yield { schema: value, pointer, named }
  for (const key of holders) yield* within(value[key], `${pointer}/${key}`, false)
  for (const key of lists) {
    const list = value[key]
    for (const [index, item] of (Array.isArray(list) ? list : []).entries())
      yield* within(item, `${pointer}/${key}/${index}`, key === 'allOf' && named)
  }
  for (const key of ['properties', 'patternProperties']) {
    for (const [name, child] of Object.entries(optionalObjectAt(value, key)))
      yield* within(child, `${pointer}/${key}${pointerStep(name)}`, false)
  }
}

function ofDialect(schema: JsonObject): string[] {
  const strange = Object.keys(schema).filter((key) => !dialect.has(key) && !key.startsWith('x-'))
  return strange.map((key) => `uses "${key}", which is not in the shared dialect`)
}

/** Everything has an end: texts, lists and numbers. */
function bounded(schema: JsonObject): string[] {
  if ('enum' in schema || 'const' in schema || '$ref' in schema) return []
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const text =
    types.includes('string') &&
    schema.maxLength === undefined &&
    schema.format !== 'binary' &&
    !(typeof schema.format === 'string' && schema.format.startsWith('date'))
  const list = types.includes('array') && schema.maxItems === undefined
  const number = types.includes('integer') || types.includes('number')
  const low = number && schema.minimum === undefined && schema.exclusiveMinimum === undefined
  const high = number && schema.maximum === undefined && schema.exclusiveMaximum === undefined
  return [
    ...(text ? ['is a text without maxLength'] : []),
    ...(list ? ['is a list without maxItems'] : []),
    ...(low || high ? ['is a number without minimum and maximum'] : []),
  ]
}

/** Generators would invent a name for an object that has none. */
function anonymous(schema: JsonObject, named: boolean): string[] {
  const fields = Object.keys(optionalObjectAt(schema, 'properties')).length
  return !named && fields > 0 ? ['is an object without a name: make it a schema of specs/schemas/'] : []
}

/** Every field says what it is, in which unit, and how it looks. */
function fieldFaults(document: JsonObject, schema: JsonObject): string[] {
  return Object.entries(optionalObjectAt(schema, 'properties')).flatMap(([field, child]) => {
    if (!isObject(child)) return []
    const target = dereferenced(document, child)
    const types = Array.isArray(target.type) ? target.type : [target.type]
    const plain = !('const' in target) && !('enum' in target)
    const number = plain && (types.includes('integer') || types.includes('number'))
    const scalar = plain && types.some((type) => ['string', 'integer', 'number'].includes(String(type)))
    const counts = /Counts?$/.test(String(schema.title))
    const told = counts || unitNames.test(field) || unitWords.test(String(child.description ?? target.description))
    const shown = ['examples', 'default'].some((key) => key in child || key in target)
    return [
      ...(describes(document, child) ? [] : [`does not describe "${field}"`]),
      ...(number && !told ? [`has the quantity "${field}" without a unit in its name or description`] : []),
      ...(scalar && !shown ? [`shows no example of "${field}"`] : []),
    ]
  })
}

function describes(document: JsonObject, value: JsonObject): boolean {
  if (typeof value.description === 'string') return true
  return typeof value.$ref === 'string' && describes(document, resolve(document, value.$ref))
}

/** Parameters, headers, answers, operations and messages are described as well. */
function described(document: JsonObject): string[] {
  const spoken = ['parameters', 'headers', 'responses', 'securitySchemes']
  return [...objectsIn(document)].flatMap(({ object, pointer }) => {
    const steps = pointer.split('/')
    const kind = steps.at(-2) ?? ''
    if (
      !spoken.includes(kind) ||
      steps.includes('schemas') ||
      steps.includes('bindings') ||
      steps.includes('properties')
    )
      return []
    return describes(document, object) ? [] : [`#${pointer} has no description`]
  })
}
