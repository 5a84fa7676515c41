export type Json = Readonly<Record<string, unknown>>

/** The keywords of JSON Schema that requests use; one that is missing here makes `assertKnown` fail. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly items?: Schema
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly examples?: readonly unknown[]
  readonly default?: unknown
}

const KNOWN = new Set(
  (
    '$ref type enum const oneOf properties required additionalProperties propertyNames items minLength maxLength pattern format ' +
    'minimum maximum minItems maxItems uniqueItems minProperties maxProperties examples default title description discriminator x-pii x-states'
  ).split(' '),
)

/** A document whose references are followed. */
export class Schemas {
  readonly #document: Json

  constructor(document: Json) {
    this.#document = document
  }

  /** What the reference names, itself no reference; the value as it is when it is none. Throws at a keyword nobody generates. */
  at(schema: Schema): Schema {
    const found = this.resolve(schema) as Schema
    const unknown = Object.keys(found).find((keyword) => !KNOWN.has(keyword))
    if (unknown !== undefined) throw new Error(`the fuzzer does not know the keyword "${unknown}"; teach it`)
    return found
  }

  resolve<T extends object>(node: T): T {
    const reference = (node as { $ref?: string }).$ref
    if (reference === undefined) return node
    const steps = reference.slice('#/'.length).split('/')
    return this.resolve(steps.reduce<unknown>((at, step) => (at as Json)[step], this.#document) as T)
  }
}

/** The types that a schema lets through; all of them when it says none. */
export function typesOf({ type, enum: values }: Schema): readonly string[] {
  if (type !== undefined) return typeof type === 'string' ? [type] : type
  if (values !== undefined) return [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))]
  return ['object', 'array', 'string', 'number', 'boolean', 'null']
}
