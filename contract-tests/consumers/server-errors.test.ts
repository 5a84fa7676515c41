import { MatchersV3 } from '@pact-foundation/pact'
import { describe, expect, test } from 'vitest'
import {
  type ApiError,
  BadRequestError,
  InvortoClient,
  NotFoundError,
  PreconditionFailedError,
  UnauthorizedError,
} from '#sdks/node/generated/index.gen.ts'
import { PactFile } from './pact-file.ts'

const { fromProviderState, regex, string } = MatchersV3
const file = new PactFile('invorto-server-errors')
const AGENT = 'a_01jd3w7q8re5a9v6c2k4m0n7xz'
const there = ['what it names is there', { operation: 'getAgent' }] as const

interface Refusal {
  readonly given: readonly [state: string, parameters?: { operation: string }]
  readonly asks: readonly [method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>]
  readonly call: (client: InvortoClient) => Promise<unknown>
  readonly error: new (...all: never[]) => ApiError
  readonly says: { readonly status: number; readonly code: string; readonly errors?: readonly object[] }
}

const refusals: Readonly<Record<string, Refusal>> = {
  'an agent that is not there': {
    given: there,
    asks: ['GET', '/v1/agents/nobody'],
    call: ({ agents }) => agents.get('nobody'),
    error: NotFoundError,
    says: { status: 404, code: 'not_found' },
  },
  'an agent with a setting out of its bounds': {
    given: there,
    asks: ['POST', '/v1/agents', { name: 'X', prompt: 'x', llm: { temperature: 9 } }],
    call: ({ agents }) => agents.create({ name: 'X', prompt: 'x', llm: { temperature: 9 } }),
    error: BadRequestError,
    says: { status: 400, code: 'bad_request', errors: [{ pointer: '/llm/temperature', keyword: 'maximum' }] },
  },
  'a change of an agent that somebody else has changed': {
    given: there,
    asks: ['PATCH', `/v1/agents/${AGENT}`, { prompt: 'Late.' }, { 'If-Match': '"0"' }],
    call: ({ agents }) => agents.update(AGENT, { prompt: 'Late.' }, { ifMatch: '"0"' }),
    error: PreconditionFailedError,
    says: { status: 412, code: 'precondition_failed' },
  },
  'a key that nobody has': {
    given: ['the key is of nobody'],
    asks: ['GET', '/v1/agents'],
    call: ({ agents }) => agents.list(),
    error: UnauthorizedError,
    says: { status: 401, code: 'invalid_api_key' },
  },
}

describe('what the platform refuses has its class, its status, its code and its places', () => {
  test.each(Object.entries(refusals))('%s', async (description, { given, asks, call, error, says }) => {
    const [method, path, body, headers = {}] = asks
    const named = path.includes(AGENT) ? fromProviderState(path.replace(AGENT, '${agentId}'), path) : path
    await file.pact
      .addInteraction()
      .given(...given)
      .uponReceiving(description)
      .withRequest(method, named as string, (to) => {
        if (body !== undefined) to.jsonBody(body)
        to.headers({ Authorization: regex('^Bearer \\S+$', 'Bearer key-of-a-tenant'), ...headers })
        if (method === 'PATCH')
          to.headers({ 'Content-Type': regex('^application/(merge-patch\\+)?json$', 'application/merge-patch+json') })
      })
      .willRespondWith(says.status, (from) => {
        from.jsonBody({ ...says, detail: string('What is wrong.') })
        from.headers({ 'X-Request-Id': regex('^req_\\w+$', 'req_1') })
        from.headers({ 'Content-Type': regex('^application/problem\\+json.*$', 'application/problem+json') })
      })
      .executeTest(async ({ url }) => {
        const client = new InvortoClient('key-of-a-tenant', { baseUrl: url, maxRetries: 0, logLevel: 'off' })
        const thrown = await call(client).catch((caught: unknown) => caught)
        expect(thrown).toBeInstanceOf(error)
        expect(thrown).toMatchObject({
          ...says,
          requestId: 'req_1',
          message: expect.stringContaining('What is wrong.'),
        })
      })
  })
})

test('the pact is the committed one', () => file.expectCommitted())
