import { expect, test } from 'vitest'
import { flatten } from './flatten.ts'
import type { JsonObject } from './json.ts'

const withSchemas = (schemas: JsonObject): JsonObject => ({ components: { schemas } })
const schemasOf = (document: JsonObject) => (document.components as JsonObject).schemas as Record<string, JsonObject>

test('branches become one schema: properties in their order, required without doubles', () => {
  const flat = flatten(
    withSchemas({
      Envelope: {
        type: 'object',
        description: 'What all have.',
        required: ['at'],
        properties: { at: { type: 'string' } },
      },
      Started: {
        description: 'It began.',
        allOf: [
          { $ref: '#/components/schemas/Envelope' },
          { type: 'object', required: ['at', 'who'], properties: { who: { type: 'string' } } },
        ],
      },
    }),
  )
  expect(schemasOf(flat).Started).toEqual({
    description: 'It began.',
    type: 'object',
    required: ['at', 'who'],
    properties: { at: { type: 'string' }, who: { type: 'string' } },
  })
  expect(Object.keys(schemasOf(flat).Started?.properties as JsonObject)).toEqual(['at', 'who'])
})

test('branches within branches, and allOf inside a property, are merged too', () => {
  const flat = flatten(
    withSchemas({
      A: { type: 'object', properties: { a: { type: 'string' } } },
      B: { allOf: [{ $ref: '#/components/schemas/A' }, { properties: { b: { type: 'string' } } }] },
      C: {
        type: 'object',
        properties: { inner: { allOf: [{ $ref: '#/components/schemas/B' }, { required: ['a'] }] } },
      },
    }),
  )
  expect(JSON.stringify(flat)).not.toContain('allOf')
  expect(schemasOf(flat).C?.properties).toEqual({
    inner: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['a'] },
  })
})

test('a property that is called allOf is no keyword', () => {
  const document = withSchemas({ A: { type: 'object', properties: { allOf: { type: 'string' } } } })
  expect(flatten(document)).toEqual(document)
})

test('branches that disagree are an error that names the place', () => {
  const disagreeing = (second: JsonObject) => () =>
    flatten(withSchemas({ Odd: { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }, second] } }))
  expect(disagreeing({ type: 'array' })).toThrow('#/components/schemas/Odd says two things about "type"')
  expect(disagreeing({ properties: { a: { type: 'number' } } })).toThrow('Odd describes the property "a" twice')
  expect(disagreeing({ type: 'object', properties: { a: { type: 'string' } } })).not.toThrow()
})
