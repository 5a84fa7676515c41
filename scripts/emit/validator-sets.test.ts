import { expect, test } from 'vitest'
import { prepared } from './validator-sets.ts'

const schemas = { Reason: { type: 'string', enum: ['a'] }, Choice: { oneOf: [{ type: 'string' }] } }

test('a plain schema or null is that schema with null among its types', () => {
  const nullable = { description: 'Why.', oneOf: [{ $ref: '#/components/schemas/Reason' }, { type: 'null' }] }
  expect(prepared(nullable, schemas)).toEqual({ type: ['string', 'null'], enum: ['a', null], description: 'Why.' })
})

test('a choice of one is that one', () => {
  const one = { description: 'Why.', oneOf: [{ $ref: '#/components/schemas/Reason' }] }
  expect(prepared(one, schemas)).toEqual({ description: 'Why.', allOf: [{ $ref: '#/components/schemas/Reason' }] })
})

test('other choices stay', () => {
  const composed = { oneOf: [{ $ref: '#/components/schemas/Choice' }, { type: 'null' }] }
  expect(prepared(composed, schemas)).toEqual(composed)
})

test('of a choice with a discriminator the branch that it names is asked, and no other', () => {
  const branch = (value: string) => ({
    if: { required: ['t'], properties: { t: { const: value } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { $ref: `#/components/schemas/${value}` },
  })
  const union = {
    description: 'Either.',
    oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
    discriminator: { propertyName: 't', mapping: { A: '#/components/schemas/A', B: '#/components/schemas/B' } },
  }
  expect(prepared(union, schemas)).toEqual({
    description: 'Either.',
    ...{ type: 'object', required: ['t'], properties: { t: { enum: ['A', 'B'] } } },
    allOf: [branch('A'), branch('B')],
  })
})
