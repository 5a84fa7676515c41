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

test('other choices stay, and a mapped discriminator goes', () => {
  const composed = { oneOf: [{ $ref: '#/components/schemas/Choice' }, { type: 'null' }] }
  expect(prepared(composed, schemas)).toEqual(composed)
  const union = {
    oneOf: [{ type: 'string' }, { type: 'number' }],
    discriminator: { propertyName: 't', mapping: { a: 'b' } },
  }
  expect(prepared(union, schemas)).toEqual({ oneOf: union.oneOf })
})
