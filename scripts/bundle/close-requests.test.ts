import { expect, test } from 'vitest'
import { closeRequests } from './close-requests.ts'
import type { JsonObject } from './json.ts'

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: JsonObject) => ({ content: { 'application/json': { schema } } })
const schemasOf = (document: JsonObject) => (document.components as JsonObject).schemas as Record<string, JsonObject>

function api(request: JsonObject, answer: JsonObject, schemas: JsonObject): JsonObject {
  const operation = { operationId: 'makeThing', requestBody: json(request), responses: { '201': json(answer) } }
  return { paths: { '/things': { post: operation } }, components: { schemas } }
}

test('every object that a request reaches is closed, and answers stay open', () => {
  const closed = closeRequests(
    api(reference('ThingCreate'), reference('Thing'), {
      Size: { type: 'object', properties: { width: { type: 'number' } } },
      ThingCreate: { type: 'object', properties: { sizes: { type: 'array', items: reference('Size') } } },
      Thing: { type: 'object', properties: { id: { type: 'string' } } },
    }),
  )
  expect(schemasOf(closed).ThingCreate).toMatchObject({ additionalProperties: false })
  expect(schemasOf(closed).Size).toMatchObject({ additionalProperties: false })
  expect(schemasOf(closed).Thing).not.toHaveProperty('additionalProperties')
})

test('what is sent and answered keeps its name open, and is sent as its closed copy', () => {
  const closed = closeRequests(
    api(reference('Thing'), reference('Thing'), {
      Name: { type: 'string' },
      Size: { type: 'object', properties: { name: reference('Name') } },
      Thing: { type: 'object', properties: { size: reference('Size'), name: reference('Name') } },
    }),
  )
  const schemas = schemasOf(closed)
  expect(Object.keys(schemas)).toEqual(['Name', 'Size', 'SizeInput', 'Thing', 'ThingInput'])
  expect(schemas.Thing).toEqual({ type: 'object', properties: { size: reference('Size'), name: reference('Name') } })
  expect(schemas.ThingInput).toEqual({
    type: 'object',
    properties: { size: reference('SizeInput'), name: reference('Name') },
    additionalProperties: false,
  })
  expect(JSON.stringify(closed.paths)).toContain(
    '"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ThingInput"}',
  )
})

test('an object that says itself what else it takes is left alone', () => {
  const free = { type: 'object', additionalProperties: true }
  const closed = closeRequests(api(reference('Free'), { type: 'string' }, { Free: free }))
  expect(schemasOf(closed).Free).toEqual(free)
})

test('a property that is called type makes no object of its map', () => {
  const odd = { type: 'object', properties: { type: { type: 'string' } } }
  const closed = closeRequests(api(reference('Odd'), { type: 'string' }, { Odd: odd }))
  expect(schemasOf(closed).Odd).toEqual({ ...odd, additionalProperties: false })
})

test('messages that are received are closed, messages that are sent stay open', () => {
  const message = (name: string) => ({ payload: reference(name) })
  const closed = closeRequests({
    asyncapi: '3.0.0',
    operations: {
      in: { action: 'receive', messages: [{ $ref: '#/components/messages/ask' }] },
      out: { action: 'send', messages: [{ $ref: '#/components/messages/tell' }] },
    },
    components: {
      messages: { ask: message('Ask'), tell: message('Tell') },
      schemas: { Ask: { type: 'object' }, Tell: { type: 'object' } },
    },
  })
  expect(schemasOf(closed)).toEqual({ Ask: { type: 'object', additionalProperties: false }, Tell: { type: 'object' } })
})

test('what a webhook sends counts as answered', () => {
  const document = api(reference('Thing'), { type: 'string' }, { Thing: { type: 'object' } })
  const webhook = { post: { operationId: 'onThing', requestBody: json(reference('Thing')) } }
  const closed = closeRequests({ ...document, webhooks: { onThing: webhook } })
  expect(Object.keys(schemasOf(closed))).toEqual(['Thing', 'ThingInput'])
  expect(closed.webhooks).toEqual({ onThing: webhook })
})
