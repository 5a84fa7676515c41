import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { parseAllowList } from './allow-list.ts'
import { guardedConnector } from './guarded-connector.ts'
import type { Resolve } from './resolver.ts'

const servers: Server[] = []
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** Connects to `hostname`, and says where it came out and how many connections a server on loopback saw. */
async function connect(hostname: string, { allow = '', resolve }: { allow?: string; resolve: Resolve }) {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    sockets.push(socket)
  })
  servers.push(server.listen(0, '0.0.0.0'))
  await once(server, 'listening')
  const port = String((server.address() as AddressInfo).port)
  const connector = guardedConnector({ allowed: parseAllowList(allow), resolve, resolveAllowed: resolve })
  const outcome = await new Promise<string>((done) => {
    connector({ hostname, port, protocol: 'http:' }, (error, socket) => {
      if (socket) sockets.push(socket)
      done(error ? `no: ${error.message}` : `at ${socket!.remoteAddress}`)
    })
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  return { outcome, connections }
}

const nowhere: Resolve = async () => []
const inside = { outcome: 'no: the host has no public address', connections: 0 }

test.each([
  ['127.0.0.1', nowhere],
  ['[::ffff:127.0.0.1]', nowhere],
  ['::1', nowhere],
  ['0.0.0.0', nowhere],
  ['inside.example.com', async () => ['127.0.0.1']],
  ['mixed.example.com', async () => ['93.184.216.34', '127.0.0.1']],
  ['mapped.example.com', async () => ['::ffff:127.0.0.1']],
  ['odd.example.com', async () => ['0x7f.1']],
  ['nothing.example.com', nowhere],
] as [string, Resolve][])('%s is not connected to', async (hostname, resolve) => {
  expect(await connect(hostname, { resolve })).toEqual(inside)
})

test('a name is resolved once: what was checked is what is connected to (DNS rebinding)', async () => {
  let asked = 0
  const rebinding: Resolve = async () => (++asked === 1 ? ['127.0.0.1'] : ['127.0.0.2'])
  const allow = '127.0.0.1/32'
  expect(await connect('rebind.example.com', { allow, resolve: rebinding })).toEqual({
    outcome: 'at 127.0.0.1',
    connections: 1,
  })
  expect(asked).toBe(1)
  expect(await connect('rebind.example.com', { allow, resolve: rebinding })).toEqual(inside)
})

test('a name that was allowed by hand may stand for anything', async () => {
  expect(await connect('crm.internal', { allow: 'crm.internal', resolve: async () => ['127.0.0.1'] })).toEqual({
    outcome: 'at 127.0.0.1',
    connections: 1,
  })
})

test('a resolver that fails is a host that cannot be reached', async () => {
  const failing: Resolve = () => Promise.reject(new Error('SERVFAIL'))
  expect(await connect('broken.example.com', { resolve: failing })).toEqual({
    outcome: 'no: SERVFAIL',
    connections: 0,
  })
})
