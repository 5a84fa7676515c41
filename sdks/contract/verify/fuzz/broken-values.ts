import fc, { type Arbitrary } from 'fast-check'
import { type Schema, type Schemas, typesOf } from './schema.ts'
import { stringsOf, type ValidValues } from './valid-values.ts'

/** One keyword of one place in a schema, and values in which nothing but that is broken. */
export interface Break {
  /** JSON Pointer (RFC 6901) to the place. */
  readonly pointer: string
  readonly keyword: string
  values(): Arbitrary<unknown>
}

const samples: Readonly<Record<string, unknown>> = {
  object: { a: 1 },
  array: [1],
  string: 'text',
  number: 0.5,
  boolean: true,
  null: null,
}

/** Every way to break one keyword of a schema, at its root and below. */
export class BrokenValues {
  readonly #schemas: Schemas
  readonly #valid: ValidValues

  constructor(schemas: Schemas, valid: ValidValues) {
    this.#schemas = schemas
    this.#valid = valid
  }

  of(reference: Schema): Break[] {
    const schema = this.#schemas.at(reference)
    if (schema.oneOf) return this.#choice(schema.oneOf)
    const types = typesOf(schema)
    return [
      ...wrongTypes(types),
      ...(schema.enum ? wrongEnum(schema.enum) : []),
      ...(types.includes('string') && !schema.enum ? this.#strings(schema) : []),
      ...(types.includes('number') || types.includes('integer') ? numbers(schema) : []),
      ...(types.includes('array') && schema.type !== undefined ? this.#arrays(schema) : []),
      ...(types.includes('object') && schema.type !== undefined ? this.#objects(schema) : []),
    ]
  }

  /** Of a choice that may also be null everything can be broken, of another choice its object, and the type. */
  #choice(branches: readonly Schema[]): Break[] {
    const schemas = branches.map((branch) => this.#schemas.at(branch))
    const types = new Set(schemas.flatMap((branch) => [...typesOf(branch)]))
    const something = schemas.filter((branch) => branch.type !== 'null')
    const [main, other] = something.length === 1 ? something : something.filter((branch) => branch.type === 'object')
    const inner = main === undefined || other !== undefined ? [] : this.of(main)
    return [...wrongTypes([...types]), ...inner.filter(({ pointer, keyword }) => pointer !== '' || keyword !== 'type')]
  }

  #strings(schema: Schema): Break[] {
    const { minLength = 0, maxLength, pattern, format } = schema
    const found: Break[] = []
    const valid = stringsOf(schema)
    if (maxLength !== undefined)
      found.push(own('maxLength', () => fc.nat(20).map((more) => 'a'.repeat(maxLength + 1 + more))))
    if (minLength > 0) found.push(own('minLength', () => fc.constant('')))
    if (pattern !== undefined) {
      const fits = new RegExp(pattern, 'u')
      const tries = fc.oneof(
        fc.constantFrom(' ', '¡', '\t ', ' a', 'é!', '-é', '\u2028'),
        fc.string({ maxLength: 12 }),
        valid.map((text) => `¡${text.slice(1)}`),
      )
      found.push(
        own('pattern', () => tries.filter((text) => text.length >= Math.max(1, minLength) && !fits.test(text))),
      )
    }
    if (format !== undefined)
      found.push(own('format', () => fc.constantFrom('yesterday', '2026-13-01', '2026-02-30T00:00:00Z', '20260101')))
    if (pattern === undefined && format === undefined)
      found.push(own('text', () => valid.map((text) => `${text.slice(0, (maxLength ?? 64) - 2)}\0`)))
    return found
  }

  #arrays({ items, minItems = 0, maxItems, uniqueItems }: Schema): Break[] {
    const member = items ? this.#valid.of(items) : fc.constant(1)
    const found: Break[] = []
    if (minItems > 0) found.push(own('minItems', () => fc.constant([])))
    if (maxItems !== undefined && !uniqueItems)
      found.push(own('maxItems', () => fc.array(member, { minLength: maxItems + 1, maxLength: maxItems + 1 })))
    if (uniqueItems) found.push(own('uniqueItems', () => member.map((value) => [value, value])))
    const inner = items ? this.of(items) : []
    return [...found, ...inner.map((broken) => within('0', broken, (value) => value.map((one) => [one])))]
  }

  #objects(schema: Schema): Break[] {
    const { properties = {}, required = [], additionalProperties: more, propertyNames, minProperties = 0 } = schema
    const whole = this.#valid.object(schema)
    const found: Break[] = required.map((name) => ({
      pointer: `/${step(name)}`,
      keyword: 'required',
      values: () => whole.map(({ [name]: _, ...rest }) => rest),
    }))
    if (more === false) found.push(...unknownProperties(whole))
    if (minProperties > 0 && required.length === 0) found.push(own('minProperties', () => fc.constant({})))
    if (propertyNames?.maxLength !== undefined)
      found.push(own('maxLength', () => fc.constant({ [`X-${'a'.repeat(propertyNames.maxLength!)}`]: 'x' })))
    for (const [name, member] of Object.entries(properties)) {
      const around = (value: Arbitrary<unknown>) => this.#valid.object(schema, { [name]: value })
      found.push(...this.of(member).map((broken) => within(name, broken, around)))
    }
    if (typeof more === 'object') {
      const around = (value: Arbitrary<unknown>) => value.map((one) => ({ someName: one }))
      found.push(...this.of(more).map((broken) => within('someName', broken, around)))
    }
    return found
  }
}

const own = (keyword: string, values: () => Arbitrary<unknown>): Break => ({ pointer: '', keyword, values })

const within = (name: string, broken: Break, around: (value: Arbitrary<unknown>) => Arbitrary<unknown>): Break => ({
  pointer: `/${step(name)}${broken.pointer}`,
  keyword: broken.keyword,
  values: () => around(broken.values()),
})

function wrongTypes(types: readonly string[]): Break[] {
  const wrong = Object.keys(samples).filter(
    (type) => !types.includes(type) && !(type === 'number' && types.includes('integer')),
  )
  const values = wrong.map((type) => samples[type])
  if (types.includes('integer') && !types.includes('number')) values.push(0.5)
  return values.length === 0 ? [] : [own('type', () => fc.constantFrom(...values))]
}

function wrongEnum(values: readonly unknown[]): Break[] {
  const words = values.filter((value) => typeof value === 'string')
  if (words.length === 0) return []
  const near = words.flatMap((word) => [`${word}x`, word.toUpperCase(), ` ${word}`, ''])
  return [own('enum', () => fc.constantFrom(...near.filter((word) => !values.includes(word))))]
}

function numbers({ minimum, maximum, type }: Schema): Break[] {
  const by =
    type === 'integer' ? fc.integer({ min: 1, max: 1_000_000 }) : fc.double({ min: 0.001, max: 1e6, noNaN: true })
  const found: Break[] = []
  if (minimum !== undefined) found.push(own('minimum', () => by.map((less) => minimum - less)))
  if (maximum !== undefined) found.push(own('maximum', () => by.map((more) => maximum + more)))
  return found
}

/** A name that the schema does not have; JavaScript's own names among them, as JSON text has them. */
function unknownProperties(whole: Arbitrary<Record<string, unknown>>): Break[] {
  return ['unknownMember', 'constructor', 'toString'].map((name) => ({
    pointer: `/${name}`,
    keyword: 'additionalProperties',
    values: () => whole.map((value) => ({ ...value, [name]: 1 })),
  }))
}

const step = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
