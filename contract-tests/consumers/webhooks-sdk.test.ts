import { MatchersV3 } from '@pact-foundation/pact'
import { describe, expect, test } from 'vitest'
import { documentOf } from '#sdks/contract/published.ts'
import { isEvent, Webhooks, type WebhookType } from '#sdks/webhooks/webhooks.ts'
import { fullestExample } from './fullest-example.ts'
import { loosely } from './loose.ts'
import { PactFile } from './pact-file.ts'

const { regex } = MatchersV3
const file = new PactFile('invorto-webhooks')
const openapi = documentOf('openapi')
const webhooks = new Webhooks('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
const SIGNED = Date.UTC(2026, 1, 3)
/** What the client verifies by. */
const headers = {
  'content-type': regex('^application/json$', 'application/json'),
  'webhook-id': regex('^evt_\\w+$', 'evt_01jd3w7q8re5a9v6c2k4m0n7xz'),
  'webhook-timestamp': regex('^\\d{10}$', String(SIGNED / 1000)),
  'webhook-signature': regex('^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$', `v1,${'A'.repeat(43)}=`),
  'x-signature': regex('^sha256=[0-9a-f]{64}$', `sha256=${'0'.repeat(64)}`),
}

describe('every webhook is verified and unwrapped by @invorto/webhooks', () => {
  test.each(Object.keys(openapi.webhooks) as WebhookType[])('%s', async (type) => {
    const { operationId, requestBody } = openapi.webhooks[type].post
    const schema = requestBody.content['application/json'].schema
    const content = loosely(openapi, schema, fullestExample(`webhook.${type}`))!
    await file.message(operationId, type, content, headers).executeTest(async ({ contents }) => {
      const sent = await webhooks.sign(JSON.stringify(contents.content), 'evt_01jd3w7q8re5a9v6c2k4m0n7xz', SIGNED)
      const event = await webhooks.unwrap(sent.body, sent.headers, SIGNED)
      await webhooks.verifyBodySignature(sent.body, sent.headers)
      expect(isEvent(event, type)).toBe(true)
      expect(event).toEqual(MatchersV3.reify(content as never))
      const named = Object.keys(sent.headers).map((name) => name.toLowerCase())
      expect(named).toEqual(expect.arrayContaining(Object.keys(headers)))
    })
  })
})

test('the pact is the committed one', () => file.expectCommitted())
