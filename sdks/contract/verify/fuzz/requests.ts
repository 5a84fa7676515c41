import { gzipSync } from 'node:zlib'
import fc, { type Arbitrary } from 'fast-check'
import { type Break, BrokenValues } from './broken-values.ts'
import { type Json, type Schema, Schemas } from './schema.ts'
import { ValidValues } from './valid-values.ts'

type Place = 'path' | 'query' | 'header'

interface Parameter {
  readonly name: string
  readonly in: Place
  readonly required?: boolean
  readonly schema: Schema
}

export interface FuzzedOperation {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Null where no key is asked for. */
  readonly roles: readonly string[] | null
  /** Whether somebody else signs it, body and all. */
  readonly signed: boolean
  readonly parameters: readonly Parameter[]
  readonly body: Schema | null
  readonly bodyRequired: boolean
  readonly bodyTypes: readonly string[]
  /** Bodies that are known to be right. */
  examples(): readonly unknown[]
  /** By status, what the answer may have. */
  readonly responses: Readonly<Record<string, { readonly headers?: Json; readonly content?: Json }>>
}

type Values = Readonly<Record<string, unknown>>
type Bytes = string | Buffer

/** What an operation is asked, before it is told which resources there are. */
export interface Drawn {
  readonly values: Readonly<Record<Place, Values>>
  readonly body: unknown
  /** Sent in place of the body as JSON. */
  readonly bytes?: Bytes
  readonly headers?: Readonly<Record<string, string>>
  /** Which resources the path names: this tenant's, another's, or whatever the schema lets through. */
  readonly names: 'own' | 'foreign' | 'any'
  readonly key?: 'none' | 'unknown' | 'role'
  /** What is wrong with it; null when nothing is. */
  readonly wrong: Wrong | null
}

export interface Wrong {
  readonly what: string
  readonly statuses: readonly number[]
  /** Where the problem must say that it is: the name of a parameter or header, or a pointer into the body. */
  readonly place?: string
  readonly keyword?: string
}

const MORE_THAN_A_BODY = 1024 * 1024 + 1
const PLACES: readonly Place[] = ['path', 'query', 'header']

export class Requests {
  readonly #schemas: Schemas
  readonly #valid: ValidValues
  readonly #broken: BrokenValues

  constructor(document: Json) {
    this.#schemas = new Schemas(document)
    this.#valid = new ValidValues(this.#schemas)
    this.#broken = new BrokenValues(this.#schemas, this.#valid)
  }

  /** Everything that is right by the document. */
  valid(operation: FuzzedOperation): Arbitrary<Drawn> {
    const names = fc.constantFrom('own', 'own', 'own', 'foreign', 'any')
    const values = fc.record({
      path: this.#values(operation, 'path'),
      query: this.#values(operation, 'query'),
      header: this.#values(operation, 'header'),
    })
    const given = operation.body === null ? fc.constant(undefined) : this.#bodies(operation, operation.body)
    const body = operation.bodyRequired ? given : fc.option(given, { nil: undefined, freq: 4 })
    return fc.record({ values, body, names, wrong: fc.constant(null) }) as Arbitrary<Drawn>
  }

  /** Requests with exactly one fault; null where an operation takes nothing that could be wrong. */
  invalid(operation: FuzzedOperation): Arbitrary<Drawn> | null {
    const groups = [this.#brokenParameters(operation), this.#brokenBodies(operation), wires(operation), keys(operation)]
    const some = groups.filter((group) => group.length > 0)
    if (some.length === 0) return null
    const fault = fc.oneof(
      ...some.map((group, at) => ({ weight: at === 1 ? 4 : 2, arbitrary: fc.constantFrom(...group) })),
    )
    // Without headers that may be refused for what they mean: an Idempotency-Key that was used before is a fault of its own.
    const right = this.valid(operation).map((drawn) => ({
      ...drawn,
      values: { ...drawn.values, header: {} },
      names: 'own' as const,
    }))
    return fault.chain((change) => right.chain(change))
  }

  #bodies({ examples }: FuzzedOperation, schema: Schema): Arbitrary<unknown> {
    const known = examples()
    const any = this.#valid.of(schema)
    return known.length === 0
      ? any
      : fc.oneof({ weight: 3, arbitrary: any }, { weight: 1, arbitrary: fc.constantFrom(...known) })
  }

