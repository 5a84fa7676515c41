import { isObject, type Json, type JsonObject, stringsOf } from '../bundle/json.ts'
import { schemaNameOf } from '../bundle/references.ts'
import { docComment, literal, propertyName } from './source-text.ts'

/** The TypeScript type of a schema; a component schema is written by its name. */
export function typeOf(schema: Json | undefined): string {
  if (!isObject(schema)) {
    return 'unknown'
  }
  const name = schemaNameOf(schema)
  if (name !== null) {
    return name
  }
  if (schema.const !== undefined) {
    return literal(schema.const)
  }
  if (Array.isArray(schema.enum)) {
    return union(schema.enum.map(literal))
  }
  const choices = schema.oneOf ?? schema.anyOf
  if (Array.isArray(choices)) {
    return union(choices.map(typeOf))
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? impliedType(schema)]
  return union(types.map((type) => typeOfOne(String(type), schema)))
}

/** Of a schema that describes what is inside it, and does not say what it is. */
function impliedType(schema: JsonObject): string {
  return isObject(schema.properties) ? 'object' : isObject(schema.items) ? 'array' : 'unknown'
}

function typeOfOne(type: string, schema: JsonObject): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `readonly ${bracketed(typeOf(schema.items))}[]`
    case 'object':
      return isRecord(schema) ? recordType(schema) : `{ ${properties(schema).map(inline).join('; ')} }`
    default:
      return 'unknown'
  }
}

function union(members: readonly string[]): string {
  return [...new Set(members)].join(' | ')
}

function bracketed(type: string): string {
  return type.includes(' ') ? `(${type})` : type
}

/** An object without named properties. */
function isRecord(schema: JsonObject): boolean {
  return !isObject(schema.properties) || Object.keys(schema.properties).length === 0
}

function recordType(schema: JsonObject): string {
  return `{ readonly [name: string]: ${isObject(schema.additionalProperties) ? typeOf(schema.additionalProperties) : 'unknown'} }`
}

interface Property {
  readonly name: string
  readonly schema: Json
  readonly optional: boolean
}

function properties(schema: JsonObject): Property[] {
  const required = new Set(stringsOf(schema.required))
  const described = isObject(schema.properties) ? schema.properties : {}
  return Object.entries(described).map(([name, child]) => ({ name, schema: child, optional: !required.has(name) }))
}

function inline({ name, schema, optional }: Property): string {
  return `readonly ${propertyName(name)}${optional ? '?' : ''}: ${typeOf(schema)}`
}

/** `export interface Name { … }` for an object, `export type Name = …` for anything else, with its description. */
export function declaration(name: string, schema: JsonObject): string {
  const comment = docComment(schema.description)
  if (schema.type !== 'object' || isRecord(schema)) {
    return `${comment}export type ${name} = ${typeOf(schema)}\n`
  }
  const lines = properties(schema).map((property) => {
    const description = isObject(property.schema) ? property.schema.description : undefined
    return `${docComment(description, '  ')}  ${inline(property)}\n`
  })
  return `${comment}export interface ${name} {\n${lines.join('')}}\n`
}
