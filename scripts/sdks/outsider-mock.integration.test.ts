import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InvortoClient } from '#sdks/node/generated/index.gen.ts'
import { testEnvironment } from '#sdks/python/environment.ts'
import { openapi, type SdkRequest, sdkRequests } from '../../contract-tests/consumers/sdk-operations.ts'
import { pythonName } from '../emit/sdk/python/names.ts'
import { type SdkMethod, sdkMethods } from '../emit/sdk/resource-tree.ts'
import { type OutsiderMock, startOutsiderMock } from './outsider-mock.ts'

const root = join(import.meta.dirname, '../..')

let folder: string
let mock: OutsiderMock
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invorto-outsider-'))
  const document = join(folder, 'openapi.json')
  await writeFile(document, JSON.stringify(withStreamedItems()))
  mock = await startOutsiderMock(document)
})
afterAll(async () => {
  await mock?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The document with what a stream tells as its schema, as this mock wants it: of our text it would make the longest there may be. */
function withStreamedItems(): object {
  const copy = structuredClone(openapi)
  for (const { operation, item, stream, success } of sdkMethods(openapi)) {
    const answer = copy.paths[operation.path][operation.method.toLowerCase()].responses[success.status]
    if (stream) answer.content['text/event-stream'].schema = item
  }
  return copy
}

/** Every method of the tree, and the request that its operation's example is. */
const calls: readonly (readonly [SdkMethod, SdkRequest])[] = sdkMethods(openapi).map((method) => {
  const request = sdkRequests().find(({ id }) => id === method.operation.id)
  if (request === undefined) throw new Error(`${method.operation.id} has no example to ask with.`)
  return [method, request]
})

/** What the mock says of what `ask` sent. */
async function judgedOf(ask: () => Promise<unknown>): Promise<OutsiderMock['judged']> {
  const before = mock.judged.length
  await ask()
  return mock.judged.slice(before)
}

/** The same of each call: the method and path that the mock must have seen, the key, no fault. */
const right = calls.map(([, { id, method, target, status }]) => ({
  ...{ id, method, path: target, authorization: 'Bearer key-of-a-tenant', faults: [] },
  answered: id.startsWith('stream') ? 200 : status < 300 ? 'well' : status,
}))

const told = (judged: OutsiderMock['judged']) =>
  judged.map(({ method, url, authorization, status, faults }, index) => ({
    ...{ id: calls[index]?.[1].id, method, path: url.split('?')[0], authorization, faults },
    answered: calls[index]?.[0].stream ? status : status < 300 ? 'well' : status,
  }))

test('a mock of others has nothing against what the Node SDK sends, method by method', async () => {
  const client = new InvortoClient('key-of-a-tenant', { baseUrl: mock.url, maxRetries: 0, logLevel: 'off' })
  const judged = await judgedOf(async () => {
    for (const [{ resource, name, stream }, { args }] of calls) {
      const place = resource.reduce((at, step) => at[step] as never, client as unknown as Record<string, unknown>)
      const asked = (place[name] as (...all: readonly unknown[]) => unknown).apply(place, [...args])
      if (!stream) await asked
      else for await (const one of asked as AsyncIterable<unknown>) if (one !== undefined) break
    }
  })
  expect(told(judged)).toEqual(right)
  expect(calls).toHaveLength(sdkRequests().length)
})

test('nor against what the Python client sends, blocking and asynchronous', async () => {
  const python = await testEnvironment()
  const asks = calls.map(([{ resource, name, path, body, query, stream }, { args }]) => {
    const ahead = path.length + (body === 'none' ? 0 : 1)
    const named = Object.entries((query === 'none' ? {} : args[ahead]) ?? {})
    return {
      ...{ path: [...resource, name].map(pythonName), args: args.slice(0, ahead), stream },
      query: Object.fromEntries(named.map(([one, value]) => [pythonName(one), value])),
    }
  })
  const run = promisify(execFile)
  const env = { PYTHONPATH: join(root, 'sdks/python'), PYTHONDONTWRITEBYTECODE: '1', ASKS: JSON.stringify(asks) }
  for (const manner of ['blocking', 'asynchronous']) {
    const judged = await judgedOf(() =>
      run(python, [join(import.meta.dirname, 'outsider-mock.py'), manner, mock.url], { env, timeout: 30_000 }),
    )
    expect(told(judged), manner).toEqual(right)
  }
})

test('it is one that notices: a method, a path, a field, a type, a query that the document does not have', async () => {
  const client = new InvortoClient('k', { baseUrl: mock.url, maxRetries: 0, logLevel: 'off' })
  const wrong: [string, () => PromiseLike<unknown>][] = [
    ['E2002', () => fetch(`${mock.url}/v1/agents`, { method: 'PUT' })],
    ['E2001', () => fetch(`${mock.url}/v1/agent`)],
    ['E3009', () => client.agents.create({ name: 'n', prompt: 'p', promt: 'p' } as never)],
    ['E3008', () => client.agents.create({ name: 'n', prompt: 5 } as never)],
    ['E3015', () => client.agents.list({ limits: 5 } as never)],
  ]
  for (const [code, ask] of wrong) {
    const [judged] = await judgedOf(() => Promise.resolve(ask()).catch(() => {}))
    expect(judged!.faults).toEqual([expect.stringContaining(code)])
  }
})
