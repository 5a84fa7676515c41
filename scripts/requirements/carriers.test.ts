import { expect, test } from 'vitest'
import type { Json } from '../bundle/json.ts'
import { carriersOf, schemasOf } from './carriers.ts'

const draft = { 'x-status': 'draft' }

test('operations and webhooks are found behind their references, drafts as drafts', () => {
  const specs = new Map<string, Json>([
    [
      'specs/openapi.yaml',
      {
        paths: { '/bells': { $ref: './rest/bells.yaml#/all' }, '/faxes': { $ref: './rest/bells.yaml#/faxes' } },
        webhooks: { 'bell.rang': { $ref: './rest/bells.yaml#/out' } },
      },
    ],
    [
      'specs/rest/bells.yaml',
      {
        all: {
          get: { operationId: 'listBells', 'x-requirement': ['FR-A1'] },
          post: { operationId: 'createBell', ...draft },
        },
        faxes: { ...draft, get: { operationId: 'listFaxes' } },
        out: { post: { operationId: 'bellRangWebhook', 'x-requirement': ['FR-A2'] } },
      },
    ],
  ])
  expect(carriersOf(specs)).toEqual([
    { name: 'listBells', live: true, asks: ['FR-A1'] },
    { name: 'createBell', live: false, asks: [] },
    { name: 'listFaxes', live: false, asks: [] },
    { name: 'bellRangWebhook', live: true, asks: ['FR-A2'] },
    { name: 'webhook.bell.rang', live: true, asks: [] },
  ])
})

test('messages have their document, events their type; of a draft document nothing is live', () => {
  const document = {
    channels: { tower: { address: '/tower', 'x-requirement': ['FR-A3'] } },
    components: { messages: { bellRang: { name: 'bell.rang' }, bellFell: { name: 'bell.fell', ...draft } } },
  }
  const specs = new Map<string, Json>([
    ['specs/events.asyncapi.yaml', document],
    ['specs/tower.asyncapi.yaml', { ...document, ...draft }],
    ['specs/problems.yaml', { bell_broken: {}, bell_gone: draft }],
    ['specs/config.yaml', { BELL_MS: {} }],
  ])
  expect(carriersOf(specs).map(({ name, live }) => [name, live])).toEqual([
    ['event.bell.rang', true],
    ['event.bell.fell', false],
    ['events:tower', true],
    ['tower.bellRang', false],
    ['tower.bellFell', false],
    ['tower:tower', false],
    ['problem.bell_broken', true],
    ['problem.bell_gone', false],
    ['BELL_MS', true],
  ])
})

test('a schema is live where it is published, with the properties of its branches', () => {
  const bell = { allOf: [{ properties: { size: {} } }], properties: { tone: {} } }
  const specs = new Map<string, Json>([['specs/schemas/bell.yaml', { Bell: bell, Fax: { properties: { page: {} } } }]])
  const published = [{ components: { schemas: { Bell: { properties: { size: {}, tone: {} } } } } }]
  expect(schemasOf(specs, published).map(({ name, live }) => [name, live])).toEqual([
    ['schema.Bell', true],
    ['schema.Bell.tone', true],
    ['schema.Bell.size', true],
    ['schema.Fax', false],
    ['schema.Fax.page', false],
  ])
})
