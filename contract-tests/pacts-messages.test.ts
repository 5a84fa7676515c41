import { providerWithMetadata, Verifier } from '@pact-foundation/pact'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentOf } from '#sdks/contract/published.ts'
import { messagePacts } from './consumers/pact-files.ts'
import { everyMessage, newDesk, rules } from './consumers/played-calls.ts'
import { addKey } from './database.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'
import { until } from './until.ts'
import { type Post, startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

/** Webhooks that no call makes - it takes the end of a day, or rules that find flags: the platform sends them when a tenant tries its endpoint out. */
const TRIED_OUT = ['billing.usage.updated', 'qa.flags']
/** The headers that a receiver verifies by. */
const SIGNED = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-signature']

let stage: Stage
let tools: ToolServer
let receiver: WebhookReceiver
/** By the name that a pact has for it, what the platform really sent. */
const sent: Record<string, () => unknown> = {}
beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' }, rules)
  tools = await startToolServer()
  receiver = await startWebhookReceiver()
  const { key } = await addKey(stage.database, 'admin')
  const rest = stage.rest.as(key)
  await newDesk({ rest }, tools.url)
  const { body: endpoint } = await rest.call('createWebhookEndpoint', { body: { url: `${receiver.url}/all` } })
  for (const type of TRIED_OUT)
    await rest.call('testWebhookEndpoint', { path: { endpointId: endpoint.id }, body: { type } })
  const messages = await everyMessage(stage, key)
  const { components } = documentOf('realtime')
  for (const [name, { name: t }] of Object.entries<{ name: string }>(components.messages))
    sent[name] = () => messages.find((message) => message.t === t)
  for (const post of await everyWebhook()) sent[post.event.type] = producer(post)
}, 120_000)
afterAll(async () => {
  receiver.close()
  tools.close()
  await stage.strike()
})

async function everyWebhook(): Promise<Post[]> {
  const types = Object.keys(documentOf('openapi').webhooks)
  const came = (type: string): Post | undefined => receiver.at('/all').find(({ event }) => event.type === type)
  return until(`webhooks of ${types}`, () => {
    const posts = types.map(came)
    return posts.every((post) => post !== undefined) && posts
  })
}

const producer = ({ event, headers }: Post): (() => unknown) => {
  const metadata = Object.fromEntries(SIGNED.map((name) => [name, String(headers[name])]))
  return providerWithMetadata(() => event, metadata) as () => unknown
}

test.each(messagePacts())('the platform sends what %s was promised', { timeout: 60_000 }, async (_name, path, pact) => {
  const asked = pact.interactions.map(({ description }) => description)
  expect(asked.filter((name) => sent[name]?.() === undefined)).toEqual([])
  await new Verifier({
    ...{ provider: 'invorto', pactUrls: [path], logLevel: 'error' },
    messageProviders: sent as never,
  }).verifyProvider()
})
