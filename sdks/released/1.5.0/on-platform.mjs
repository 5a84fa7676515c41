// What the packages do on a platform that runs: API_BASE_URL is where, INVORTO_API_KEY is its key. It ends with 0 when all is right.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { CallSocket } from '@invorto/realtime'
import { ForbiddenError, InvortoClient, NotFoundError, PreconditionFailedError } from '@invorto/server'
import { isEvent, Webhooks } from '@invorto/webhooks'

const client = new InvortoClient()

/** An agent is made, read, changed against what was seen, listed page by page. */
const agent = await client.createAgent({ name: 'Desk', prompt: 'x', firstMessage: 'Hello, how can I help?' })
const { data, etag } = await client.agents.get(agent.id).withResponse()
assert.deepEqual(data, agent)
const changed = await client.agents.update(agent.id, { prompt: 'Be brief.' }, { ifMatch: etag })
assert.deepEqual([changed.prompt, changed.version], ['Be brief.', 2])
await assert.rejects(client.agents.update(agent.id, { prompt: 'Late.' }, { ifMatch: etag }), PreconditionFailedError)
for (const name of ['One', 'Two', 'Three']) await client.agents.create({ name, prompt: 'x' })
const names = []
for await (const { name } of client.agents.list({ limit: 2 })) names.push(name)
assert.deepEqual(names, ['Three', 'Two', 'One', 'Desk'])

/** What is refused has its class; what is sent twice is done once. */
await assert.rejects(client.agents.get('a_01jd3w7q8re5a9v6c2k4m0n7xz'), NotFoundError)
const reader = await client.apiKeys.create({ name: 'Reader', role: 'analyst' })
await assert.rejects(new InvortoClient(reader.key).agents.create({ name: 'No', prompt: 'x' }), ForbiddenError)
const once = { idempotencyKey: 'the-same' }
const [first, again] = [
  await client.agents.create({ name: 'Once', prompt: 'x' }, once),
  await client.agents.create({ name: 'Once', prompt: 'x' }, once),
]
assert.deepEqual(again, first)

/** A receiver of webhooks, which takes what verifies and nothing else. */
const events = []
let webhooks = null
const receiver = createServer(async (request, response) => {
  const body = await text(request)
  const event = await webhooks?.unwrap(body, request.headers).catch(() => null)
  if (event) events.push(event)
  response.writeHead(event ? 200 : 400).end()
})
await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening))
const endpoint = await client.webhookEndpoints.create({ url: `http://127.0.0.1:${receiver.address().port}/hooks` })
webhooks = new Webhooks(endpoint.secret)

/** A call: words in, words and audio out, what it came to, and its webhooks. */
const call = await client.connectToCall('call-123', { agentId: agent.id })
let audio = 0
call.on('audio', (frame) => {
  audio += frame.length
})
await call.next('tts.started')
call.sendAudio(Buffer.alloc(640))
call.sendText('how much is it')
await call.next('llm.delta')
await call.next('tts.stopped')
assert.ok(audio > 0)
assert.equal((await call.hangUp()).code, 1000)
await until('the call has ended', async () => (await client.calls.get('call-123')).status === 'ended')
const { id } = await client.calls.get('call-123')
const told = []
for await (const { event_type } of client.sessions.events.stream(id)) told.push(event_type)
assert.ok(told.includes('call.started') && told.includes('call.ended'))
await until('its webhook has come', () => events.some((event) => isEvent(event, 'call.ended')))

/** The socket of a page, with a ticket. */
const { ticket } = await client.createTicket({ callId: 'call-124', agentId: agent.id })
let connected = false
const page = new CallSocket(
  { url: process.env.API_BASE_URL, ticket, callId: 'call-124', agentId: agent.id },
  { message: ({ t }) => (connected ||= t === 'connected'), agentAudio() {} },
)
await until('the page is connected', () => connected)
page.close()
assert.equal((await page.closed).code, 1000)

receiver.close()
receiver.closeAllConnections()
console.log('all is right')

async function until(what, isSo) {
  for (const begun = Date.now(); Date.now() - begun < 20_000; await sleep(50)) if (await isSo()) return
  throw new Error(`In vain: ${what}`)
}
