import { expect, test } from 'vitest'
import type { JsonObject } from '../../bundle/json.ts'
import { emitNodeErrors } from './node-errors.ts'
import { emitNodeResources } from './node-resources.ts'
import { resourceTree, type SdkResource, sdkMethods } from './resource-tree.ts'

const json = (name: string) => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
})
const id = { name: 'deskId', in: 'path', required: true, schema: { type: 'string' } }
const version = { name: 'version', in: 'path', required: true, schema: { type: 'integer' } }
const cursor = { name: 'cursor', in: 'query', schema: { type: 'string' } }
const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }
const ifMatch = { name: 'If-Match', in: 'header', schema: { type: 'string' } }

const operation = (operationId: string, parameters: JsonObject[], answer: JsonObject, body?: string): JsonObject => ({
  ...{ operationId, parameters, summary: 'Do it', description: 'Use it.', 'x-roles': ['admin'] },
  ...(body && { requestBody: { required: true, ...json(body) } }),
  responses: answer as JsonObject,
})
const document = (paths: JsonObject): JsonObject => ({
  security: [{ apiKey: [] }],
  paths,
  components: {
    securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Desk: { type: 'object' },
      DeskPage: {
        type: 'object',
        properties: {
          data: { type: 'array', items: { $ref: '#/components/schemas/Desk' } },
          nextCursor: { type: 'string' },
        },
      },
    },
  },
})
const paths: JsonObject = {
  '/v1/front-desks': {
    get: operation('listDesks', [cursor], { 200: { description: 'A page', ...json('DeskPage') } }),
    post: operation('createDesk', [key], { 201: { description: 'It', ...json('Desk') } }, 'Desk'),
  },
  '/v1/front-desks/{deskId}': {
    delete: operation('deleteDesk', [id, ifMatch], { 204: { description: 'Gone' } }),
  },
  '/v1/front-desks/{deskId}/open': {
    post: operation('openDesk', [id], { 200: { description: 'It', ...json('Desk') } }),
  },
  '/v1/front-desks/{deskId}/versions/{version}': {
    get: operation('getDeskVersion', [id, version], { 200: { description: 'It', ...json('Desk') } }),
  },
  '/v1/front-desks/{deskId}/commands': {
    post: operation('sendDeskCommand', [id], { 200: { description: 'It', ...json('Desk') } }, 'Desk'),
  },
}

const names = ({ path, methods, below }: SdkResource): string[] => [
  ...methods.map(({ name, operation: { id } }) => `${[...path, name].join('.')} ${id}`),
  ...below.flatMap(names),
]

test('the path is the tree, the verb the method; a verb that the path says as well stands once', () => {
  expect(names(resourceTree(sdkMethods(document(paths))))).toEqual([
    'frontDesks.list listDesks',
    'frontDesks.create createDesk',
    'frontDesks.delete deleteDesk',
    'frontDesks.open openDesk',
    'frontDesks.versions.get getDeskVersion',
    'frontDesks.commands.send sendDeskCommand',
  ])
})

test('what anybody may call is no method; two of one name are an error that names it', () => {
  const open = {
    ...((paths['/v1/front-desks'] as JsonObject).get as JsonObject),
    security: [],
    operationId: 'getHealth',
  }
  expect(sdkMethods(document({ '/healthz': { get: open } }))).toEqual([])
  const twice = {
    get: operation('listDesks', [], { 200: json('Desk') }),
    post: operation('listShops', [], { 200: json('Desk') }),
  }
  expect(() => sdkMethods(document({ '/v1/desks': twice }))).toThrow('Two operations would be "desks.list"')
})

test('a method takes the path, the body and the query in this order, and answers with the model', () => {
  const text = emitNodeResources(document(paths))
  const signatures = [...text.matchAll(/^ {2}(\w+)\((.*)\): (\w.*) \{$/gm)].map(
    ([, name, takes, gives]) => `${name}(${takes}): ${gives}`,
  )
  expect(signatures.filter((one) => !one.includes('...all'))).toEqual([
    'get(deskId: string, version: number, options?: RequestOptions): ApiPromise<Desk>',
    'send(deskId: string, body: Desk, options?: RequestOptions): ApiPromise<Desk>',
    "list(query?: ListDesksData['query'], options?: RequestOptions): PagePromise<Desk, DeskPage>",
    'create(body: Desk, options?: RequestOptions): ApiPromise<Desk>',
    'delete(deskId: string, options?: ChangeOptions): ApiPromise<void>',
    'open(deskId: string, options?: RequestOptions): ApiPromise<Desk>',
  ])
  expect(text).toContain("openDesk(...all: Parameters<FrontDesksResource['open']>)")
  expect(text).toContain('{ path: { deskId, version } }')
  expect(text.match(/idempotencyKey: true/g)).toHaveLength(1)
})

test('each status of a live problem has one class', () => {
  const text = emitNodeErrors({
    gone: { status: 410 },
    internal: { status: 500 },
    not_yet: { 'x-status': 'draft', status: 418 },
    old: { status: 410 },
  })
  expect([...text.matchAll(/^export class (\w+)/gm)].map(([, name]) => name)).toEqual([
    'GoneError',
    'InternalServerError',
  ])
  expect(text).toContain("code: 'gone' | 'old' | (string & {})")
  expect(() => emitNodeErrors({ odd: { status: 499 } })).toThrow('There is no HTTP status 499.')
})
