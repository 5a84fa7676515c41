import { expect, test } from 'vitest'
import type { JsonObject } from '../bundle/json.ts'
import { emitOperations, operationsOf } from './operations.ts'

const answers = { '200': { description: 'Yes.', content: { 'application/json': { schema: { type: 'object' } } } } }
const listAgents = { operationId: 'listAgents', 'x-roles': ['admin', 'dev'], responses: answers }
const api = (operation: JsonObject, more: JsonObject = {}): JsonObject => ({
  security: [{ apiKey: [] }],
  paths: { '/v1/agents': { get: operation, ...more } },
})

test('a route says where, who, what goes in and what comes out', () => {
  const problem = { description: 'No.', content: { 'application/problem+json': { schema: {} } } }
  const created = {
    operationId: 'createAgent',
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: {} } } },
    responses: { '204': { description: 'Done.' }, '400': problem },
  }
  const text = emitOperations(api(listAgents, { post: created }))
  expect(text).toContain(`  listAgents: {
    method: 'GET',
    path: '/v1/agents',
    roles: ['admin', 'dev'],
    signedBy: null,
    bodyTypes: [],
    bodyRequired: false,
    success: { 200: 'application/json' },
    problems: [],
    etags: [],
    ifMatch: null,
    idempotent: false,
  },
  createAgent: {
    method: 'POST',
    path: '/v1/agents',
    roles: null,
    signedBy: null,
    bodyTypes: ['application/json'],
    bodyRequired: true,
    success: { 204: null },
    problems: [400],
    etags: [],
    ifMatch: null,
    idempotent: false,
  },
`)
  expect(emitOperations(api(listAgents, { post: created }))).toBe(text)
})

test('an operation that somebody else signs says by which scheme', () => {
  const signed = { operationId: 'takeEvent', security: [{ providerToken: [] }], responses: answers }
  const text = emitOperations(api(listAgents, { post: signed }))
  expect(text).toContain("roles: null,\n    signedBy: 'providerToken',")
  expect(text).toContain("export type SignatureScheme = 'providerToken'")
})

test('an operation that says nothing about who may call it is an error by name', () => {
  expect(() => operationsOf(api({ operationId: 'listAgents', responses: answers }))).toThrow(
    'listAgents needs x-roles, or security: []',
  )
  const unprotected = { paths: { '/v1/agents': { get: listAgents } } }
  expect(() => operationsOf(unprotected)).toThrow('listAgents needs x-roles')
  expect(() => operationsOf(api({ ...listAgents, 'x-roles': ['king'] }))).toThrow('names the role "king"')
})

test('the role of account tokens is for drafts until somebody can have it', () => {
  const own: JsonObject = { ...listAgents, 'x-roles': ['account'] }
  expect(() => operationsOf(api(own))).toThrow('names the role "account"')
  expect(operationsOf(api({ ...own, 'x-status': 'draft' }))[0]?.roles).toEqual(['account'])
})

test.each(['agents', 'ListAgents', 'list_agents', 'listagents'])('%s is no operationId', (operationId) => {
  expect(() => operationsOf(api({ ...listAgents, operationId }))).toThrow('GET /v1/agents needs an operationId')
})

test('two operations of one name, and a status that is no number, are errors', () => {
  expect(() => operationsOf(api(listAgents, { post: listAgents }))).toThrow('Two operations are called "listAgents"')
  const vague = { ...listAgents, responses: { default: answers['200'] } }
  expect(() => operationsOf(api(vague))).toThrow('listAgents must list each status by its number')
})

test('parameters of the path count for each of its operations, unless one says it anew', () => {
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  const [operation] = operationsOf({
    security: [{ apiKey: [] }],
    paths: {
      '/v1/agents/{id}': { parameters: [id], get: { ...listAgents, parameters: [{ ...id, description: 'own' }] } },
    },
  })
  expect(operation?.parameters).toEqual([{ ...id, description: 'own' }])
})
