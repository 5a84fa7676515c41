import { expect, test } from 'vitest'
import { addIntegerFormats } from './integer-formats.ts'

test('an integer is as wide as its bounds ask, and 64 bits where one is open', () => {
  const width = (schema: object) => addIntegerFormats({ ...schema }) as { format?: string }
  expect(width({ type: 'integer', minimum: 0, maximum: 2147483647 }).format).toBe('int32')
  expect(width({ type: 'integer', minimum: 0, maximum: 2147483648 }).format).toBe('int64')
  expect(width({ type: ['integer', 'null'], minimum: 0 }).format).toBe('int64')
  expect(width({ type: 'number' }).format).toBeUndefined()
})

test('a format that stands there stays, and values are no schemas', () => {
  const schema = { properties: { a: { type: 'integer', format: 'own' } }, examples: [{ type: 'integer' }] }
  expect(addIntegerFormats(schema)).toEqual(schema)
})
