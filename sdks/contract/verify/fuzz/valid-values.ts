import fc, { type Arbitrary } from 'fast-check'
import { type Schema, type Schemas, typesOf } from './schema.ts'

/** One code point each: lengths of JSON Schema count them. */
const letter = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.constantFrom('é', 'ß', 'न', '語', 'ع', '😀', '\n', '\t', '"', '\\', '\u2028', '\u202e') },
)
const LONG = 40
const instant = fc
  .date({ min: new Date('1970-01-02T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString())

/** Fixed values for some properties of an object, whatever their schemas say. */
export type Forced = Readonly<Record<string, Arbitrary<unknown>>>

/** Arbitrary values that a schema lets through: its examples, its bounds, and anything between. */
export class ValidValues {
  readonly #schemas: Schemas
  readonly #made = new Map<Schema, Arbitrary<unknown>>()

  constructor(schemas: Schemas) {
    this.#schemas = schemas
  }

  of(reference: Schema): Arbitrary<unknown> {
    const schema = this.#schemas.at(reference)
    const made = this.#made.get(schema) ?? this.#make(schema)
    this.#made.set(schema, made)
    return made
  }

  /** An object that fits, with these properties forced. */
  object(schema: Schema, forced: Forced = {}): Arbitrary<Record<string, unknown>> {
    const { properties = {}, required = [], minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema
    const members: Record<string, Arbitrary<unknown>> = {}
    for (const [name, member] of Object.entries(properties)) members[name] = forced[name] ?? this.of(member)
    for (const [name, value] of Object.entries(forced)) members[name] ??= value
    const requiredKeys = [...new Set([...required, ...Object.keys(forced)])]
    const known = fc.record(members, { requiredKeys })
    const more = this.#more(schema)
    const whole = more === null ? known : fc.tuple(more, known).map(([free, named]) => ({ ...free, ...named }))
    const fits = (value: object): boolean =>
      Object.keys(value).length >= minProperties && Object.keys(value).length <= maxProperties
    if (minProperties === 0 && maxProperties === Number.POSITIVE_INFINITY) return whole
    if (minProperties <= requiredKeys.length && Object.keys(members).length <= maxProperties) return whole
    // Of very many properties few go in at once: one is drawn that does for sure.
    const names = Object.keys(members)
    const one =
      names.length === 0 ? whole : fc.constantFrom(...names).chain((name) => members[name]!.map((v) => ({ [name]: v })))
    return requiredKeys.length > 0 ? whole.filter(fits) : fc.oneof(one, whole).filter(fits)
  }

  #make(schema: Schema): Arbitrary<unknown> {
    const values = schema.oneOf ? fc.oneof(...schema.oneOf.map((branch) => this.of(branch))) : this.#typed(schema)
    const scalar = schema.oneOf === undefined && !typesOf(schema).some((type) => type === 'object' || type === 'array')
    const { examples = [] } = schema
    return scalar && examples.length > 0 && !schema.enum && schema.const === undefined
      ? fc.oneof(fc.constantFrom(...examples), values)
      : values
  }

  #typed(schema: Schema): Arbitrary<unknown> {
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    return fc.oneof(...typesOf(schema).map((type) => this.#ofType(type, schema)))
  }

  #ofType(type: string, schema: Schema): Arbitrary<unknown> {
    const {
      minimum: min = -1e6,
      maximum: max = 1e6,
      items,
      minItems: minLength = 0,
      maxItems = 4,
      uniqueItems,
    } = schema
    switch (type) {
      case 'object':
        return this.object(schema)
      case 'array': {
        const member = items ? this.of(items) : fc.jsonValue({ maxDepth: 1 })
        const maxLength = Math.min(maxItems, 4)
        return uniqueItems
          ? fc.uniqueArray(member, { minLength, maxLength })
          : fc.array(member, { minLength, maxLength })
      }
      case 'string':
        return stringsOf(schema)
      case 'integer':
        return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }))
      case 'number':
        return fc.oneof(fc.constantFrom(min, max), fc.double({ min, max, noNaN: true }))
      case 'boolean':
        return fc.boolean()
      default:
        return fc.constant(null)
    }
  }

  /** Properties beside the named ones, where the schema lets them in. */
  #more({ additionalProperties: more, propertyNames, maxProperties = 3 }: Schema): Arbitrary<object> | null {
    if (more === undefined || more === false) return null
    const names = propertyNames ? headerName : plainName
    const value = more === true ? fc.jsonValue({ maxDepth: 1, stringUnit: letter }) : this.of(more)
    return fc.dictionary(names, value, { maxKeys: Math.min(maxProperties, 3), noNullPrototype: true })
  }
}

const headerName = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,20}$/)
/** No name that a schema has. */
const plainName = fc.stringMatching(/^free[a-zA-Z0-9_]{0,12}$/)

/** Strings of the format, the pattern and the length. */
export function stringsOf({ format, pattern, minLength = 0, maxLength = 1_000_000 }: Schema): Arbitrary<string> {
  if (format === 'date-time') return instant
  if (format === 'date') return instant.map((text) => text.slice(0, 10))
  const longest = Math.min(maxLength, Math.max(LONG, minLength))
  const any = fc.string({ unit: letter, minLength, maxLength: longest })
  if (pattern === undefined) return any
  const fits = new RegExp(pattern, 'u')
  const length = (text: string): boolean => [...text].length >= minLength && [...text].length <= maxLength
  const matching = matchesOf(pattern)
  return matching === null
    ? any.filter((text) => fits.test(text))
    : matching.filter((text) => fits.test(text) && length(text))
}

/** Null for patterns that are no regular language to fast-check, or no more than a wish for some character. */
function matchesOf(pattern: string): Arbitrary<string> | null {
  if (!pattern.startsWith('^')) return null
  return fc.stringMatching(new RegExp(pattern.endsWith('$') ? pattern : `${pattern}[a-z0-9.-]{1,20}$`))
}
