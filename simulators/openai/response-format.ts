import { RequestProblem } from './failure.ts'
import { isObject, type Json, objectAt, typed } from './json-shape.ts'

/** The JSON Schema that an answer must fit, and its name. */
export interface AnswerSchema {
  readonly name: string
  readonly schema: Json
}

/**
 * `response_format` of a request: the schema, or undefined for plain text. A strict schema closes every object and
 * requires every property. https://platform.openai.com/docs/guides/structured-outputs
 */
export function answerSchema(value: unknown): AnswerSchema | undefined {
  if (value == null) return undefined
  const { type, json_schema } = objectAt(value, 'response_format')
  if (type === 'text') return undefined
  if (type !== 'json_schema') {
    throw new RequestProblem(
      "Invalid value for 'response_format.type': the simulator knows text and json_schema.",
      'response_format.type',
      'invalid_value',
    )
  }
  const at = 'response_format.json_schema'
  const { name, schema, strict } = objectAt(json_schema, at)
  const known = { name: typed(name, 'string', `${at}.name`), schema: objectAt(schema, `${at}.schema`) }
  if (strict === true) checkStrict(known.schema, known.name)
  return known
}

function checkStrict(schema: Json, name: string): void {
  const refuse = (why: string): never => {
    throw new RequestProblem(`Invalid schema for response_format '${name}': ${why}`, 'response_format')
  }
  if (schema.type === 'object') {
    const properties = isObject(schema.properties) ? schema.properties : {}
    if (schema.additionalProperties !== false) refuse("'additionalProperties' is required to be false.")
    const required = Array.isArray(schema.required) ? schema.required : []
    const left = Object.keys(properties).find((property) => !required.includes(property))
    if (left !== undefined) refuse(`'required' must include every key in properties. Missing '${left}'.`)
    for (const property of Object.values(properties)) if (isObject(property)) checkStrict(property, name)
  }
  if (isObject(schema.items)) checkStrict(schema.items, name)
}

/** A value that fits the schema: what `wanted` has of it, and the plainest there is for the rest. */
export function fitted(schema: Json, wanted: unknown): unknown {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  if (types.includes('object')) {
    const given = isObject(wanted) ? wanted : {}
    const properties = isObject(schema.properties) ? schema.properties : {}
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, fitted(property as Json, given[name])]),
    )
  }
  const kind = wanted === null ? 'null' : Array.isArray(wanted) ? 'array' : typeof wanted
  if (types.includes(kind) || (kind === 'number' && types.includes('integer'))) return wanted
  if (types.includes('null')) return null
  if (types.includes('array')) return []
  if (types.includes('boolean')) return false
  if (types.includes('integer') || types.includes('number')) return schema.minimum ?? 0
  return Array.isArray(schema.enum) ? schema.enum[0] : ''
}
