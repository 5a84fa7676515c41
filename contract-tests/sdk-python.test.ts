import { execFile, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testEnvironment } from '#sdks/python/environment.ts'
import { operatorKey } from './database.ts'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

const sdk = join(import.meta.dirname, '../sdks/python')

let stage: Stage
let receiver: WebhookReceiver
let python: string
beforeAll(async () => {
  ;[stage, receiver, python] = await Promise.all([
    setStage({ EGRESS_ALLOW: '127.0.0.1/32' }),
    startWebhookReceiver(),
    testEnvironment(),
  ])
}, 180_000)
afterAll(async () => {
  receiver?.close()
  await stage?.strike()
})

/** Runs Python on the SDK's sources; what it wrote. */
async function program(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const own = { PATH: process.env.PATH, PYTHONPATH: sdk, PYTHONDONTWRITEBYTECODE: '1', ...env }
  const { stdout } = await promisify(execFile)(python, args, { cwd: sdk, env: own, timeout: 50_000 }).catch(
    ({ stdout, stderr, message }) => {
      throw new Error(`${message}\n${stdout}\n${stderr}`)
    },
  )
  return stdout
}

test('the client for Python, blocking and asynchronous, does what the one for Node does', async () => {
  const { body: agent } = await stage.rest.call('createAgent', { body: { name: 'Desk', prompt: 'x' } })
  await shortCall(stage, 'python-1', agent.id)
  const session = await until('the call has ended', async () => {
    const { body } = await stage.rest.call('getCall', { path: { callId: 'python-1' } })
    return body.status === 'ended' ? (body.id as string) : undefined
  })
  const { url, apiKey } = stage.platform
  const env = { API_BASE_URL: url, INVORTO_API_KEY: apiKey, OPERATOR_KEY: operatorKey, SESSION: session }
  const told = await program(['-m', 'pytest', '-p', 'no:cacheprovider', '--noconftest', 'tests/on_platform.py'], env)
  expect(told).toContain('9 passed')
})

/** The README of the product, word for word. */
const quickstart = `from invorto import InvortoClient, AgentConfig

client = InvortoClient('your-api-key')
agent = client.create_agent(AgentConfig(
    name='Support Agent',
    prompt='You are a helpful customer support agent.'
))
`

test('the quickstart of the README runs as it stands there', async () => {
  // The key of the README is shorter than any of ours may be: somebody in between has the real one.
  const between = createServer((incoming, answer) => {
    const headers = { ...incoming.headers, authorization: `Bearer ${stage.platform.apiKey}` }
    expect(incoming.headers.authorization).toBe('Bearer your-api-key')
    const outgoing = request(stage.platform.url + incoming.url, { method: incoming.method!, headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers)
      response.pipe(answer)
    })
    incoming.pipe(outgoing)
  })
  await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening))
  const API_BASE_URL = `http://127.0.0.1:${(between.address() as AddressInfo).port}`
  const id = await program(['-c', `${quickstart}print(agent.id)`], { API_BASE_URL })
  between.close()
  const { body } = await stage.rest.call('getAgent', { path: { agentId: id.trim() } })
  expect(body).toMatchObject({ name: 'Support Agent', prompt: 'You are a helpful customer support agent.' })
  expect(quickstart).toBe(await readmeSnippet())
})

const readmeSnippet = async (): Promise<string> =>
  /```python\n([\s\S]*?)```/.exec(await readFile(join(sdk, 'README.md'), 'utf8'))![1]!

const verifies = `
import json, sys
import standardwebhooks
from invorto.webhooks import Webhooks
for post in json.load(sys.stdin):
    ours = Webhooks(post['secret']).unwrap(post['body'], post['headers'])
    assert ours == standardwebhooks.Webhook(post['secret']).verify(post['body'], post['headers'])
    Webhooks(post['secret']).verify_body_signature(post['body'].encode(), post['headers'])
    print(ours['type'])
`

test('what the platform posts is verified by this package and by the one of Standard Webhooks on PyPI', async () => {
  const { body: agent } = await stage.rest.call('createAgent', { body: { name: 'Posts', prompt: 'x' } })
  const made = await stage.rest.call('createWebhookEndpoint', { body: { url: `${receiver.url}/ok/python` } })
  await shortCall(stage, 'python-2', agent.id)
  const posts = await until('the end of the call is posted', async () => {
    const came = receiver.at('/ok/python')
    return came.some(({ event }) => event.type === 'call.ended') ? came : undefined
  })
  const child = spawn(python, ['-c', verifies], { env: { PYTHONPATH: sdk }, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(posts.map(({ body, headers }) => ({ body, headers, secret: made.body.secret }))))
  const types = (await text(child.stdout)).trim().split('\n')
  expect(types).toEqual(posts.map(({ event }) => event.type))
  expect(types).toContain('call.ended')
})
