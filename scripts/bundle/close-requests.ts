import { isObject, type Json, type JsonObject, objectsIn, optionalObjectAt, rewritten } from './json.ts'
import { dereferenced, reachedSchemas, schemaNameOf, schemaReference } from './references.ts'

/**
 * The document with every object that a client sends closed (`additionalProperties: false`). A schema that is also
 * answered keeps its name and stays open there; the closed copy is `<Name>Input`.
 */
export function closeRequests(document: JsonObject): JsonObject {
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  const { requests, others } = 'asyncapi' in document ? messageSides(document) : operationSides(document)
  const sent = reachedSchemas(document, requests)
  const answered = reachedSchemas(document, others)
  const closable = new Set([...sent].filter((name) => holdsOpenObject(document, name)))
  const closedName = (name: string) => (closable.has(name) && answered.has(name) ? `${name}Input` : name)
  const close = (value: Json) => rewritten(value, (object) => closed(redirected(object, closedName)))

  const closedSchemas: JsonObject = {}
  for (const [name, schema] of Object.entries(schemas)) {
    if (!closable.has(name)) {
      closedSchemas[name] = schema
    } else if (answered.has(name)) {
      if (`${name}Input` in schemas) {
        throw new Error(`The schema ${name} is sent and answered, and ${name}Input exists already.`)
      }
      closedSchemas[name] = schema
      closedSchemas[`${name}Input`] = close(schema)
    } else {
      closedSchemas[name] = close(schema)
    }
  }
  const isRequest = new Set(requests)
  const front = replacedPlaces(document, isRequest, close) as JsonObject
  return { ...front, components: { ...optionalObjectAt(front, 'components'), schemas: closedSchemas } }
}

interface Sides {
  /** The places where schemas of requests hang: request bodies, or messages that are received. */
  readonly requests: readonly Json[]
  /** Every other place outside the component schemas. */
  readonly others: readonly Json[]
}

function operationSides(document: JsonObject): Sides {
  const requests: Json[] = []
  const others: Json[] = []
  for (const { object } of objectsIn(optionalObjectAt(document, 'paths'))) {
    if ('operationId' in object) {
      const { requestBody, ...rest } = object
      if (isObject(requestBody)) {
        requests.push(dereferenced(document, requestBody))
      }
      others.push(rest)
    }
  }
  const { schemas: _schemas, requestBodies: _bodies, ...shared } = optionalObjectAt(document, 'components')
  return { requests, others: [...others, shared, document.webhooks ?? null] }
}

function messageSides(document: JsonObject): Sides {
  const requests: Json[] = []
  const others: Json[] = []
  for (const operation of Object.values(optionalObjectAt(document, 'operations'))) {
    const side = isObject(operation) && operation.action === 'receive' ? requests : others
    for (const reference of isObject(operation) && Array.isArray(operation.messages) ? operation.messages : []) {
      side.push(dereferenced(document, reference as JsonObject))
    }
  }
  return { requests, others }
}

function holdsOpenObject(document: JsonObject, name: string): boolean {
  const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
  const all = [name, ...reachedSchemas(document, [schemas[name] ?? null])]
  return all.some((reached) => [...objectsIn(schemas[reached] ?? null)].some(({ object }) => isOpenObject(object)))
}

/** An object schema that says nothing about further properties. A property that is called `type` is not a keyword. */
function isOpenObject(object: JsonObject): boolean {
  const types = Array.isArray(object.type) ? object.type : [object.type]
  return types.includes('object') && object.additionalProperties === undefined
}

function closed(object: JsonObject): JsonObject {
  return isOpenObject(object) ? { ...object, additionalProperties: false } : object
}

function redirected(object: JsonObject, closedName: (name: string) => string): JsonObject {
  const name = schemaNameOf(object)
  return name === null ? object : { ...object, $ref: schemaReference(closedName(name)) }
}

function replacedPlaces(value: Json, places: ReadonlySet<Json>, close: (value: Json) => Json): Json {
  if (places.has(value)) {
    return close(value)
  }
  if (Array.isArray(value)) {
    return value.map((item) => replacedPlaces(item, places, close))
  }
  if (!isObject(value)) {
    return value
  }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, replacedPlaces(child, places, close)]))
}
