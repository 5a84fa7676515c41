import { spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { request as ask, createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { UsageError } from '#sdks/contract/command.ts'
import { verifyCommand } from '#sdks/contract/verify/command.ts'
import { operatorKey } from './database.ts'
import { newTenant } from './deployment.ts'
import { type Stage, setStage } from './stage.ts'
import { startToolServer, type ToolServer } from './tool-server.ts'
import { until } from './until.ts'

let stage: Stage
let tools: ToolServer
beforeAll(async () => {
  stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32', MAX_WEBHOOK_ENDPOINTS_PER_TENANT: '10000' })
  tools = await startToolServer()
})
afterAll(async () => {
  tools.close()
  await stage.strike()
})

/** What the tenant has that it can take away itself. */
async function whatIsThere() {
  const idsOf = async (list: string): Promise<string[]> => {
    const { body } = await stage.rest.call(list, { query: { limit: 100 } })
    return body.data.map(({ id, name }: { id?: string; name: string }) => id ?? name)
  }
  return {
    listAgents: await idsOf('listAgents'),
    listTools: await idsOf('listTools'),
    listSecrets: (await stage.rest.call('listSecrets')).body.data,
    listApiKeys: await idsOf('listApiKeys'),
  }
}

/** The exit code, what failed and what was left out. */
async function verified(url: string, ...args: string[]) {
  const lines: string[] = []
  const code = await verifyCommand.run([url, ...args], (line) => lines.push(line))
  const named = (word: string): string[] =>
    lines.flatMap((line) => new RegExp(`^${word}\\s+(.+) \\(`).exec(line)?.[1] ?? [])
  return { code, failed: named('FAILED'), skipped: named('skipped'), passed: named('ok'), text: lines.join('\n') }
}

/** Method, path and body of what the fuzzer sends from now on, until it is heard. */
function whatIsSent() {
  const sent: string[] = []
  const listen = (message: unknown): void => {
    const { method, path, body } = (message as { request: { method: string; path: string; body: unknown } }).request
    if (Buffer.isBuffer(body)) sent.push(`${method} ${path} ${body}`)
  }
  subscribe('undici:request:create', listen)
  return {
    heard(): readonly string[] {
      unsubscribe('undici:request:create', listen)
      return sent
    },
  }
}

describe('the platform keeps its contract', () => {
  test('as its operator asks: every operation, and the realtime socket', { timeout: 300_000 }, async () => {
    const { code, failed, skipped, passed, text } = await verified(
      stage.platform.url,
      ...['--operator-key', operatorKey, '--tool-url', tools.url, '--runs', '15'],
    )
    expect([code, failed, skipped], text).toEqual([0, [], []])
    expect(passed.length).toBeGreaterThan(80)
  })

  test('as one of its tenants asks, whose settings are left alone', { timeout: 120_000 }, async () => {
    const key = ['--api-key', stage.platform.apiKey]
    const before = await whatIsThere()
    const { code, failed, skipped, text } = await verified(stage.platform.url, ...key, '--runs', '3')
    expect([code, failed], text).toEqual([0, []])
    expect(skipped).toEqual(
      expect.arrayContaining([
        ...['rest: createTenant', 'rest: testWebhookEndpoint'],
        ...['rest: updateTenantSettings', 'rest: updateCapturePolicy', 'rest: setLiveKitProject', 'rest: createRate'],
      ]),
    )
    expect(await whatIsThere()).toEqual(before)
  })

  test('what the tenant has is not overwritten and not taken away, not even with --all', {
    timeout: 120_000,
  }, async () => {
    const had = await newTenant(stage)
    const rest = stage.rest.as(had.admin)
    // The names that the documents have for examples, which are drawn most of all.
    const secretName = 'crm_api'
    await rest.call('putSecret', {
      path: { secretName },
      body: { value: 'what the tenant has', hosts: ['crm.example'] },
    })
    const agent = (await rest.call('createAgent', { body: { name: 'A', prompt: 'p', externalId: 'agent-abc' } })).body
    const tool = {
      name: 'get_order_status',
      url: 'https://example.com/',
      inputSchema: { type: 'object', properties: {} },
    }
    await rest.call('createTool', { body: tool })
    const project = { url: 'wss://acme.livekit.cloud', apiKey: 'APIacme00001', apiSecret: 's'.repeat(32) }
    expect((await rest.call('setLiveKitProject', { body: project })).status).toBe(200)
    await rest.call('updateTenantSettings', { body: { retention: { recordingDays: 77 } } })
    const read = async () => [
      (await rest.call('listSecrets')).body.data,
      (await rest.call('listTools')).body.data,
      (await rest.call('listAgents')).body.data,
      (await rest.call('getLiveKitProject')).body,
      (await rest.call('getTenantSettings')).body,
      (await rest.call('getCapturePolicy')).body,
    ]
    const before = await read()
    expect(before[2]).toEqual([agent])
    const changing = [
      ...['putSecret', 'deleteSecret', 'updateAgent', 'deleteAgent', 'publishAgent', 'updateTool', 'deleteTool'],
      ...['setLiveKitProject', 'removeLiveKitProject', 'receiveLiveKitEvent'],
      ...['updateTenantSettings', 'updateCapturePolicy'],
    ]
    const only = changing.flatMap((name) => ['--only', name])
    const asked = ['--api-key', had.admin, '--all', '--runs', '60', ...only]
    const sent = whatIsSent()
    const { code, failed, skipped, text } = await verified(stage.platform.url, ...asked)
    expect([code, failed], text).toEqual([0, []])
    expect(skipped).toEqual(expect.arrayContaining(['rest: setLiveKitProject', 'rest: removeLiveKitProject']))
    // What is kept for fewer days is erased for good, by whatever sweep comes before it is put back.
    const changes = sent.heard().filter((one) => /^PATCH \/v1\/(tenant|policies)\//.test(one))
    expect(changes.length).toBeGreaterThan(100)
    expect(changes.filter((one) => /days/i.test(one))).toEqual([])
    expect(text).toContain('updateTenantSettings: it is {"security":{"allowedOrigins":[]')
    expect(text).toContain('the tenant has a LiveKit project, which would be overwritten')
    expect(await read()).toEqual(before)
  })

  test('told to end it stops, and takes away what it has made', { timeout: 60_000 }, async () => {
    const before = await whatIsThere()
    const main = join(import.meta.dirname, '../sdks/contract/main.ts')
    const asked = [
      'verify',
      stage.platform.url,
      '--api-key',
      stage.platform.apiKey,
      '--only',
      'updateAgent',
      '--runs',
      '100000',
    ]
    const child = spawn(process.execPath, [main, ...asked], { stdio: ['ignore', 'pipe', 'inherit'] })
    await until('an agent of the kit', async () => (await whatIsThere()).listAgents.length > before.listAgents.length)
    const [[code], told] = await Promise.all([once(child, 'exit'), text(child.stdout), child.kill('SIGINT')])
    expect([code, told]).toEqual([1, expect.stringContaining('It was told to end.')])
    expect(await whatIsThere()).toEqual(before)
  })
})

describe('a server that does not keep it is found out', () => {
  const only = (...names: string[]): string[] => names.flatMap((name) => ['--only', name])

  test('by the operation that lies, and by it alone', { timeout: 120_000 }, async () => {
    const bad = await proxy((path, text) =>
      path.startsWith('/v1/metrics') ? text.replace('"timezone"', '"timeZone"') : text,
    )
    const asked = [...only('getMetrics', 'listRates'), '--api-key', stage.platform.apiKey]
    const { code, failed, text } = await verified(bad.url, ...asked)
    expect([code, failed]).toEqual([1, ['rest: getMetrics']])
    expect(text).toContain('response_schema_conformance')
    await bad.close()
  })

  test('by what it says over the socket', { timeout: 120_000 }, async () => {
    const bad = await proxy((_path, text) => text.replace('"cause":"barge_in"', '"cause":"cut"'))
    const { code, failed, text } = await verified(bad.url, ...only('realtime'), '--api-key', stage.platform.apiKey)
    expect(code, text).toBe(1)
    expect(failed, text).toEqual(expect.arrayContaining(['realtime: the agent stops when it is interrupted']))
    expect(text).toContain('"tts.stopped" breaks the contract: /cause must be one of')
    await bad.close()
  })

  test('by a key that it does not look at', { timeout: 120_000 }, async () => {
    const bad = await proxy((_path, text) => text, { authorization: `Bearer ${stage.platform.apiKey}` })
    const asked = [...only('listRates'), '--api-key', stage.platform.apiKey]
    const { code, text } = await verified(bad.url, ...asked)
    expect([code, text.includes('negative_data_rejection: key: ')], text).toEqual([1, true])
    await bad.close()
  })

  test('and so is one that is not there, or a key that may not make keys', async () => {
    const { key } = (await stage.rest.call('createApiKey', { body: { name: 'Reader', role: 'analyst' } })).body
    expect((await verified(stage.platform.url, '--api-key', key)).failed).toEqual(['deployment: the key may make keys'])
    const nobody = await verified('http://127.0.0.1:9', '--api-key', key)
    expect([nobody.code, nobody.text]).toEqual([1, expect.stringContaining('http://127.0.0.1:9 cannot be reached: ')])
    const behind = verified(`${stage.platform.url}/api`, '--api-key', key)
    await expect(behind).rejects.toThrow(/paths begin at .+: leave out "\/api"/)
    const nowhere = verified(stage.platform.url, '--api-key', key, '--junit', '/no/such/folder/x.xml')
    await expect(nowhere).rejects.toThrow('/no/such/folder/x.xml cannot be written')
    await expect(verified('nowhere', '--api-key', key)).rejects.toBeInstanceOf(UsageError)
    await expect(verified(stage.platform.url, '--api-key', key, '--only', 'x')).rejects.toBeInstanceOf(UsageError)
  })
})

type Change = (path: string, text: string) => string

/** Stands before the platform and changes what it says. */
async function proxy(change: Change, headers: Record<string, string> = {}) {
  const server: Server = createServer((request, response) => {
    const { method, url: path = '/' } = request
    const sent = ask(
      new URL(path, stage.platform.url),
      { method, headers: { ...request.headers, ...headers } },
      async (answer) => {
        const text = change(path, await textOf(answer))
        const { 'content-length': _, 'transfer-encoding': __, ...kept } = answer.headers
        response.writeHead(answer.statusCode!, kept).end(text)
      },
    )
    request.pipe(sent)
  })
  const sockets = new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0]! })
  sockets.on('connection', (near, request) => {
    const protocols = request.headers['sec-websocket-protocol']!.split(/, */)
    const far = new WebSocket(new URL(request.url!, stage.platform.url.replace('http', 'ws')), protocols)
    near.on('message', async (data: Buffer, binary) => {
      if (far.readyState === far.CONNECTING) await once(far, 'open')
      far.send(binary ? data : data.toString())
    })
    far.on('message', (data: Buffer, binary) => near.send(binary ? data : change('', data.toString())))
    far.on('close', (code) => near.close(code))
    near.on('close', () => far.terminate())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of answer.setEncoding('utf8')) text += piece
  return text
}
