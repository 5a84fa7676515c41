import { expect, test } from 'vitest'
import type { JsonObject } from '../bundle/json.ts'
import { houseFaults } from './house-rules.ts'

const field = { type: 'string', maxLength: 9, description: 'A name.', examples: ['Ann'] }
const faults = (properties: JsonObject, more: JsonObject = {}) =>
  houseFaults('doc', {
    components: { schemas: { Thing: { type: 'object', description: 'It.', properties, ...more } } },
  })

test('a field that is described, bounded and shown breaks no rule', () => {
  expect(
    faults({ name: field, waitMs: { type: 'integer', minimum: 0, maximum: 9, description: 'A wait.', examples: [1] } }),
  ).toEqual([])
})

test.each([
  ['no description', { name: { ...field, description: null } }, 'does not describe "name"'],
  ['no example', { name: { type: 'string', maxLength: 9, description: 'A name.' } }, 'shows no example of "name"'],
  [
    'an endless text',
    { name: { type: 'string', description: 'A name.', examples: ['Ann'] } },
    'is a text without maxLength',
  ],
  ['an endless list', { names: { type: 'array', description: 'Names.', items: field } }, 'is a list without maxItems'],
  [
    'an endless number',
    { waitMs: { type: 'integer', minimum: 0, description: 'A wait.', examples: [1] } },
    'is a number without minimum and maximum',
  ],
  [
    'no unit',
    { wait: { type: 'integer', minimum: 0, maximum: 9, description: 'A wait.', examples: [1] } },
    'has the quantity "wait" without a unit',
  ],
  [
    'no name',
    { inner: { type: 'object', description: 'In it.', properties: { name: field } } },
    'is an object without a name',
  ],
  ['a keyword of one dialect', { name: { ...field, contains: {} } }, 'uses "contains"'],
])('%s is told', (_, properties, fault) => {
  expect(faults(properties as JsonObject).join()).toContain(fault)
})

test('a parameter, a header and an answer are described', () => {
  const responses = { 200: { headers: { ETag: { schema: field } } } }
  const parameters = [{ name: 'limit', in: 'query', schema: field }]
  expect(houseFaults('doc', { paths: { '/calls': { get: { parameters, responses } } } })).toEqual([
    'doc#/paths/~1calls/get/parameters/0 has no description.',
    'doc#/paths/~1calls/get/responses/200 has no description.',
    'doc#/paths/~1calls/get/responses/200/headers/ETag has no description.',
  ])
})
