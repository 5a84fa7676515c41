import { describe, expect, test } from 'vitest'
import { problems } from '#generated/problems.gen.ts'
import { type Breach, everyCheck, sampledChecks } from '#runtime/core/contract-checks.ts'
import type { OperationHandlers } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { sequentialIds } from '#runtime/core/testing/sequential-ids.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { createServer } from './create-server.ts'

type HttpPorts = Parameters<typeof createServer>[0]
type Handlers = OperationHandlers<null>
const ok = async () => ({ status: 200, body: { status: 'ok', version: '1.0.0' } })
const given = (more: object): Handlers => more as unknown as Handlers

const operation = (operationId: string, more: object = {}) => ({
  operationId,
  'x-roles': ['admin'],
  responses: { 200: { description: 'Done.' } },
  ...more,
})
const documentWith = (paths: object): object => ({
  openapi: '3.1.0',
  info: { title: 'Doctored', version: '1' },
  paths,
})
const health = documentWith({ '/healthz': { get: operation('getHealth') } })

function ports(more: Partial<HttpPorts> = {}): HttpPorts & { faults: unknown[] } {
  const faults: unknown[] = []
  return {
    authenticate: async () => sampleCaller({ role: 'admin' }),
    // Nothing here asks for a key.
    gate: undefined as never,
    signers: undefined as never,
    clientAddress: () => '',
    idempotency: undefined as never,
    allowsOrigin: async () => true,
    ids: sequentialIds(),
    clock: new VirtualClock(),
    document: health,
    metrics: recordedMetrics(),
    random: (count) => Buffer.alloc(count, 7),
    checks: everyCheck(),
    onFault: (error) => faults.push(error),
    ...more,
    faults,
  }
}

describe('the server does not start', () => {
  test('when an operation of the document has no handler, and names it', async () => {
    await expect(createServer(ports(), given({}), null)).rejects.toThrow('the operation getHealth has no handler')
  })

  test('when an operation says nothing of who may call it, and names it', async () => {
    const document = documentWith({ '/x': { get: operation('getSomethingNew') } })
    const handlers = given({ getSomethingNew: ok })
    await expect(createServer(ports({ document }), handlers, null)).rejects.toThrow(/getSomethingNew.*x-roles/)
  })
})

describe('an answer', () => {
  test('that breaks the contract is an internal problem, and the log says where', async () => {
    const p = ports()
    const handlers = given({ getHealth: async () => ({ status: 200, body: { status: 'fine' } }) })
    const server = await createServer(p, handlers, null)
    const answer = await server.inject('/healthz')
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal'])
    expect(answer.body).not.toContain('fine')
    expect(String(p.faults[0])).toContain('the answer getHealth breaks the contract')
  })

  test('that breaks the contract goes out where a sample is checked; it is told of, without its values, and counted', async () => {
    const breaches: Breach[] = []
    const checks = sampledChecks(2, (breach) => breaches.push(breach))
    const p = ports({ checks })
    const handlers = given({ getHealth: async () => ({ status: 200, body: { status: 'fine', version: '1' } }) })
    const server = await createServer(p, handlers, null)
    for (let n = 1; n <= 4; n++) {
      const answer = await server.inject('/healthz')
      expect([answer.statusCode, answer.json().status]).toEqual([200, 'fine'])
    }
    const breach = { surface: 'answer', name: 'getHealth', status: 200, pointer: '/status', keyword: 'enum' }
    expect(breaches).toEqual([breach, breach])
    expect([checks.violations, p.faults]).toEqual([2, []])
  })

  test('to what broke tells the client nothing of it', async () => {
    const p = ports()
    const cause = new Error('password "hunter2" is wrong')
    const handlers = given({ getHealth: () => Promise.reject(cause) })
    const server = await createServer(p, handlers, null)
    const answer = await server.inject({ url: '/healthz', headers: { 'x-request-id': 'trace-1' } })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('hunter2')
    expect(answer.json()).toMatchObject({ code: 'internal', requestId: 'trace-1', retryable: true })
    expect(p.faults).toEqual([cause])
  })

  test.each(Object.entries(problems))('the problem %s keeps its status', async (code, { status }) => {
    const handlers = given({ getHealth: () => Promise.reject(new Problem(code as keyof typeof problems, 'Why.')) })
    const server = await createServer(ports(), handlers, null)
    const answer = await server.inject('/healthz')
    expect([answer.statusCode, answer.json().code, answer.json().type]).toEqual([status, code, `/problems/${code}`])
  })
})

test('while the server closes, requests are still answered in the words of the contract', async () => {
  const server = await createServer(ports(), given({ getHealth: ok }), null)
  const asked = Promise.withResolvers<unknown>()
  server.addHook('preClose', async () => {
    asked.resolve(server.inject('/healthz').then(({ statusCode, body }) => [statusCode, JSON.parse(body).code ?? 'ok']))
  })
  await server.close()
  expect(await asked.promise).toEqual([200, 'ok'])
})
