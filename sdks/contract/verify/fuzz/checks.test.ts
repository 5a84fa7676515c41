import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parameters, requestBody } from '#generated/validators.gen.ts'
import { documentOf, exampleBodies } from '../../published.ts'
import { faultsOf, type Got } from './checks.ts'
import { operationsOf, Requests, type Wrong } from './requests.ts'
import { Schemas } from './schema.ts'

/** The fuzzer's own test: each of its checks turns red, and what it draws is what it says. */
const document = documentOf('openapi')
const schemas = new Schemas(document)
const operations = operationsOf(document, exampleBodies)
const requests = new Requests(document)
const health = operations.find(({ id }) => id === 'getHealth')!
const create = operations.find(({ id }) => id === 'createAgent')!
const head = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'req_1' }
const sound: Got = { status: 200, headers: head, bytes: '{"status":"ok","version":"1.0.0"}' }
const refusal = (more: object): Got => ({
  status: 400,
  headers: { ...head, 'content-type': 'application/problem+json' },
  bytes: JSON.stringify({
    ...{ type: '/problems/bad_request', title: 'T', status: 400, code: 'bad_request', detail: 'D', instance: '/' },
    ...{ requestId: 'req_1', retryable: false, ...more },
  }),
})
const wrong: Wrong = { what: 'a number', statuses: [400], place: '/name', keyword: 'type' }
const namesOf = (faults: readonly string[]): string[] => faults.map((fault) => fault.split(':', 1)[0]!)

describe('an answer', () => {
  test('that keeps the document passes', () => {
    expect(faultsOf(health, sound, null, schemas)).toEqual([])
    const errors = [{ pointer: '/name', message: 'must be string', keyword: 'type' }]
    expect(faultsOf(create, refusal({ errors }), wrong, schemas)).toEqual([])
  })

  test.each<[string, Partial<Got>]>([
    ['status_code_conformance', { status: 418 }],
    ['content_type_conformance', { headers: { ...head, 'content-type': 'text/html' } }],
    ['response_headers_conformance', { headers: { 'content-type': 'application/json' } }],
    ['response_headers_conformance', { headers: { ...head, 'x-powered-by': 'us' } }],
    ['response_headers_conformance', { headers: { ...head, 'x-request-id': 'x'.repeat(65) } }],
    ['response_schema_conformance', { bytes: '{"status":"fine","version":"1.0.0"}' }],
    ['response_schema_conformance', { bytes: '{' }],
  ])('%s', (name, more) => {
    expect(namesOf(faultsOf(health, { ...sound, ...more }, null, schemas))).toEqual([name])
  })

  test('not_a_server_error', () => {
    expect(namesOf(faultsOf(health, { ...refusal({}), status: 500 }, null, schemas))).toContain('not_a_server_error')
  })

  test.each<[string, Got]>([
    ['names another place', refusal({ errors: [{ pointer: '/prompt', message: 'm', keyword: 'type' }] })],
    ['names another keyword', refusal({ errors: [{ pointer: '/name', message: 'm', keyword: 'enum' }] })],
    ['names nothing', refusal({})],
    ['accepts what is wrong', { ...sound, status: 201 }],
  ])('negative_data_rejection: the answer %s', (_what, got) => {
    expect(namesOf(faultsOf(create, got, wrong, schemas))).toContain('negative_data_rejection')
  })
})

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
  const operationId = id as Parameters<typeof requestBody>[0]
  const numRuns = 60
  /** Whether the contract's own validators let the request through. */
  const fits = (drawn: { values: Record<string, object>; body: unknown }): boolean => {
    const places = (['path', 'query', 'header'] as const).every((place) => {
      const texts = Object.entries(drawn.values[place]!).filter(([, value]) => value !== undefined)
      const sent = (value: unknown) => (Array.isArray(value) ? value.map(String) : String(value))
      const lower = texts.map(([name, value]) => [place === 'header' ? name.toLowerCase() : name, sent(value)])
      return parameters(operationId, place)?.(Object.fromEntries(lower)) ?? true
    })
    const body = requestBody(operationId, operation.bodyTypes[0] ?? '')
    const missing = drawn.body === undefined ? !operation.bodyRequired : undefined
    return places && (missing ?? body?.(JSON.parse(JSON.stringify(drawn.body))) ?? true)
  }

  test('what is drawn as right is right', () => {
    for (const drawn of fc.sample(requests.valid(operation), { numRuns, seed: 7 })) {
      expect([drawn, fits(drawn as never)]).toEqual([drawn, true])
    }
  })

  test('what is drawn as wrong by its schema is wrong', () => {
    const invalid = requests.invalid(operation)
    if (invalid === null) return
    for (const drawn of fc.sample(invalid, { numRuns, seed: 7 })) {
      const { place = '', keyword } = drawn.wrong ?? {}
      // No schema refuses text that is none, and numbers without end: the platform does.
      const endless = drawn.values.query[place] === '1e400'
      const bySchema = keyword !== undefined && keyword !== 'format' && !endless
      if (bySchema) expect([drawn, fits(drawn as never)]).toEqual([drawn, false])
    }
  })
})
