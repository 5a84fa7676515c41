import { expect, test } from 'vitest'
import type { JsonObject } from '../bundle/json.ts'
import { extensionChanges } from './extension-changes.ts'

const rest = (operation: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  paths: { '/calls': { get: { operationId: 'listCalls', ...operation } } },
})
const changes = (before: JsonObject, after: JsonObject) =>
  extensionChanges('openapi', before, after).map(({ items, impact }) => `${items} ${impact}`)

test('a role that loses an operation is major, one that gains it minor', () => {
  const roles = (...list: string[]) => rest({ 'x-roles': list })
  expect(changes(roles('admin', 'dev'), roles('admin'))).toEqual(['listCalls major'])
  expect(changes(roles('admin'), roles('admin', 'analyst'))).toEqual(['listCalls minor'])
  expect(changes(roles('admin'), roles('admin'))).toEqual([])
})

test('a state or a close code that goes is major', () => {
  const socket = (states: JsonObject): JsonObject => ({ channels: { voice: { 'x-states': states } } })
  expect(changes(socket({ live: ['ended'] }), socket({ live: [] }))).toEqual([' major'])
  expect(changes(socket({ live: ['ended'] }), socket({ live: ['ended', 'lost'] }))).toEqual([' minor'])
})

test('a longer event of a stream is major, a shorter one and one that is promised first minor', () => {
  const longest = (bytes: number | null) => rest({ content: bytes === null ? {} : { 'x-longest-event': bytes } })
  expect(changes(longest(1_000), longest(1_001))).toEqual(['listCalls major'])
  expect(changes(longest(1_000), longest(null))).toEqual(['listCalls major'])
  expect(changes(longest(1_000), longest(999))).toEqual(['listCalls minor'])
  expect(changes(longest(null), longest(1_000))).toEqual(['listCalls minor'])
})

test('what came or went as a whole is told by the diff of the document', () => {
  expect(changes({ openapi: '3.1.0', paths: {} }, rest({ 'x-roles': ['admin'] }))).toEqual([])
})
