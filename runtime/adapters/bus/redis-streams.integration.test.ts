import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, inject, test, vi } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import { type RedisServer, startRedis } from '../testing/redis-server.ts'
import { sampleEvent, sampleEvents } from '../testing/samples.ts'
import { describeBus } from './conformance.ts'
import { redisBus } from './redis-streams.ts'

const clock = systemClock()
const redisUrl = inject('redis')
const ownPrefix = (): string => `test-${randomBytes(6).toString('hex')}:`
const openBus = (url: string, prefix: string): Bus => redisBus({ url, clock, prefix })

describeBus('the bus on Redis Streams', async () => {
  const prefix = ownPrefix()
  return { publisher: openBus(redisUrl, prefix), reader: openBus(redisUrl, prefix) }
})

describe('the bus and its Redis', () => {
  const cleanups: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  const ownServer = async (): Promise<RedisServer> => {
    const server = await startRedis()
    cleanups.push(() => server.stop('SIGKILL'))
    return server
  }
  const open = (url: string): Bus => {
    const bus = openBus(url, 'events:')
    cleanups.push(() => bus.close())
    return bus
  }
  const inspect = (url: string): Redis => {
    const client = new Redis(url)
    cleanups.push(() => client.quit())
    return client
  }
  const readyIs = (bus: Bus, ready: boolean): Promise<void> =>
    vi.waitFor(async () => expect(await bus.ready()).toBe(ready), { timeout: 10_000 })
  const hear = (bus: Bus, session: string): number[] => {
    const seqs: number[] = []
    bus.subscribe(session, 0, ({ seq }) => seqs.push(seq))
    return seqs
  }
  const until = (seqs: number[], expected: number[]): Promise<void> =>
    vi.waitFor(() => expect(seqs).toEqual(expected), { timeout: 10_000 })

  test('both ends outlive a Redis that is killed and comes back empty', async () => {
    const server = await ownServer()
    const [publisher, reader] = [open(server.url), open(server.url)]
    const seqs = hear(reader, 'c_1')
    publisher.publish(sampleEvent('c_1', 1))
    await until(seqs, [1])
    await server.stop('SIGKILL')
    for (const event of sampleEvents('c_1', 2, 5)) publisher.publish(event)
    await readyIs(publisher, false)
    const again = await startRedis(server.port)
    cleanups.push(() => again.stop('SIGKILL'))
    await until(seqs, [1, 2, 3, 4, 5])
    await readyIs(publisher, true)
  })

  test('what waits while Redis is away is bounded: the oldest go', async () => {
    const server = await ownServer()
    await server.stop()
    const publisher = open(server.url)
    for (const event of sampleEvents('c_1', 1, 10_500)) publisher.publish(event)
    const again = await startRedis(server.port)
    cleanups.push(() => again.stop('SIGKILL'))
    await readyIs(publisher, true)
    const redis = inspect(server.url)
    await vi.waitFor(async () => expect(await redis.xlen('events:c_1')).toBe(10_000), { timeout: 10_000 })
    expect(await redis.xrange('events:c_1', '-', '+', 'COUNT', 1)).toMatchObject([['501-0', expect.anything()]])
  })

  test('a stream is trimmed, and goes two hours after its last event', async () => {
    const server = await ownServer()
    const publisher = open(server.url)
    const redis = inspect(server.url)
    await readyIs(publisher, true)
    for (let from = 1; from < 20_000; from += 5_000) {
      for (const event of sampleEvents('c_1', from, from + 4_999)) publisher.publish(event)
      await vi.waitFor(async () =>
        expect((await redis.xrevrange('events:c_1', '+', '-', 'COUNT', 1))[0]?.[0]).toBe(`${from + 4_999}-0`),
      )
    }
    expect(await redis.xlen('events:c_1')).toBeLessThan(10_200)
    const ttl = await redis.ttl('events:c_1')
    expect(ttl).toBeGreaterThan(7_100)
    expect(ttl).toBeLessThanOrEqual(7_200)
  })

  test('many subscriptions share two connections', async () => {
    const server = await ownServer()
    const bus = open(server.url)
    await readyIs(bus, true)
    const heard = Array.from({ length: 50 }, (_, i) => hear(bus, `c_${i}`))
    for (let i = 0; i < 50; i++) bus.publish(sampleEvent(`c_${i}`, 1))
    await vi.waitFor(() => expect(heard.flat()).toHaveLength(50))
    const clients = String(await inspect(server.url).client('LIST'))
      .trim()
      .split('\n')
    expect(clients).toHaveLength(3)
  })

  test('closing writes the last words', async () => {
    const server = await ownServer()
    const publisher = open(server.url)
    await readyIs(publisher, true)
    for (const event of sampleEvents('c_1', 1, 1_200)) publisher.publish(event)
    await publisher.close()
    expect(await inspect(server.url).xlen('events:c_1')).toBe(1_200)
  })
})
