import { randomBytes } from 'node:crypto'
import type { OperationId } from '#generated/operations.gen.ts'
import { responseBody } from '#generated/validators.gen.ts'
import { check } from '#generated/violation.gen.ts'
import type { Document } from '../document.ts'
import { documentOf, examplesOf } from '../published.ts'
import type { Kept } from './store.ts'

const openapi = documentOf('openapi')
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

/** The example of an operation's answer with this status: the one that says most. */
export function exampleOf(id: OperationId, status: number): unknown {
  const bodies = examplesOf(id).flatMap(({ response }) => (response?.status === status ? [response.body] : []))
  const size = (body: unknown): number => JSON.stringify(body ?? null).length
  return bodies.reduce((one, other) => (size(other) > size(one) ? other : one), bodies[0])
}

/** An id as the example's: its prefix, and 26 characters of our own. */
export const newId = (like: string): string =>
  like.replace(/[0-9a-z]{26}$/, [...randomBytes(26)].map((byte) => LETTERS[byte % 32]).join(''))

/** What a creation answers: what was given, and of the rest its default, nothing where that may be, else what the example has. */
export function made(id: OperationId, status: number, body: Kept, now: Date): Kept {
  const example = (exampleOf(id, status) ?? {}) as Kept
  const answer = schemaOf(id, status)
  const known = Object.keys(resolved(answer).properties ?? {})
  const whole = stamped(completed(pick(body, known), [bodySchemaOf(id), answer], example), now)
  if (typeof example.id === 'string') whole.id = newId(example.id)
  return fitting(id, status, whole)
    ? whole
    : { ...stamped(example, now), ...(whole.id !== undefined && { id: whole.id }) }
}

/** A merge patch (RFC 7396), and what every change changes; the resource as it was where that would break the contract. */
export function changed(id: OperationId, status: number, kept: Kept, body: Kept, now: Date): Kept {
  const whole: Kept = { ...kept, ...overlaid(kept, body) }
  if ('updatedAt' in kept) whole.updatedAt = now.toISOString()
  if (typeof kept.version === 'number') whole.version = kept.version + 1
  return fitting(id, status, whole) ? whole : kept
}

export function fitting(id: OperationId, status: number, body: unknown): boolean {
  const validate = responseBody(id, status)
  return validate === undefined || check(validate, body) === null
}

function overlaid(under: Kept, over: Kept): Kept {
  return Object.fromEntries(
    Object.entries(over).map(([name, value]) => {
      const below = under[name]
      return [name, isKept(value) && isKept(below) ? { ...below, ...overlaid(below, value) } : value]
    }),
  )
}

function stamped(body: Kept, now: Date): Kept {
  const at = now.toISOString()
  return { ...body, ...('createdAt' in body && { createdAt: at }), ...('updatedAt' in body && { updatedAt: at }) }
}

/** What was given of an object, and of the rest what holds where nothing is said. The schemas are those of the request and the answer. */
function completed(given: Kept, schemas: readonly Document[], example: Kept): Kept {
  const whole: Kept = { ...given }
  for (const [name, value] of Object.entries(example)) {
    const below = schemas.flatMap((schema) => propertyOf(schema, name) ?? [])
    const said = given[name]
    // In a map of the client's own are its names alone.
    if (below.length === 0) continue
    if (said === undefined) whole[name] = unsaid(below, value)
    else if (isKept(said) && isKept(value)) whole[name] = completed(said, below, value)
  }
  return whole
}

/** What holds where nothing is said: the default, nothing where that may be, else what the example has. */
function unsaid(schemas: readonly Document[], example: unknown): unknown {
  const told = schemas.flatMap((schema) => [schema, resolved(schema)]).find((schema) => 'default' in schema)
  if (told !== undefined) return told.default
  if (schemas.some(mayBeNull)) return null
  if (isKept(example)) return { ...example, ...completed({}, schemas, example) }
  return Array.isArray(example) && !schemas.some((schema) => resolved(schema).minItems > 0) ? [] : example
}

function mayBeNull(reference: Document): boolean {
  const schema = resolved(reference)
  return [schema.type].flat().includes('null') || schema.oneOf?.some((one: Document) => one.type === 'null') === true
}

/** The schema of a field, also of what may be null as well. */
function propertyOf(reference: Document, name: string): Document | undefined {
  const schema = resolved(reference)
  const choices: Document[] = (schema.oneOf ?? []).map(resolved).filter((one: Document) => one.type !== 'null')
  return schema.properties?.[name] ?? (choices.length === 1 ? choices[0]!.properties?.[name] : undefined)
}

const pick = (body: Kept, names: readonly string[]): Kept =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)))

const isKept = (value: unknown): value is Kept => typeof value === 'object' && value !== null && !Array.isArray(value)

const schemaOf = (id: OperationId, status: number): Document => contentOf(operationOf(id).responses[status])

const bodySchemaOf = (id: OperationId): Document => contentOf(operationOf(id).requestBody ?? {})

const operationOf = (id: OperationId): Document =>
  Object.values<Document>(openapi.paths)
    .flatMap((item) => Object.values<Document>(item))
    .find(({ operationId }) => operationId === id)

const contentOf = (reference: Document): Document =>
  Object.values<Document>(resolved(reference).content ?? {})[0]?.schema ?? {}

function resolved(node: Document): Document {
  if (node?.$ref === undefined) return node
  return resolved(
    node.$ref
      .slice('#/'.length)
      .split('/')
      .reduce((at: Document, step: string) => at[step], openapi),
  )
}
