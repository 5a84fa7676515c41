import { MatchersV3 } from '@pact-foundation/pact'
import { describe, expect, test } from 'vitest'
import { isEvent, Webhooks } from '#sdks/webhooks/webhooks.ts'
import { PactFile } from './pact-file.ts'
import { EVENT_ID, SIGNED, sdkWebhooks, signedHeaders } from './sdk-webhooks.ts'

const file = new PactFile('invorto-webhooks')
const webhooks = new Webhooks('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')

describe('every webhook is verified and unwrapped by @invorto/webhooks', () => {
  test.each(sdkWebhooks().map((one) => [one.type, one] as const))('%s', async (type, { operationId, content }) => {
    await file.message(operationId, type, content, signedHeaders).executeTest(async ({ contents }) => {
      const sent = await webhooks.sign(JSON.stringify(contents.content), EVENT_ID, SIGNED)
      const event = await webhooks.unwrap(sent.body, sent.headers, SIGNED)
      await webhooks.verifyBodySignature(sent.body, sent.headers)
      expect(isEvent(event, type)).toBe(true)
      expect(event).toEqual(MatchersV3.reify(content as never))
      const named = Object.keys(sent.headers).map((name) => name.toLowerCase())
      expect(named).toEqual(expect.arrayContaining(Object.keys(signedHeaders)))
    })
  })
})

test('the pact is the committed one', () => file.expectCommitted())
