import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import { slowReaders } from './slow-readers.ts'

const MEGABYTE = 1024 * 1024

/** A server whose answers are watched, and a client that has asked and not read. */
async function asked(answer: RequestListener) {
  const watch = slowReaders(systemClock(), { graceMs: 300, bytesPerSecond: 500 * MEGABYTE, lookMs: 50 })
  const closed = Promise.withResolvers<'whole' | 'cut'>()
  const server = createServer((request, response) => {
    watch(response)
    response.once('close', () => closed.resolve(response.writableFinished ? 'whole' : 'cut'))
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
  client.pause().write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  return { client, closed: closed.promise }
}

const large = Buffer.alloc(64 * MEGABYTE)
const endless = () =>
  Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(64 * 1024)
    })(),
  )

test.each<[string, RequestListener]>([
  ['in one piece', (_request, response) => response.end(large)],
  ['in a stream without end', (_request, response) => void endless().pipe(response)],
])('an answer %s that nobody reads is cut off', async (_what, answer) => {
  const begun = performance.now()
  const { closed } = await asked(answer)
  expect(await closed).toBe('cut')
  expect(performance.now() - begun).toBeLessThan(5_000)
})

test('one that is read, however slowly, comes whole', async () => {
  const pieces = (): Readable => Readable.from(Array.from({ length: 256 }, () => Buffer.alloc(256 * 1024)))
  const { client, closed } = await asked((_request, response) => void pieces().pipe(response))
  let bytes = 0
  client.on('data', async (piece) => {
    bytes += piece.length
    client.pause()
    await sleep(1)
    client.resume()
  })
  client.resume()
  expect(await closed).toBe('whole')
  expect(bytes).toBeGreaterThan(4 * MEGABYTE)
})

test('one that takes its time to be made is not the reader’s fault', async () => {
  const { client, closed } = await asked(async (_request, response) => {
    response.write('a')
    await sleep(900)
    response.end('b')
  })
  client.resume()
  expect(await closed).toBe('whole')
})
