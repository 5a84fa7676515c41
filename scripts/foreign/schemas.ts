import { isObject, type Json, type JsonObject, optionalObjectAt, pointerStep } from '../bundle/json.ts'
import { resolve, schemaReference } from '../bundle/references.ts'
import { freeName, typeName } from './identifiers.ts'

const maps = ['properties', 'patternProperties', 'dependentSchemas']
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const single = ['additionalProperties', 'items', 'contains', 'propertyNames', 'not', 'if', 'then', 'else']
const plain = (
  'title description default examples type const enum pattern minLength maxLength minimum maximum exclusiveMinimum ' +
  'exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties maxProperties required dependentRequired ' +
  'minContains maxContains'
).split(' ')

/** Formats that our validators know; another is a hint to readers. */
const formats = new Set(
  (
    'date time date-time iso-time iso-date-time duration uri uri-reference uri-template url email hostname ipv4 ipv6 regex ' +
    'uuid json-pointer relative-json-pointer byte int32 int64 float double password binary'
  ).split(' '),
)

/** The schemas of a foreign document in our dialect: named in PascalCase, with the keywords that check something. */
export class ForeignSchemas {
  readonly components: Record<string, JsonObject> = {}
  readonly #document: JsonObject
  /** Pointer of a schema in the foreign document to the name that it has here. */
  readonly #names = new Map<string, string>()

  constructor(document: JsonObject) {
    this.#document = document
    const schemas = optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas')
    for (const key of Object.keys(schemas)) {
      this.#names.set(schemaReference(key), this.#reserve(typeName(key)))
    }
    for (const [key, schema] of Object.entries(schemas)) {
      const pointer = schemaReference(key)
      this.components[this.#names.get(pointer)!] = this.#adapted(schema, pointer) as JsonObject
    }
  }

  /** The name of the schema at this place of the document, which gets `wanted` where it has none. */
  nameOf(schema: JsonObject, pointer: string, wanted: string): string {
    const reference = typeof schema.$ref === 'string' ? schema.$ref : pointer
    const known = this.#names.get(reference)
    if (known !== undefined) return known
    const target = typeof schema.$ref === 'string' ? resolve(this.#document, reference) : schema
    if (typeof target.$ref === 'string') return this.nameOf(target, reference, wanted)
    const name = this.#reserve(typeName(typeof target.title === 'string' ? target.title : wanted))
    this.#names.set(reference, name)
    this.components[name] = this.#adapted(target, reference) as JsonObject
    return name
  }

  /** A schema of our own. */
  add(wanted: string, schema: JsonObject): string {
    const name = this.#reserve(wanted)
    this.components[name] = schema
    return name
  }

  #reserve(wanted: string): string {
    const name = freeName(wanted, (each) => each in this.components)
    this.components[name] = {}
    return name
  }

  #adapted(schema: Json, pointer: string, inside: readonly string[] = []): Json {
    if (!isObject(schema)) return schema
    if (typeof schema.$ref === 'string') {
      const name = this.#names.get(schema.$ref)
      if (name !== undefined) return { $ref: schemaReference(name) }
      if (inside.includes(schema.$ref)) {
        throw new Error(`at ${pointer}: "${schema.$ref}" holds itself. Move it to components.schemas.`)
      }
      return this.#adapted(resolve(this.#document, schema.$ref), schema.$ref, [...inside, schema.$ref])
    }
    checkDialect(schema.$schema, `${pointer}/$schema`)
    const child = (value: Json, step: string) => this.#adapted(value, pointer + step, inside)
    const adapted: JsonObject = {}
    for (const [key, value] of Object.entries(schema)) {
      if (maps.includes(key) && isObject(value)) {
        const entries = Object.entries(value)
        adapted[key] = Object.fromEntries(
          entries.map(([name, item]) => [name, child(item, pointerStep(key) + pointerStep(name))]),
        )
      } else if (lists.includes(key) && Array.isArray(value)) {
        adapted[key] = value.map((item, index) => child(item, `/${key}/${index}`))
      } else if (single.includes(key)) {
        adapted[key] = child(value, `/${key}`)
      } else if (plain.includes(key) || (key === 'format' && formats.has(String(value)))) {
        adapted[key] = value
      }
    }
    return adapted
  }
}

/** Draft-07, which AsyncAPI 3.0 builds on, and what came after it. */
export function checkDialect(dialect: Json | undefined, place: string): void {
  if (typeof dialect === 'string' && !/draft-07|2019-09|2020-12|application\/vnd\.aai\.asyncapi/.test(dialect)) {
    throw new Error(`at ${place}: "${dialect}" is not read here. Write the payload as JSON Schema (draft-07 or newer).`)
  }
}
