import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Pool } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { fuzz, fuzzedOperations } from './fuzz/fuzz-operation.ts'

const closings: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

/** Makes a thing for each POST, as late as is said, and takes away what is named: what is there, and what was asked. */
async function slowServer(lateMs: number) {
  const things = new Set<string>()
  const [came, posted] = [[] as string[], Promise.withResolvers<void>()]
  const server = createServer(async (request: IncomingMessage, response) => {
    const { method, url = '' } = request
    came.push(`${method} ${url}`)
    await text(request)
    if (method === 'DELETE') {
      things.delete(url.split('/').at(-1)!)
      return response.writeHead(204).end()
    }
    const id = `thing_${came.length}`
    things.add(id)
    posted.resolve()
    await new Promise((late) => setTimeout(late, lateMs))
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id, key: 'k'.repeat(32) }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closings.push(() => server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, things, came, posted: posted.promise }
}

test.each(['its time', 'the wish to go on'])('what a request makes after the end of %s is taken away', async (what) => {
  const server = await slowServer(700)
  const pool = new Pool(server.url)
  closings.push(() => pool.destroy())
  const stopping = new AbortController()
  const keys = { own: { admin: 'a', analyst: 'b' }, foreign: null }
  const done = fuzz(fuzzedOperations.find(({ id }) => id === 'createTool')!, {
    ...{ deployment: { url: server.url, toolUrl: null, operatorKey: null }, pool, keys, numRuns: 50, seed: 1 },
    ...{ timeoutMs: what === 'its time' ? 300 : 60_000, signal: stopping.signal },
  }).catch((error: Error) => error)
  await server.posted
  if (what !== 'its time') stopping.abort(new Error('It was told to end.'))
  expect(await done).toBeInstanceOf(Error)
  expect([...server.things]).toEqual([])
  const asked = server.came.length
  await new Promise((later) => setTimeout(later, 300))
  expect(server.came.slice(asked)).toEqual([])
})

test('told to end while its keys are made it takes them away, though a terminal tells it twice', async () => {
  const server = await slowServer(500)
  const main = join(import.meta.dirname, '../main.ts')
  const child = spawn(process.execPath, [main, 'verify', server.url, '--api-key', 'k'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await server.posted
  child.kill('SIGINT')
  await new Promise((again) => setTimeout(again, 50))
  child.kill('SIGINT')
  const [[code], told] = await Promise.all([once(child, 'exit'), text(child.stdout)])
  expect([code, [...server.things]], told).toEqual([1, []])
  expect(told).toContain('It was told to end.')
  expect(server.came.filter((one) => one !== 'POST /v1/api-keys' && !one.startsWith('DELETE /v1/api-keys/'))).toEqual(
    [],
  )
})
