import { MatchersV3 } from '@pact-foundation/pact'
import { describe, expect, test } from 'vitest'
import { InvortoClient } from '#sdks/node/generated/index.gen.ts'
import { PactFile } from './pact-file.ts'
import { type SdkRequest, sdkRequests } from './sdk-operations.ts'

const file = new PactFile('invorto-server')

type Method = (...args: unknown[]) => Promise<unknown> & { withResponse(): Promise<{ data: unknown; etag: string }> }

const clientAt = (url: string, asked: string[] = []): InvortoClient =>
  new InvortoClient('key-of-a-tenant', {
    ...{ baseUrl: url, maxRetries: 0, logLevel: 'off' },
    fetch(request, init) {
      asked.push(new URL(request instanceof Request ? request.url : request).pathname)
      return fetch(request, init)
    },
  })

describe('every method of @invorto/server asks what its operation takes, and gets what it promises', () => {
  test.each(sdkRequests().map((request) => [request.id, request] as const))('%s', async (id, request) => {
    await drawnUp(request).executeTest(async ({ url }) => {
      const asked: string[] = []
      const client = clientAt(url, asked)
      if (id.startsWith('stream')) return expectNothing(streamed(client, request))
      const method = (client as unknown as Record<string, Method>)[id]!
      const { data, etag } = await method.apply(client, [...request.args]).withResponse()
      expect(asked).toEqual([request.target])
      if (request.answer !== undefined) expect(data).toMatchObject(MatchersV3.reify(request.answer as never) as object)
      expect(etag === null).toBe(request.answerHeaders.ETag === undefined)
    })
  })
})

test('the pact is the committed one', () => file.expectCommitted())

async function expectNothing(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const one of stream) expect(one).toBeUndefined()
}

const streamed = (client: InvortoClient, { id, args }: SdkRequest): AsyncIterable<unknown> =>
  (client as unknown as Record<string, (...all: readonly unknown[]) => AsyncIterable<unknown>>)[id]!(...args)

function drawnUp(request: SdkRequest) {
  const { id, method, path, query, headers, body, status, answerHeaders, answer } = request
  return file.pact
    .addInteraction()
    .given('what it names is there', { operation: id })
    .uponReceiving(id)
    .withRequest(method, path, (to) => {
      if (body !== undefined) to.jsonBody(body)
      to.headers(headers).query(query)
    })
    .willRespondWith(status, (from) => {
      from.headers(answerHeaders)
      if (answer !== undefined) from.jsonBody(answer)
    })
}
