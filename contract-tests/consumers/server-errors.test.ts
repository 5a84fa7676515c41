import { MatchersV3 } from '@pact-foundation/pact'
import { describe, expect, test } from 'vitest'
import {
  BadRequestError,
  InvortoClient,
  NotFoundError,
  PreconditionFailedError,
  UnauthorizedError,
} from '#sdks/node/generated/index.gen.ts'
import { PactFile } from './pact-file.ts'
import { type Refusal, refusals } from './refusals.ts'

const file = new PactFile('invorto-server-errors')
const classes = { BadRequestError, NotFoundError, PreconditionFailedError, UnauthorizedError }

describe('what the platform refuses has its class, its status, its code and its places', () => {
  test.each(Object.entries(refusals))('%s', async (description, refusal) => {
    const { state, parameters, method, path, body, headers, status, answer, answerHeaders } = refusal
    await file.pact
      .addInteraction()
      .given(state, parameters)
      .uponReceiving(description)
      .withRequest(method, path as string, (to) => {
        if (body !== undefined) to.jsonBody(body)
        to.headers(headers)
      })
      .willRespondWith(status, (from) => {
        from.jsonBody(answer)
        from.headers(answerHeaders)
      })
      .executeTest(async ({ url }) => {
        const thrown = await asked(url, refusal)
        expect(thrown).toBeInstanceOf(classes[refusal.error])
        const { detail, ...says } = MatchersV3.reify(answer as never) as unknown as { readonly detail: string }
        expect(thrown).toMatchObject({ ...says, requestId: 'req_1', message: expect.stringContaining(detail) })
      })
  })
})

/** What the client throws. */
async function asked(url: string, { operation, args, ifMatch }: Refusal): Promise<unknown> {
  const client = new InvortoClient('key-of-a-tenant', { baseUrl: url, maxRetries: 0, logLevel: 'off' })
  const call = client[operation].bind(client) as (...all: unknown[]) => Promise<unknown>
  return call(...args, ...(ifMatch === undefined ? [] : [{ ifMatch }])).catch((caught: unknown) => caught)
}

test('the pact is the committed one', () => file.expectCommitted())
