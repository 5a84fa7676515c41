import { MatchersV3 } from '@pact-foundation/pact'
import { documentOf } from '#sdks/contract/published.ts'
import type { WebhookType } from '#sdks/webhooks/webhooks.ts'
import { fullestExample } from './fullest-example.ts'
import { loosely, type Template } from './loose.ts'

const { regex } = MatchersV3
const openapi = documentOf('openapi')
export const EVENT_ID = 'evt_01jd3w7q8re5a9v6c2k4m0n7xz'
export const SIGNED = Date.UTC(2026, 1, 3)

/** What a receiver verifies by. */
export const signedHeaders = {
  'content-type': regex('^application/json$', 'application/json'),
  'webhook-id': regex('^evt_\\w+$', EVENT_ID),
  'webhook-timestamp': regex('^\\d{10}$', String(SIGNED / 1000)),
  'webhook-signature': regex('^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$', `v1,${'A'.repeat(43)}=`),
  'x-signature': regex('^sha256=[0-9a-f]{64}$', `sha256=${'0'.repeat(64)}`),
}

export interface SdkWebhook {
  readonly type: WebhookType
  readonly operationId: string
  readonly content: Template
}

/** Every webhook, and what of it a receiver may lean on: by its fullest example. */
export function sdkWebhooks(): SdkWebhook[] {
  return (Object.keys(openapi.webhooks) as WebhookType[]).map((type) => {
    const { operationId, requestBody } = openapi.webhooks[type].post
    const { schema } = requestBody.content['application/json']
    return { type, operationId, content: loosely(openapi, schema, fullestExample(`webhook.${type}`))! }
  })
}
