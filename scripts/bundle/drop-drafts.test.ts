import { expect, test } from 'vitest'
import { dropDrafts } from './drop-drafts.ts'
import type { JsonObject } from './json.ts'

const draft = { 'x-status': 'draft' }
const answering = (name: string) => ({
  responses: { '200': { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } } },
})

test('a draft operation goes, with its path when nothing else is there and the schemas that only it reached', () => {
  const live = dropDrafts({
    paths: {
      '/agents': {
        get: { operationId: 'listAgents', ...answering('Agent') },
        post: { operationId: 'makeAgent', ...draft },
      },
      '/later': { parameters: [], get: { operationId: 'getLater', ...draft, ...answering('Later') } },
    },
    components: {
      schemas: {
        Shared: { type: 'string' },
        Agent: { properties: { name: { $ref: '#/components/schemas/Shared' } } },
        Only: { type: 'string' },
        Later: {
          properties: { only: { $ref: '#/components/schemas/Only' }, name: { $ref: '#/components/schemas/Shared' } },
        },
        Unreached: { type: 'string' },
      },
    },
  })
  expect(Object.keys(live.paths as JsonObject)).toEqual(['/agents'])
  expect(Object.keys((live.paths as Record<string, JsonObject>)['/agents']!)).toEqual(['get'])
  const { schemas } = live.components as Record<string, JsonObject>
  expect(Object.keys(schemas!)).toEqual(['Shared', 'Agent', 'Unreached'])
})

test('a draft message goes from the components, its channel and its operation', () => {
  const live = dropDrafts({
    channels: {
      voice: {
        messages: { ping: { $ref: '#/components/messages/ping' }, later: { $ref: '#/components/messages/later' } },
      },
    },
    operations: {
      receive: {
        messages: [{ $ref: '#/channels/voice/messages/ping' }, { $ref: '#/channels/voice/messages/later' }],
      },
    },
    components: {
      messages: {
        ping: { payload: { $ref: '#/components/schemas/Ping' } },
        later: { ...draft, payload: { $ref: '#/components/schemas/Later' } },
      },
      schemas: { Ping: {}, Later: {} },
    },
  })
  expect(JSON.stringify(live)).not.toMatch(/later/i)
  expect(JSON.stringify(live)).toContain('#/channels/voice/messages/ping')
})

test('what stays is in the order in which what is live comes to it, wherever the drafts stand', () => {
  const later = { '/later': { get: { operationId: 'getLater', ...draft, ...answering('Shared') } } }
  const agents = { '/agents': { get: { operationId: 'listAgents', ...answering('Agent') } } }
  const things = { '/things': { get: { operationId: 'listThings', ...answering('Shared') } } }
  const Agent = { properties: { name: { $ref: '#/components/schemas/Name' } } }
  const live = (paths: JsonObject, schemas: JsonObject) =>
    Object.keys((dropDrafts({ paths, components: { schemas } }).components as Record<string, JsonObject>).schemas!)
  const order = ['Name', 'Agent', 'Shared']
  expect(live({ ...agents, ...things }, { Name: {}, Agent, Shared: {} })).toEqual(order)
  expect(live({ ...later, ...agents, ...things }, { Shared: {}, Agent, Name: {} })).toEqual(order)
})
