import { expect, test } from 'vitest'
import { ajvSchemas } from './ajv-schemas.ts'

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })

test('says what does not fit, and where', () => {
  const check = ajvSchemas().compile(
    object({ a: { type: 'string' } }, { required: ['a'], additionalProperties: false }),
  )
  expect(check({ a: 'x' })).toEqual([])
  expect(check({})).toMatchObject([{ pointer: '', keyword: 'required' }])
  expect(check({ a: 1 })).toMatchObject([{ pointer: '/a', keyword: 'type' }])
  expect(check({ a: '', b: 1 })).toMatchObject([
    { keyword: 'additionalProperties', message: expect.stringContaining('b') },
  ])
  expect(check(null)).toMatchObject([{ keyword: 'type' }])
})

test('a value is not changed by a default, and no type is coerced', () => {
  const check = ajvSchemas().compile(object({ a: { type: 'number', default: 1 } }))
  const value = {}
  expect([check(value), value]).toEqual([[], {}])
  expect(check({ a: '1' })).toHaveLength(1)
})

test('schemas of two tenants know nothing of each other', () => {
  const schemas = ajvSchemas()
  const one = schemas.compile(object({ a: { type: 'string' } }))
  const other = schemas.compile(object({ a: { type: 'number' } }))
  expect([one({ a: 'x' }), other({ a: 1 })]).toEqual([[], []])
  expect(schemas.compile(object({ a: { type: 'string' } }))).toBe(one)
})

test.each(['(?=a)b', '(a)\\1', '(?<!a)b', '((a?){30}){30}a{30}', 'a{1000}', '(', '[z-a]'])(
  'the pattern %s is refused',
  (pattern) => {
    expect(() => ajvSchemas().compile({ pattern })).toThrow(/^has a pattern/)
  },
)

test('a name that code would be made of is only a name', () => {
  const name = '");globalThis.broken=1;("'
  const check = ajvSchemas().compile(object({ [name]: { const: name }, constructor: { type: 'string' } }))
  expect(check({ [name]: name })).toEqual([])
  expect(check({ [name]: 'x' })).toHaveLength(1)
  expect('broken' in globalThis).toBe(false)
})
