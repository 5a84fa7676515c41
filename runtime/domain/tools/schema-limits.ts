import type { Violation } from '#runtime/core/problem.ts'

const MAX_BYTES = 8 * 1024
const MAX_DEPTH = 12
const MAX_SCHEMAS = 100
/** In all enums together. */
const MAX_VALUES = 500
/** Of `anyOf` and of patterns, all together. */
const MAX_BRANCHES = 24
const MAX_PATTERNS = 16
const MAX_PATTERN = 256
const MAX_FAULTS = 20

const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])
const isText = (value: unknown): boolean => typeof value === 'string'
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every(isText) && new Set(value).size === value.length
const isType = (value: unknown): boolean => types.has(value as string)
const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object'
const isList = (value: unknown): boolean => Array.isArray(value) && value.length > 0

/** The keywords that may stand in a tenant's schema, and the form of their values. Those that hold schemas are below. */
const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  $schema: isText,
  title: isText,
  description: isText,
  default: () => true,
  examples: Array.isArray,
  type: (value) => isType(value) || (isList(value) && isTexts(value) && (value as unknown[]).every(isType)),
  enum: (value) => isList(value) && (value as unknown[]).every(isScalar),
  const: isScalar,
  format: isText,
  required: isTexts,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
  pattern: (value) => isText(value) && (value as string).length <= MAX_PATTERN,
}

/**
 * What a tenant's JSON Schema may not have (FR-TC1, FR-TC5). Without references it is a tree, so what a check costs is
 * bounded by the sizes of the schema and of the value: no schema bomb, and no address that is fetched.
 */
export function schemaFaults(schema: unknown, pointer: string): Violation[] {
  const faults: Violation[] = []
  const say = (at: string, message: string, keyword: string): void => {
    if (faults.length < MAX_FAULTS) faults.push({ pointer: at, message, keyword })
  }
  let count = 0
  let values = 0
  let branches = 0
  let patterns = 0
  const walk = (value: unknown, at: string, depth: number): void => {
    if (typeof value === 'boolean' && depth > 0) return
    if (!isObject(value)) return say(at, 'must be a schema', 'type')
    count += 1
    if (count > MAX_SCHEMAS || depth > MAX_DEPTH) {
      if (count === MAX_SCHEMAS + 1 || depth === MAX_DEPTH + 1)
        say(at, `a schema holds at most ${MAX_SCHEMAS} schemas, ${MAX_DEPTH} deep`, 'maxDepth')
      return
    }
    if (Array.isArray(value.enum)) values += value.enum.length
    if (Array.isArray(value.anyOf)) branches += value.anyOf.length
    if (value.pattern !== undefined) patterns += 1
    for (const [keyword, inner] of Object.entries(value)) {
      const here = `${at}/${pointerStep(keyword)}`
      if (keyword === 'properties') {
        if (!isObject(inner)) say(here, 'must be an object', 'type')
        else for (const [name, child] of Object.entries(inner)) walk(child, `${here}/${pointerStep(name)}`, depth + 1)
      } else if (keyword === 'items' || keyword === 'additionalProperties') walk(inner, here, depth + 1)
      else if (keyword === 'anyOf') {
        if (!isList(inner)) say(here, 'must be a list of schemas', 'type')
        else for (const [i, child] of (inner as unknown[]).entries()) walk(child, `${here}/${i}`, depth + 1)
      } else if (!Object.hasOwn(forms, keyword)) say(here, 'is no keyword that is taken here', 'additionalProperties')
      else if (!forms[keyword]!(inner)) say(here, 'has no fitting value', 'type')
    }
  }
  const bytes = Buffer.byteLength(JSON.stringify(schema) ?? '')
  if (bytes > MAX_BYTES) say(pointer, `must not be longer than ${MAX_BYTES} bytes`, 'maxLength')
  else walk(schema, pointer, 0)
  if (values > MAX_VALUES) say(pointer, `must not have more than ${MAX_VALUES} values in its enums`, 'maxItems')
  if (branches > MAX_BRANCHES) say(pointer, `must not have more than ${MAX_BRANCHES} choices in anyOf`, 'maxItems')
  if (patterns > MAX_PATTERNS) say(pointer, `must not have more than ${MAX_PATTERNS} patterns`, 'maxItems')
  return faults
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A step of a JSON Pointer (RFC 6901). */
export const pointerStep = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
