import { expect, test } from 'vitest'
import { checkWebhook, type WebhookType, webhookEvents } from '#generated/webhooks.gen.ts'
import { sampleOf } from './samples.ts'

test.each(Object.keys(webhookEvents) as WebhookType[])('the sample of %s fits the contract', (type) => {
  const occasion = { tenantId: 't_acme', eventId: 'evt_test_1', now: Date.parse('2026-02-03T04:05:06Z') }
  const sample = sampleOf(type, occasion)
  expect(checkWebhook(sample)).toBeNull()
  expect(sample).toMatchObject({ type, eventId: 'evt_test_1', tenantId: 't_acme' })
})
