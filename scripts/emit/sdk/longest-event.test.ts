import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isObject, type Json, type JsonObject, objectAt } from '../../bundle/json.ts'
import { dereferenced } from '../../bundle/references.ts'
import { longestEvent } from './longest-event.ts'

const read = async (name: string): Promise<JsonObject> =>
  JSON.parse(await readFile(new URL(`../../../generated/documents/${name}.json`, import.meta.url), 'utf8'))
const [openapi, events] = await Promise.all([read('openapi'), read('events')])

/** A character of JSON may be escaped, and one beyond the first plane is two of UTF-16. */
const PER_CHARACTER = 12
const SCALAR = 32
/** Arguments and results of tools have no bound but the one that a result's `bytes` has. */
const FREE = Number(
  (
    objectAt(objectAt(objectAt(objectAt(events, 'components'), 'schemas'), 'ActionCompletedData'), 'properties')
      .bytes as JsonObject
  ).maximum,
)

/** The most bytes that a value of the schema has as JSON; Infinity where nothing bounds it. */
function mostBytes(reference: Json | undefined): number {
  if (!isObject(reference)) return FREE
  const schema = dereferenced(events, reference)
  const { const: only, enum: values, oneOf, allOf, properties, items } = schema
  if (only !== undefined) return JSON.stringify(only).length
  if (Array.isArray(values)) return Math.max(...values.map((value) => JSON.stringify(value).length))
  if (Array.isArray(oneOf)) return Math.max(...oneOf.map(mostBytes))
  const parts = Array.isArray(allOf) ? allOf.map(mostBytes).reduce((sum, bytes) => sum + bytes, 0) : 0
  const types = [schema.type].flat()
  if (types.includes('string'))
    return Number(schema.maxLength ?? (schema.format === 'date-time' ? 40 : Infinity)) * PER_CHARACTER
  if (types.includes('array')) return Number(schema.maxItems ?? Infinity) * (mostBytes(items) + 1) + 2
  if (isObject(properties)) {
    const members = Object.entries(properties).map(([name, member]) => name.length + 4 + mostBytes(member))
    return parts + members.reduce((sum, bytes) => sum + bytes, 2)
  }
  if (parts > 0) return parts
  return types.some((type) => ['integer', 'number', 'boolean', 'null'].includes(String(type))) ? SCALAR : FREE
}

const messages = Object.entries(objectAt(objectAt(events, 'components'), 'messages')) as [string, JsonObject][]

test.each(messages)('%s fits into what a stream promises of an event, however it is escaped', (_name, { payload }) => {
  // Its `id`, its `event`, and what stands around `data`.
  expect(mostBytes(payload) + 256).toBeLessThanOrEqual(longestEvent(openapi))
})

test('a stream that promises nothing is an error', () => {
  const stream = (more: object): JsonObject =>
    ({ paths: { '/s': { get: { 'text/event-stream': more } } } }) as JsonObject
  expect(longestEvent(stream({ 'x-longest-event': 70_000 }))).toBe(70_000)
  expect(() => longestEvent(stream({}))).toThrow('Every text/event-stream')
})
