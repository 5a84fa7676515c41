import { describe, expect, test } from 'vitest'
import { schemaFaults } from './schema-limits.ts'

const pointers = (schema: unknown): (string | undefined)[] => schemaFaults(schema, '/s').map(({ pointer }) => pointer)
const nested = (levels: number): object =>
  levels === 0 ? { type: 'string' } : { type: 'array', items: nested(levels - 1) }
const wide = (count: number): object => ({
  type: 'object',
  properties: Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, { type: 'string' }])),
})

test('a schema of the subset has no fault', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    description: 'An order.',
    properties: {
      id: { type: ['string', 'null'], pattern: '^[A-Z]\\d+$', minLength: 1, maxLength: 9, format: 'x' },
      lines: { type: 'array', items: { anyOf: [{ const: 'a' }, { enum: [1, 'b', null] }] }, minItems: 0, maxItems: 3 },
      'a/b~c': true,
    },
    required: ['id'],
    additionalProperties: { type: 'number', minimum: 0, exclusiveMaximum: 9.5, multipleOf: 0.5 },
  }
  expect(schemaFaults(schema, '')).toEqual([])
})

describe('schema bombs', () => {
  test.each([
    ['too many schemas', wide(100)],
    ['too deep', nested(13)],
    ['too long', { type: 'object', description: 'a'.repeat(9_000) }],
    ['too many enum values', { enum: Array.from({ length: 501 }, (_, i) => i) }],
    ['too many choices', { anyOf: Array.from({ length: 25 }, () => ({ type: 'string' })) }],
    ['too many patterns', { anyOf: Array.from({ length: 17 }, () => ({ pattern: 'a' })) }],
  ])('%s', (_what, schema) => {
    expect(schemaFaults(schema, '/s').length).toBeGreaterThan(0)
    expect(schemaFaults(schema, '/s').length).toBeLessThanOrEqual(20)
  })

  test('up to the limits it is taken', () => {
    expect(pointers(wide(99))).toEqual([])
    expect(pointers(nested(12))).toEqual([])
  })
})

test.each([
  [{ $ref: 'https://evil.example.com/schema' }, '/s/$ref'],
  [{ properties: { a: { $ref: '#' } } }, '/s/properties/a/$ref'],
  [{ $id: 'shared' }, '/s/$id'],
  [{ $defs: {} }, '/s/$defs'],
  [{ not: {} }, '/s/not'],
  [{ allOf: [] }, '/s/allOf'],
  [{ patternProperties: {} }, '/s/patternProperties'],
  [{ uniqueItems: true }, '/s/uniqueItems'],
  [{ __proto__x: 1 }, '/s/__proto__x'],
  [{ toString: 1 }, '/s/toString'],
  [{ type: 'text' }, '/s/type'],
  [{ type: ['string', 'string'] }, '/s/type'],
  [{ required: ['a', 'a'] }, '/s/required'],
  [{ required: 'a' }, '/s/required'],
  [{ enum: [] }, '/s/enum'],
  [{ enum: [{ a: 1 }] }, '/s/enum'],
  [{ const: [1] }, '/s/const'],
  [{ minLength: -1 }, '/s/minLength'],
  [{ maximum: '9' }, '/s/maximum'],
  [{ multipleOf: 0 }, '/s/multipleOf'],
  [{ pattern: 'a'.repeat(257) }, '/s/pattern'],
  [{ properties: [] }, '/s/properties'],
  [{ items: [{ type: 'string' }] }, '/s/items'],
  [{ items: 'string' }, '/s/items'],
  [{ anyOf: {} }, '/s/anyOf'],
  [{ properties: { 'a/b~c': { type: 1 } } }, '/s/properties/a~1b~0c/type'],
  [true, '/s'],
  [null, '/s'],
  [[], '/s'],
])('%j has its fault at %s', (schema, pointer) => {
  expect(pointers(schema)).toEqual([pointer])
})
