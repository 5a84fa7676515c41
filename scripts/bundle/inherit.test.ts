import { expect, test } from 'vitest'
import { inheritRules } from './inherit.ts'
import type { Json, JsonObject } from './json.ts'

const json = (schema: string): JsonObject => ({
  description: 'Done.',
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
})
const operation = (responses: JsonObject, more: JsonObject = {}): JsonObject => ({
  'x-roles': ['dev'],
  responses,
  ...more,
})
const shared = { $ref: '#/components/responses/NotFound' }
const inherited = {
  parameters: { IdempotencyKey: {}, IfMatch: {}, IfNoneMatch: {} },
  headers: { ETag: {} },
  responses: { NotModified: {}, TooManyRequests: {} },
}

/** `201 409 …` and the parameters of one operation. */
const security = [{ apiKey: [] }]
function of(
  paths: JsonObject,
  path: string,
  method: string,
): { statuses: string; parameters: string; headers: JsonObject } {
  const components = { responses: { NotFound: { description: 'None.' } } }
  const document = inheritRules({ security, paths, components }, inherited) as unknown as {
    paths: Record<string, Record<string, { parameters?: { $ref: string }[]; responses: Record<string, JsonObject> }>>
  }
  const { responses, parameters = [] } = document.paths[path]![method]!
  const headers = Object.entries(responses).map(([status, { headers: given = {} }]) => [
    status,
    Object.keys(given as JsonObject).join(' '),
  ])
  return {
    statuses: Object.keys(responses).join(' '),
    parameters: parameters.map(({ $ref }) => $ref.split('/').at(-1)).join(' '),
    headers: Object.fromEntries(headers.filter(([, given]) => given !== '')) as JsonObject,
  }
}

const rate = 'RateLimit RateLimit-Policy'
const thing = {
  '/things/{id}': {
    get: operation({ 200: json('Thing'), 404: shared }),
    patch: operation({ 200: json('Thing') }),
    delete: operation({ 204: {} }),
  },
}

test('a GET of one resource has an ETag', () => {
  expect(of(thing, '/things/{id}', 'get')).toEqual({
    statuses: '200 304 404 429',
    parameters: 'IfNoneMatch',
    headers: { 200: `${rate} ETag` },
  })
})

test('what changes it takes If-Match', () => {
  expect(of(thing, '/things/{id}', 'patch')).toEqual({
    statuses: '200 412 429',
    parameters: 'IfMatch',
    headers: { 200: `${rate} ETag` },
  })
  expect(of(thing, '/things/{id}', 'delete')).toMatchObject({ statuses: '204 412 429', parameters: 'IfMatch' })
})

test('a POST right under it takes If-Match where it answers it, and not where it answers something else', () => {
  const acts = {
    ...thing,
    '/things/{id}/act': { post: operation({ 200: json('Thing') }) },
    '/things/{id}/ask': { post: operation({ 200: json('Things') }) },
    '/things/{id}/far/act': { post: operation({ 200: json('Thing') }) },
  }
  expect(of(acts, '/things/{id}/act', 'post')).toMatchObject({
    statuses: '200 409 412 429',
    parameters: 'IdempotencyKey IfMatch',
  })
  expect(of(acts, '/things/{id}/ask', 'post')).toMatchObject({ parameters: 'IdempotencyKey' })
  expect(of(acts, '/things/{id}/far/act', 'post')).toMatchObject({ parameters: 'IdempotencyKey' })
})

test('a POST takes an Idempotency-Key, and tells the ETag where it answers a resource that has one', () => {
  const things = {
    ...thing,
    '/things': { post: operation({ 201: json('Thing') }), get: operation({ 200: json('Things') }) },
  }
  expect(of(things, '/things', 'post')).toEqual({
    statuses: '201 409 429',
    parameters: 'IdempotencyKey',
    headers: { 201: `${rate} Idempotency-Replayed ETag` },
  })
  expect(of(things, '/things', 'get')).toEqual({ statuses: '200 429', parameters: '', headers: { 200: rate } })
})

test('one that asks for no key has no limit and takes no Idempotency-Key', () => {
  const paths = { '/hook': { post: operation({ 204: {} }, { security: [] }) } }
  expect(of(paths, '/hook', 'post')).toEqual({ statuses: '204', parameters: '', headers: {} })
  const signed = { '/hook': { post: operation({ 204: {} }, { security: [{ providerSignature: [] }] }) } }
  expect(of(signed, '/hook', 'post').parameters).toBe('')
})

test('the operator, who is no tenant, has no Idempotency-Key', () => {
  const paths = { '/tenants': { post: operation({ 201: json('Tenant') }, { 'x-roles': ['operator'] }) } }
  expect(of(paths, '/tenants', 'post')).toMatchObject({ statuses: '201 429', parameters: '' })
})

test('what can be changed is one resource, and x-etag has the last word', () => {
  const settings = (more: JsonObject = {}): JsonObject => ({
    '/settings': { get: operation({ 200: json('Settings') }, more), patch: operation({ 200: json('Settings') }) },
  })
  expect(of(settings(), '/settings', 'patch').parameters).toBe('IfMatch')
  expect(of(settings({ 'x-etag': false }), '/settings', 'patch').parameters).toBe('')
  const report = { '/report': { get: operation({ 200: json('Report') }, { 'x-etag': true }) } }
  expect(of(report, '/report', 'get').parameters).toBe('IfNoneMatch')
})

test('what is no JSON has no ETag', () => {
  const file = { '/files/{id}': { get: operation({ 200: { content: { 'audio/wav': {} } } }) } }
  expect(of(file, '/files/{id}', 'get').parameters).toBe('')
})

test('what an operation says itself stays', () => {
  const own: Json = { description: 'Its own.' }
  const paths = {
    '/things': { post: operation({ 201: json('Thing'), 409: own }, { parameters: [{ name: 'a', in: 'query' }] }) },
  }
  const document = inheritRules({ security, paths }, inherited) as unknown as {
    paths: Record<string, { post: JsonObject }>
  }
  const { post } = document.paths['/things']!
  expect((post.responses as JsonObject)[409]).toMatchObject(own as JsonObject)
  expect((post.parameters as Json[])[0]).toEqual({ name: 'a', in: 'query' })
})
