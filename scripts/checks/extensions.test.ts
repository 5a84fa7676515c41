import { expect, test } from 'vitest'
import { extensionFaults, extensionsIn } from './extensions.ts'

test('extensions are found with their place; a property or header of that name is none', () => {
  const source = {
    'x-discriminator': 't',
    Thing: {
      properties: { 'x-real': { 'x-pii': 'name', type: 'string' } },
      responses: { '200': { headers: { 'x-request-id': {} } } },
      list: [{ 'x-status': 'draft' }],
    },
  }
  expect(extensionsIn(source)).toEqual([
    { name: 'x-discriminator', value: 't', pointer: '' },
    { name: 'x-pii', value: 'name', pointer: '/Thing/properties/x-real' },
    { name: 'x-status', value: 'draft', pointer: '/Thing/list/0' },
  ])
})

test('an unknown extension and a wrong value are named with file and place', () => {
  const check = (_: string, value: unknown) => (value === 'draft' ? null : 'must be draft')
  const source = { a: { 'x-status': 'later', 'x-stauts': 'draft' }, b: { 'x-status': 'draft' } }
  expect(extensionFaults('specs/a.yaml', source, { 'x-status': {} }, check)).toEqual([
    'specs/a.yaml#/a: "x-status" must be draft.',
    'specs/a.yaml#/a: "x-stauts" is no extension of specs/style/extensions.schema.yaml.',
  ])
})
