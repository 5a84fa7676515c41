import { MatchersV3 } from '@pact-foundation/pact'

const { fromProviderState, regex, string } = MatchersV3

type Texts = Readonly<Record<string, string | MatchersV3.Matcher<string>>>

/** What the platform refuses, and what each SDK makes of it. */
export interface Refusal {
  readonly state: string
  readonly parameters: Readonly<Record<string, string>>
  /** The SDK's method, by the operation's name, and what it is called with. */
  readonly operation: 'getAgent' | 'createAgent' | 'updateAgent' | 'listAgents'
  readonly args: readonly unknown[]
  readonly ifMatch?: string
  readonly method: string
  readonly path: string | MatchersV3.Matcher<string>
  readonly headers: Texts
  readonly body?: object
  readonly status: number
  readonly answerHeaders: Texts
  /** With matchers. */
  readonly answer: object
  /** The class that is thrown, under the same name in every language. */
  readonly error: 'BadRequestError' | 'NotFoundError' | 'PreconditionFailedError' | 'UnauthorizedError'
}

const AGENT = 'a_01jd3w7q8re5a9v6c2k4m0n7xz'
const tooWarm = { name: 'X', prompt: 'x', llm: { temperature: 9.5 } }
const there = { state: 'what it names is there', parameters: { operation: 'getAgent' } }
const key = { Authorization: regex('^Bearer \\S+$', 'Bearer key-of-a-tenant') }

const told = (status: number, code: string, more: object = {}) => ({
  ...{ status, answer: { status, code, ...more, detail: string('What is wrong.') } },
  answerHeaders: {
    'X-Request-Id': regex('^req_\\w+$', 'req_1'),
    'Content-Type': regex('^application/problem\\+json.*$', 'application/problem+json'),
  },
})

/** One of each kind, by its description. */
export const refusals: Readonly<Record<string, Refusal>> = {
  'an agent that is not there': {
    ...{ ...there, operation: 'getAgent', args: ['nobody'], method: 'GET', path: '/v1/agents/nobody', headers: key },
    ...{ ...told(404, 'not_found'), error: 'NotFoundError' },
  },
  'an agent with a setting out of its bounds': {
    ...{ ...there, operation: 'createAgent', args: [tooWarm], method: 'POST', path: '/v1/agents', headers: key },
    body: tooWarm,
    ...told(400, 'bad_request', { errors: [{ pointer: '/llm/temperature', keyword: 'maximum' }] }),
    error: 'BadRequestError',
  },
  'a change of an agent that somebody else has changed': {
    ...{ ...there, operation: 'updateAgent', args: [AGENT, { prompt: 'Late.' }], ifMatch: '"0"', method: 'PATCH' },
    path: fromProviderState('/v1/agents/${agentId}', `/v1/agents/${AGENT}`) as MatchersV3.Matcher<string>,
    body: { prompt: 'Late.' },
    headers: {
      ...{ ...key, 'If-Match': '"0"' },
      'Content-Type': regex('^application/(merge-patch\\+)?json$', 'application/merge-patch+json'),
    },
    ...{ ...told(412, 'precondition_failed'), error: 'PreconditionFailedError' },
  },
  'a key that nobody has': {
    ...{ state: 'the key is of nobody', parameters: {}, operation: 'listAgents', args: [] },
    ...{ method: 'GET', path: '/v1/agents', headers: key },
    ...{ ...told(401, 'invalid_api_key'), error: 'UnauthorizedError' },
  },
}