  #values(operation: FuzzedOperation, place: Place): Arbitrary<Values> {
    const here = operation.parameters.filter((parameter) => parameter.in === place)
    const model = Object.fromEntries(here.map(({ name, schema }) => [name, this.#valid.of(schema)]))
    const requiredKeys = here.filter(({ required }) => required).map(({ name }) => name)
    if (here.length === 0) return fc.constant({})
    const all = fc.record(model, { requiredKeys })
    // Most requests have no header that makes them conditional.
    return place === 'header' ? fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: all }) : all
  }

  #brokenParameters({ parameters }: FuzzedOperation): Change[] {
    const wrongs = parameters.flatMap(({ name, in: place, schema, required }) => {
      const breaks = this.#broken.of(schema).flatMap((broken) => asText(broken, this.#schemas.at(schema)))
      const sendable = breaks.filter(({ keyword }) => place === 'query' || keyword !== 'minLength')
      const changes = sendable.map(
        ({ keyword, values }): Change =>
          (right) => {
            const wrong = { what: `${keyword} of ${place} ${name}`, statuses: [400], place: name, keyword }
            const texts = values().filter((text) => place !== 'header' || isHeader(String(text)))
            return texts.map((text) => ({ ...right, values: withValue(right, place, name, text), names: 'any', wrong }))
          },
      )
      if (!required || place === 'path') return changes
      const wrong = { what: `no ${place} ${name}`, statuses: [400], place: name, keyword: 'required' }
      return [
        ...changes,
        (right: Drawn) => fc.constant({ ...right, values: withValue(right, place, name, undefined), wrong }),
      ]
    })
    return wrongs
  }

  #brokenBodies({ body, bodyTypes }: FuzzedOperation): Change[] {
    if (body === null) return []
    const breaks = this.#broken.of(body)
    const broken = breaks.map(
      ({ pointer, keyword, values }): Change =>
        (right) =>
          values().map((value) => {
            const named = keyword === 'text' ? 'format' : keyword
            const wrong = {
              what: `${keyword} at "${pointer}" of the body`,
              statuses: [400],
              place: pointer,
              keyword: named,
            }
            return { ...right, body: value, wrong }
          }),
    )
    // Where any text may stand, bytes that are none.
    const texts = breaks.filter(({ keyword }) => keyword === 'text')
    const noText = texts.map(
      ({ values }): Change =>
        (right) =>
          values().map((value) => {
            const [before, after] = JSON.stringify(value).split('\\u0000')
            const bytes = Buffer.concat([Buffer.from(before!), Buffer.of(0xc3, 0x28), Buffer.from(after!)])
            const headers = { 'content-type': bodyTypes[0]! }
            return { ...right, bytes, headers, wrong: { what: 'bytes that are no UTF-8', statuses: [400], place: '' } }
          }),
    )
    return [...broken, ...noText]
  }
}

type Change = (right: Drawn) => Arbitrary<Drawn>

/** In a URL and in a header everything is text: only what text can break is broken. */
function asText(broken: Break, { type }: Schema): Break[] {
  if (broken.keyword !== 'type') return [broken]
  if (type !== 'integer' && type !== 'number') return []
  return [{ ...broken, values: () => fc.constantFrom('abc', '1.5', '1e400', 'NaN', '0x1g', '1,2', '१') }]
}

const isHeader = (text: string): boolean => /^[!-~]([ -~]*[!-~])?$/.test(text)

