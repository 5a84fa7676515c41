import { expect, test } from 'vitest'
import type { JsonObject } from './json.ts'
import { typeScalars } from './typed-scalars.ts'

const named = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const none: JsonObject = { type: 'null' }

/** What becomes of one property among schemas that it may name. */
function typed(property: JsonObject): unknown {
  const schemas: JsonObject = {
    Name: { type: 'string', maxLength: 8, description: 'A name.' },
    Colour: { type: 'string', enum: ['red'] },
    Box: { type: 'object', properties: {} },
    It: { type: 'object', properties: { it: property } },
  }
  const { components } = typeScalars({ components: { schemas } }) as { components: { schemas: typeof schemas } }
  return (components.schemas.It as { properties: JsonObject }).properties.it
}

test('a scalar or null is one schema of two types, which says what stood beside the choice', () => {
  expect(typed({ description: 'Whose.', oneOf: [named('Name'), none] })).toEqual({
    type: ['string', 'null'],
    maxLength: 8,
    description: 'Whose.',
  })
  expect(typed({ oneOf: [none, { type: 'integer', minimum: 1, maximum: 9 }] })).toEqual({
    type: ['integer', 'null'],
    minimum: 1,
    maximum: 9,
  })
})

test.each([
  [{ oneOf: [named('Colour'), none] }],
  [{ oneOf: [named('Box'), none] }],
  [{ oneOf: [named('Name'), named('Box')] }],
  [{ oneOf: [named('Name'), named('Box'), none] }],
])('%j stays a choice', (property) => {
  expect(typed(property)).toEqual(property)
})

test('numbers are double, unless they say otherwise', () => {
  expect(typed({ type: ['number', 'null'] })).toEqual({ type: ['number', 'null'], format: 'double' })
  expect(typed({ type: 'number', format: 'float' })).toEqual({ type: 'number', format: 'float' })
  expect(typed({ type: 'integer' })).toEqual({ type: 'integer' })
})

test('a schema in an example is data', () => {
  const example = { type: 'number', oneOf: [named('Name'), none] }
  expect(typed({ type: 'object', examples: [example] })).toEqual({ type: 'object', examples: [example] })
})
