import { expect, test } from 'vitest'
import type { JsonObject } from '../bundle/json.ts'
import { draftSubjects } from './draft-subjects.ts'

const schemas = {
  Ring: {
    type: 'object',
    required: ['t'],
    properties: { t: { const: 'ring' }, forSec: { type: 'integer', maximum: 60 } },
  },
}
const message = { name: 'ring', payload: { $ref: '#/components/schemas/Ring' } }
const read = {
  operationId: 'getRing',
  'x-roles': ['dev'],
  parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 9 } }],
  responses: {
    200: { description: 'It.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Ring' } } } },
    400: { description: 'No.', content: { 'application/problem+json': { schema: {} } } },
  },
}
const rest = (operation: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  security: [{ apiKey: [] }],
  paths: { '/ring': { get: operation } },
  components: { schemas },
})
const socket = { asyncapi: '3.0.0', components: { messages: { ringing: message }, schemas } }

const subjectsOf = (name: string, document: JsonObject) => draftSubjects(new Map([[name, document]]))
const names = (name: string, document: JsonObject) => subjectsOf(name, document).map((subject) => subject.name)

test('what is live is no draft; a draft is called by its operation, key or type', () => {
  expect(names('openapi', rest(read))).toEqual([])
  expect(names('openapi', rest({ ...read, 'x-status': 'draft' }))).toEqual(['getRing'])
  expect(names('realtime', socket)).toEqual([])
  const one = { ...socket, components: { messages: { ringing: { ...message, 'x-status': 'draft' } }, schemas } }
  expect(names('realtime', one)).toEqual(['ringing'])
  expect(names('events', one)).toEqual(['ring'])
  expect(names('signaling', { ...socket, 'x-status': 'draft' })).toEqual(['signaling.ringing'])
})

test('examples of a draft are held against its parameters, its bodies and its statuses', () => {
  const [subject] = subjectsOf('openapi', rest({ ...read, 'x-status': 'draft' }))
  const good = { request: { query: { limit: '3' } }, response: { status: 200, body: { t: 'ring', forSec: 9 } } }
  expect(subject?.faultsOf(good)).toEqual([])
  expect(subject?.faultsOf({ request: { query: { limit: '10' } } })).toMatchObject([{ pointer: '/limit' }])
  expect(subject?.faultsOf({ response: { status: 200, body: {} } })).toMatchObject([{ pointer: '/t' }])
  expect(subject?.faultsOf({ response: { status: 201 } })).toMatchObject([{ pointer: '/status' }])
})

test('examples of a draft message are held against its payload, which must be named', () => {
  const [subject] = subjectsOf('signaling', { ...socket, 'x-status': 'draft' })
  expect(subject?.faultsOf({ t: 'ring' })).toEqual([])
  expect(subject?.faultsOf({ t: 'ring', forSec: 61 })).toMatchObject([{ keyword: 'maximum', pointer: '/forSec' }])
  const inline = {
    asyncapi: '3.0.0',
    'x-status': 'draft',
    components: { messages: { ringing: { payload: {} } }, schemas },
  }
  expect(() => subjectsOf('signaling', inline)).toThrow('"ringing" of signaling needs a payload that is a named schema')
})
