import { MatchersV3 } from '@pact-foundation/pact'

/** A value with matchers in it. */
export type Template = Parameters<typeof MatchersV3.like>[0]
const { atLeastLike, boolean, integer, like, number, regex, string } = MatchersV3

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly pattern?: string
  readonly format?: string
}

interface Leaning {
  /** Fields that are leaned on although they may be missing. */
  readonly also?: readonly string[]
  /** How many items a list has at least. */
  readonly least?: number
  /** Whether the client leans on it that fields which are always there are there, whatever is in them. */
  readonly present?: boolean
}

export const INSTANT = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$'

/**
 * What a client may lean on of an answer or a message, as matchers: every field that is always there and never null, and of `also`
 * those that the example has, by type, pattern
 * or instant. `example` is what the provider is said to give. Undefined where there is nothing to lean on.
 */
export function loosely(
  document: object,
  schema: Schema,
  example: unknown,
  options: Leaning = {},
): Template | undefined {
  if (example === null || isNullable(document, schema)) return undefined
  const at = branchOf(document, schema, example)
  if (at.const !== undefined) return at.const as Template
  if (Array.isArray(example)) return list(document, at, example, options)
  if (typeof example === 'object') return fields(document, at, example as Fields, options)
  if (typeof example === 'string') return text(at, example)
  if (typeof example === 'boolean') return boolean(example)
  return [at.type].flat().includes('integer') ? integer(example as number) : number(example as number)
}

type Fields = Readonly<Record<string, unknown>>

function fields(document: object, { properties = {}, required = [] }: Schema, example: Fields, leaning: Leaning) {
  const { also = [], present = false } = leaning
  const names = Object.keys(properties).filter((name) => required.includes(name) || also.includes(name))
  const kept = names.flatMap((name): [string, Template][] => {
    if (!(name in example)) return []
    const options = { also, present, least: name === 'data' ? 1 : 0 }
    const matched = loosely(document, properties[name]!, example[name], options)
    if (matched !== undefined) return [[name, matched]]
    return present ? [[name, whatever(document, properties[name]!, example[name])]] : []
  })
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as Template)
}

/** Something is there, and no matter what. The mock says null where it may. */
function whatever(document: object, schema: Schema, example: unknown): Template {
  if (isNullable(document, schema)) return { 'pact:matcher:type': 'regex', regex: '[\\s\\S]*', value: null } as Template
  return Array.isArray(example) ? like([]) : {}
}

function list(
  document: object,
  { items }: Schema,
  [first]: readonly unknown[],
  { also = [], present = false, least = 0 }: Leaning,
): Template | undefined {
  // Of items of several kinds each may be another.
  if (items === undefined || first === undefined || resolved(document, items).oneOf) return undefined
  const item = loosely(document, items, first, { also, present })
  return item === undefined ? undefined : atLeastLike(item, least, 1)
}

/** A value of an enum is any text: clients keep those that are newer. The document says whether it has the example's. */
function text({ pattern, format }: Schema, example: string): Template {
  if (format === 'date-time') return regex(INSTANT, example)
  // The mock's engine has no look-around, and holds patterns against the whole text.
  if (pattern?.startsWith('^') && pattern.endsWith('$') && !pattern.includes('(?')) return regex(pattern, example)
  return string(example)
}

/** The schema behind references and choices that the example is of. */
function branchOf(document: object, schema: Schema, example: unknown): Schema {
  const at = resolved(document, schema)
  const branch = at.oneOf?.find((one) => isOf(document, resolved(document, one), example))
  return branch === undefined ? at : branchOf(document, branch, example)
}

function isOf(document: object, schema: Schema, example: unknown): boolean {
  if (schema.oneOf) return schema.oneOf.some((one) => isOf(document, resolved(document, one), example))
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return fitsType(schema, example)
  const { properties = {}, required = [] } = schema
  const value = example as Record<string, unknown>
  const consts = Object.entries(properties).every(([name, member]) => {
    const { const: fixed } = resolved(document, member)
    return fixed === undefined || value[name] === fixed
  })
  return fitsType(schema, example) && consts && required.every((name) => name in value)
}

function fitsType({ type, enum: values }: Schema, example: unknown): boolean {
  if (values) return values.includes(example)
  const kind = example === null ? 'null' : Array.isArray(example) ? 'array' : typeof example
  return type === undefined || [type].flat().some((one) => one === kind || (one === 'integer' && kind === 'number'))
}

function resolved(document: object, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const steps = schema.$ref.slice('#/'.length).split('/')
  return resolved(
    document,
    steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as Schema,
  )
}

function isNullable(document: object, schema: Schema): boolean {
  const { type, oneOf, enum: values } = resolved(document, schema)
  return (
    [type].flat().includes('null') ||
    values?.includes(null) === true ||
    (oneOf ?? []).some((one) => isNullable(document, one))
  )
}
