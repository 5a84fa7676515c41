import { isObject, type Json, type JsonObject, stringsOf } from '#scripts/bundle/json.ts'
import { schemaNameOf } from '#scripts/bundle/references.ts'

export type Schemas = Readonly<Record<string, Json>>

/** One field of a schema, with the fields that stand in it. */
export interface Field {
  readonly name: string
  /** The way to it from the top: `llm.temperature`, `data[].id`. */
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly description: string
  /** What must hold, a phrase each. */
  readonly limits: readonly string[]
  /** What kind of personal data it is (OBS-00), if any. */
  readonly pii: string | null
  readonly deprecated: boolean
  readonly fields: readonly Field[]
}

const deepest = 7

/** The fields of a schema, nested; a schema that holds itself ends where it comes again. */
export function fieldsOf(schema: Json | undefined, schemas: Schemas, path = '', seen: readonly string[] = []): Field[] {
  const { plain, names } = opened(schema, schemas)
  const inside = [...seen, ...names]
  if (inside.length > deepest || names.some((name) => seen.includes(name))) return []
  const choices = objectChoices(plain, schemas)
  if (choices.length > 0) return choices.flatMap((choice) => fieldsOf(choice, schemas, path, inside))
  if (plain.items !== undefined) return fieldsOf(plain.items, schemas, `${path}[]`, inside)
  const required = new Set(stringsOf(plain.required))
  const properties = isObject(plain.properties) ? plain.properties : {}
  return Object.entries(properties).map(([name, child]) => {
    const way = path === '' || path === '[]' ? name : `${path}.${name}`
    return { ...fieldOf(name, child, schemas, required.has(name), way, inside) }
  })
}

/** One field alone; its name may be empty, where it is a whole body. */
export function fieldOf(
  name: string,
  schema: Json | undefined,
  schemas: Schemas,
  required: boolean,
  path = name,
  seen: readonly string[] = [],
): Field {
  const { plain, nullable } = opened(schema, schemas)
  const pii = plain['x-pii']
  return {
    name,
    path,
    type: typeWord(plain, schemas) + (nullable ? ' or null' : ''),
    required,
    description: String(plain.description ?? ''),
    limits: limitsOf(plain),
    pii: typeof pii === 'string' ? pii : null,
    deprecated: plain.deprecated === true,
    fields: fieldsOf(schema, schemas, path, seen),
  }
}

/** Every field of the tree, each before what stands in it. */
export const flat = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...flat(field.fields)])

interface Opened {
  readonly plain: JsonObject
  readonly nullable: boolean
  /** The names of the schemas that were gone through. */
  readonly names: readonly string[]
}

/** The schema behind references and choices of one; a choice with null is that schema, nullable. */
function opened(schema: Json | undefined, schemas: Schemas): Opened {
  const source = isObject(schema) ? schema : {}
  const name = schemaNameOf(source)
  if (name !== null) {
    const inner = opened(schemas[name], schemas)
    return { ...inner, names: [name, ...inner.names] }
  }
  const choices = Array.isArray(source.oneOf) ? source.oneOf : []
  const others = choices.filter((choice) => !(isObject(choice) && choice.type === 'null'))
  if (others.length !== 1) return { plain: source, nullable: false, names: [] }
  const inner = opened(others[0], schemas)
  const described = source.description === undefined ? {} : { description: source.description }
  return {
    plain: { ...inner.plain, ...described },
    nullable: inner.nullable || others.length < choices.length,
    names: inner.names,
  }
}

function objectChoices(schema: JsonObject, schemas: Schemas): Json[] {
  const choices = schema.oneOf ?? schema.anyOf
  return Array.isArray(choices) ? choices.filter((choice) => isObject(opened(choice, schemas).plain.properties)) : []
}

function typeWord(schema: JsonObject, schemas: Schemas): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const choices = schema.oneOf ?? schema.anyOf
  if (Array.isArray(choices)) {
    return [...new Set(choices.map((choice) => typeWord(opened(choice, schemas).plain, schemas)))].join(' or ')
  }
  const types = Array.isArray(schema.type) ? schema.type.map(String) : [String(schema.type ?? 'any')]
  const words = types.map((type) =>
    type === 'array' ? `array of ${typeWord(opened(schema.items, schemas).plain, schemas)}` : type,
  )
  return words.join(' or ')
}

function limitsOf(schema: JsonObject): string[] {
  const values = Array.isArray(schema.enum) ? schema.enum.map((value) => `\`${String(value)}\``).join(', ') : null
  return [
    ...(values === null ? [] : [`one of ${values}`]),
    ...range(schema.minimum, schema.maximum, ''),
    ...range(schema.minLength, schema.maxLength, ' characters'),
    ...range(schema.minItems, schema.maxItems, ' items'),
    ...range(undefined, schema.maxProperties, ' entries'),
    ...(schema.pattern === undefined ? [] : [`matches \`${String(schema.pattern)}\``]),
    ...(schema.format === undefined ? [] : [String(schema.format)]),
    ...(schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default)}\``]),
  ]
}

function range(least: Json | undefined, most: Json | undefined, unit: string): string[] {
  if (least !== undefined && most !== undefined) {
    return [least === most ? `exactly ${String(least)}${unit}` : `${String(least)} to ${String(most)}${unit}`]
  }
  if (most !== undefined) return [`at most ${String(most)}${unit}`]
  return least === undefined ? [] : [`at least ${String(least)}${unit}`]
}
