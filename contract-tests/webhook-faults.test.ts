import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Contract, MessageContract } from './contract.ts'
import { newDatabase, pepper } from './database.ts'
import { type Platform, startPlatform, temporaryFolder } from './platform.ts'
import { Rest } from './rest.ts'
import { shortCall } from './short-call.ts'
import { dial } from './socket.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

const CALLS = 4
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let receiver: WebhookReceiver
let platform: Platform
let settings: Record<string, string>
beforeAll(async () => {
  folder = await temporaryFolder()
  receiver = await startWebhookReceiver()
  settings = {
    ...{ DATABASE_URL: await newDatabase(inject('postgres18')), KEY_PEPPER: pepper, EGRESS_ALLOW: '127.0.0.1/32' },
    ...{ DEEPGRAM_BASE_URL: 'http://127.0.0.1:9', OPENAI_BASE_URL: 'http://127.0.0.1:9' },
    ...{ INVORTO_DEV_API_KEY: 'key-of-the-fault-tests-0001', WEBHOOK_TIMEOUT_MS: '1000', OWNER_LEASE_MS: '1000' },
  }
  platform = await startPlatform(folder.path, settings)
})
afterAll(async () => {
  receiver.close()
  await platform.stop()
  await folder.remove()
})

test('what a process held when it was killed is posted by the next one, under the same eventId (FR-W1)', async () => {
  const [contract, messages] = [await Contract.of(platform.url), await MessageContract.of(platform.url)]
  const rest = new Rest(platform.url, contract, platform.apiKey)
  await rest.call('createAgent', { body: { name: 'Desk', externalId: 'desk', prompt: 'You sell.' } })
  const body = { url: `${receiver.url}/hang/all`, eventTypes: ['call.started', 'call.ended'] }
  const { id: endpointId } = (await rest.call('createWebhookEndpoint', { body })).body
  const stage: Pick<Stage, 'dial' | 'rest'> = {
    rest,
    dial: (path) => dial(platform.url, path, messages, { key: platform.apiKey }),
  }
  for (let n = 0; n < CALLS; n++) await shortCall(stage, `killed-${n}`, 'desk')
  await until('posts are under way', () => receiver.at('/hang/all').length >= 2)
  platform.signal('SIGKILL')
  await platform.ended
  const before = receiver.at('/hang/all').map(({ event }) => event.eventId)
  receiver.recover('/hang/all')

  platform = await startPlatform(folder.path, settings)
  const again = new Rest(platform.url, contract, platform.apiKey)
  const delivered = await until(
    'everything is delivered',
    async () => {
      const query = { state: 'delivered', limit: 100 }
      const { data } = (await again.call('listWebhookDeliveries', { path: { endpointId }, query })).body
      return data.length === 2 * CALLS && (data as { eventId: string }[])
    },
    45_000,
  )
  const ids = delivered.map(({ eventId }) => eventId)
  expect(new Set(ids).size).toBe(2 * CALLS)
  expect(new Set(receiver.at('/hang/all').map(({ event }) => event.eventId))).toEqual(new Set(ids))
  for (const id of before) expect(ids).toContain(id)
}, 90_000)
