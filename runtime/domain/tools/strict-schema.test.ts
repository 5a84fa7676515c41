import { expect, test } from 'vitest'
import { isStrict } from './strict-schema.ts'

const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }

test.each([
  [closed, true],
  [{ ...closed, required: [] }, false],
  [{ ...closed, additionalProperties: true }, false],
  [{ type: 'object' }, false],
  [{ type: 'object', properties: {}, additionalProperties: false }, true],
  [{ ...closed, properties: { a: { type: ['array', 'null'], items: closed } } }, true],
  [{ ...closed, properties: { a: { type: 'array' } } }, false],
  [{ ...closed, properties: { a: { type: 'string', minLength: 1 } } }, false],
  [{ ...closed, properties: { a: { anyOf: [closed, { type: 'null' }] } } }, true],
  [{ ...closed, properties: { a: { anyOf: [{ type: 'object' }] } } }, false],
  [{ ...closed, properties: { a: {} } }, false],
  [{ ...closed, properties: { a: true } }, false],
])('%j: %s', (schema, strict) => {
  expect(isStrict(schema)).toBe(strict)
})
