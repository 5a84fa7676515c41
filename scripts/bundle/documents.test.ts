import { expect, test } from 'vitest'
import { addDiscriminators } from './discriminators.ts'
import { publishedDocuments } from './documents.ts'
import type { JsonObject } from './json.ts'

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const kind = (value: string) => ({ type: 'object', required: ['kind'], properties: { kind: { const: value } } })
const schemasOf = (document: JsonObject) => (document.components as JsonObject).schemas as Record<string, JsonObject>

test('a named choice whose branches have a constant gets its discriminator with the whole mapping', () => {
  const schemas = { Tool: { oneOf: [reference('Http'), reference('Mail')] }, Http: kind('http'), Mail: kind('mail') }
  expect(schemasOf(addDiscriminators({ components: { schemas } })).Tool).toEqual({
    oneOf: [reference('Http'), reference('Mail')],
    discriminator: {
      propertyName: 'kind',
      mapping: { http: '#/components/schemas/Http', mail: '#/components/schemas/Mail' },
    },
  })
})

test('a choice with null, or whose branches share the constant, has none', () => {
  const document = {
    components: {
      schemas: {
        Maybe: { oneOf: [reference('Http'), { type: 'null' }] },
        Same: { oneOf: [reference('Http'), reference('Other')] },
        Http: kind('http'),
        Other: kind('http'),
      },
    },
  }
  expect(addDiscriminators(document)).toEqual(document)
})

test('two nouns of one name, which a bundler numbers, are refused', () => {
  const empty = { components: { schemas: {} } }
  const numbered = { components: { schemas: { Thing: {}, 'Thing-2': {} } } }
  const publish = (openapi: JsonObject) =>
    publishedDocuments(new Map(Object.entries({ openapi, realtime: empty, events: empty })), {
      problems: {},
      inherited: {},
    })
  expect(() => publish(numbered)).toThrow('specs/openapi.yaml holds a schema named "Thing-2"')
  expect(() => publish(empty)).not.toThrow()
})
