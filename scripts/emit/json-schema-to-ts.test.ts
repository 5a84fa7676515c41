import { expect, test } from 'vitest'
import type { Json } from '../bundle/json.ts'
import { declaration, typeOf } from './json-schema-to-ts.ts'

test.each<[Json, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: ['integer', 'null'] }, 'number | null'],
  [{ const: "it's" }, "'it\\'s'"],
  [{ enum: ['a', 1, null] }, "'a' | 1 | null"],
  [{ $ref: '#/components/schemas/Seq' }, 'Seq'],
  [{ oneOf: [{ $ref: '#/components/schemas/Seq' }, { type: 'null' }] }, 'Seq | null'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, "readonly ('a' | 'b')[]"],
  [{ type: 'object' }, '{ readonly [name: string]: unknown }'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, '{ readonly [name: string]: number }'],
  [
    { type: 'object', required: ['a'], properties: { a: { type: 'string' }, 'b-c': {} } },
    "{ readonly a: string; readonly 'b-c'?: unknown }",
  ],
])('%j is %s', (schema, type) => {
  expect(typeOf(schema)).toBe(type)
})

test('a description becomes a doc comment and cannot end it early', () => {
  const schema = {
    type: 'object',
    description: 'One */ two',
    properties: { a: { type: 'string', description: 'First\n\nsecond' } },
  }
  expect(declaration('Thing', schema)).toBe(`/** One *\\/ two */
export interface Thing {
  /**
   * First
   *
   * second
   */
  readonly a?: string
}
`)
})
