import { isObject, type Json, type JsonObject, stringsOf } from '../../bundle/json.ts'
import { schemaNameOf } from '../../bundle/references.ts'

/** One line of a table of fields: `llm.temperature`, `data[].id`. */
export interface SchemaRow {
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly description: string
  /** What must hold, a phrase each. */
  readonly limits: readonly string[]
}

type Schemas = Readonly<Record<string, Json>>

const deepest = 6

/** The fields of a schema, nested ones behind their parent. */
export function schemaRows(schema: Json | undefined, schemas: Schemas, prefix = '', depth = 0): SchemaRow[] {
  const { plain } = opened(schema, schemas)
  if (depth > deepest) {
    return []
  }
  if (plain.items !== undefined && prefix !== '') {
    return schemaRows(plain.items, schemas, `${prefix}[]`, depth + 1)
  }
  const required = new Set(stringsOf(plain.required))
  const properties = isObject(plain.properties) ? plain.properties : {}
  return Object.entries(properties).flatMap(([name, child]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    return [schemaRow(path, child, schemas, required.has(name)), ...schemaRows(child, schemas, path, depth + 1)]
  })
}

export function schemaRow(path: string, schema: Json | undefined, schemas: Schemas, required: boolean): SchemaRow {
  const { plain, nullable } = opened(schema, schemas)
  const type = typeWord(plain, schemas) + (nullable ? ' or null' : '')
  return { path, type, required, description: String(plain.description ?? ''), limits: limitsOf(plain) }
}

/** The schema behind references and choices of one; a choice with null is that schema, nullable. */
function opened(schema: Json | undefined, schemas: Schemas): { plain: JsonObject; nullable: boolean } {
  const source = isObject(schema) ? schema : {}
  const name = schemaNameOf(source)
  const choices = Array.isArray(source.oneOf) ? source.oneOf : []
  const others = choices.filter((choice) => !(isObject(choice) && choice.type === 'null'))
  if (name !== null) {
    return opened(schemas[name], schemas)
  }
  if (others.length === 1) {
    const inner = opened(others[0], schemas)
    const nullable = inner.nullable || others.length < choices.length
    return { plain: { ...inner.plain, ...descriptionOf(source) }, nullable }
  }
  return { plain: source, nullable: false }
}

function descriptionOf(schema: JsonObject): JsonObject {
  return schema.description === undefined ? {} : { description: schema.description }
}

function typeWord(schema: JsonObject, schemas: Schemas): string {
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const)
  }
  const choices = schema.oneOf ?? schema.anyOf
  if (Array.isArray(choices)) {
    return choices.map((choice) => typeWord(opened(choice, schemas).plain, schemas)).join(' or ')
  }
  const types = Array.isArray(schema.type) ? schema.type.map(String) : [String(schema.type ?? 'any')]
  const words = types.map((type) =>
    type === 'array' ? `array of ${typeWord(opened(schema.items, schemas).plain, schemas)}` : type,
  )
  return words.join(' or ')
}

function limitsOf(schema: JsonObject): string[] {
  const limits: string[] = []
  if (Array.isArray(schema.enum)) {
    limits.push(`one of ${schema.enum.map((value) => `\`${String(value)}\``).join(', ')}`)
  }
  pushRange(limits, schema.minimum, schema.maximum, '')
  pushRange(limits, schema.minLength, schema.maxLength, ' characters')
  pushRange(limits, schema.minItems, schema.maxItems, ' items')
  if (schema.pattern !== undefined) {
    limits.push(`matches \`${String(schema.pattern)}\``)
  }
  if (schema.format !== undefined) {
    limits.push(String(schema.format))
  }
  if (schema.default !== undefined) {
    limits.push(`default \`${JSON.stringify(schema.default)}\``)
  }
  return limits
}

function pushRange(limits: string[], least: Json | undefined, most: Json | undefined, unit: string): void {
  if (least !== undefined && most !== undefined) {
    limits.push(`${String(least)} to ${String(most)}${unit}`)
  } else if (most !== undefined) {
    limits.push(`at most ${String(most)}${unit}`)
  } else if (least !== undefined) {
    limits.push(`at least ${String(least)}${unit}`)
  }
}