const withValue = ({ values }: Drawn, place: Place, name: string, value: unknown): Drawn['values'] => ({
  ...values,
  [place]: { ...values[place], [name]: value },
})

/** What is wrong with the bytes, whatever they say. */
function wires({ body, bodyTypes, bodyRequired }: FuzzedOperation): Change[] {
  if (body === null) return []
  const wire =
    (
      what: string,
      statuses: readonly number[],
      bytes: (json: string) => Bytes,
      type = bodyTypes[0]!,
      more = {},
    ): Change =>
    (right) =>
      fc.constant({
        ...right,
        bytes: bytes(JSON.stringify(right.body ?? {})),
        headers: { 'content-type': type, ...more },
        wrong: { what, statuses, ...(statuses[0] === 400 && { place: '' }) },
      })
  const others = [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'image/png',
    'json',
  ]
  return [
    ...others.map((type) => wire(`a body as ${type}`, [415], (json) => json, type)),
    wire('half of the JSON', [400], (json) => json.slice(0, -1)),
    wire('JSON and more', [400], (json) => `${json}}`),
    wire('a comma too many', [400], () => '{"name":"a",}'),
    wire('single quotes', [400], () => "{'name':'a'}"),
    wire('a name of the prototype', [400], () => '{"__proto__":{"name":"a"}}'),
    wire('UTF-16', [400, 415], (json) => Buffer.from(`\ufeff${json}`, 'utf16le')),
    wire('gzip', [400, 415], (json) => gzipSync(json), bodyTypes[0], { 'content-encoding': 'gzip' }),
    wire('deep nesting', [400], () => `{"deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
    wire('more than a body may be', [413], () => `{"name":"${'a'.repeat(MORE_THAN_A_BODY)}"}`),
    ...(bodyRequired ? [wire('an empty body', [400], () => '')] : []),
  ]
}

/** Who asks is wrong. */
function keys({ roles }: FuzzedOperation): Change[] {
  if (roles === null) return []
  const who =
    (key: 'none' | 'unknown' | 'role', statuses: readonly number[]): Change =>
    (right) =>
      fc.constant({ ...right, key, wrong: { what: `key: ${key}`, statuses } })
  const open = roles.includes('analyst')
  // Who shows many wrong keys is told to wait.
  return [who('none', [401, 429]), who('unknown', [401, 429]), ...(open ? [] : [who('role', [403])])]
}

/** Every operation of the document, as the fuzzer needs it. `examples`: bodies that are known to be right, by operation. */
export function operationsOf(document: Json, examples: (operationId: string) => readonly unknown[]): FuzzedOperation[] {
  const schemas = new Schemas(document)
  return Object.entries(document.paths as Record<string, Record<string, Json>>).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => {
      const id = operation.operationId as string | undefined
      if (id === undefined) return []
      const {
        parameters = [],
        requestBody,
        responses,
        security,
      } = operation as unknown as {
        parameters?: Parameter[]
        requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }
        responses: Record<string, { headers?: Json; content?: Json }>
        security?: object[]
      }
      const shared = (item.parameters ?? []) as unknown as Parameter[]
      const content = requestBody?.content ?? {}
      const keyless = security !== undefined && !security.some((scheme) => 'apiKey' in scheme)
      return [
        {
          id,
          method: method.toUpperCase(),
          path,
          roles: keyless ? null : ((operation['x-roles'] as string[] | undefined) ?? []),
          signed: keyless && security.length > 0,
          parameters: [...shared, ...parameters].map((parameter) => schemas.resolve(parameter)),
          body: Object.values(content)[0]?.schema ?? null,
          bodyRequired: requestBody?.required ?? false,
          bodyTypes: Object.keys(content),
          examples: () => examples(id),
          responses: Object.fromEntries(Object.entries(responses).map(([status, to]) => [status, schemas.resolve(to)])),
        },
      ]
    }),
  )
}

export { PLACES }
