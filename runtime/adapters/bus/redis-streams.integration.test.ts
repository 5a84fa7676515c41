import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, inject, test, vi } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { connectRedis } from '../redis/connect.ts'
import { type RedisServer, startRedis } from '../testing/redis-server.ts'
import { sampleEvent, sampleEvents } from '../testing/samples.ts'
import { describeBus } from './conformance.ts'
import { redisPublisher } from './redis-publisher.ts'
import { RedisReader } from './redis-reader.ts'
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

  test('what is not stored is never trimmed, and kept for a day', async () => {
    const server = await ownServer()
    const publisher = open(server.url)
    const redis = inspect(server.url)
    await readyIs(publisher, true)
    for (let from = 1; from < 20_000; from += 5_000) {
      for (const event of sampleEvents('c_1', from, from + 4_999)) publisher.publish(event, { sealed: null, epoch: 1 })
      await vi.waitFor(async () => expect(await redis.xlen('events:c_1')).toBe(from + 4_999), { timeout: 10_000 })
    }
    expect(await redis.ttl('events:c_1')).toBeGreaterThan(86_000)
    publisher.stored('c_1', 9_000, false)
    await vi.waitFor(async () => expect(await redis.xlen('events:c_1')).toBeLessThan(12_200))
    const [[oldest] = ['']] = await redis.xrange('events:c_1', '-', '+', 'COUNT', 1)
    expect(Number.parseInt(oldest, 10)).toBeLessThanOrEqual(8_000)
    expect(await redis.ttl('events:c_1')).toBeGreaterThan(86_000)
  })

  test('a stream of which all is stored goes; one that goes on stays', async () => {
    const server = await ownServer()
    const publisher = open(server.url)
    const redis = inspect(server.url)
    await readyIs(publisher, true)
    for (const session of ['c_1', 'c_2']) {
      for (const event of sampleEvents(session, 1, 3)) publisher.publish(event, { sealed: null, epoch: 1 })
      publisher.stored(session, 3, true)
    }
    publisher.publish(sampleEvent('c_2', 4), { sealed: null, epoch: 1 })
    await vi.waitFor(async () => expect(await redis.xlen('events:c_2')).toBe(4))
    await vi.waitFor(async () => expect(await redis.ttl('events:c_1')).toBeLessThanOrEqual(300))
    expect(await redis.ttl('events:c_2')).toBeGreaterThan(86_000)
  })

  test('a Redis that is full refuses events, and neither the publisher nor what is kept suffers', async () => {
    const server = await ownServer()
    const [publisher, reader] = [open(server.url), open(server.url)]
    const redis = inspect(server.url)
    await readyIs(publisher, true)
    publisher.publish(sampleEvent('c_1', 1), { sealed: null, epoch: 1 })
    await until(hear(reader, 'c_1'), [1])
    await redis.config('SET', 'maxmemory', '1mb')
    publisher.publish(sampleEvent('c_1', 2), { sealed: null, epoch: 1 })
    await vi.waitFor(async () => expect(await redis.info('stats')).toMatch(/total_error_replies:[1-9]/))
    await redis.config('SET', 'maxmemory', '0')
    publisher.publish(sampleEvent('c_1', 3), { sealed: null, epoch: 1 })
    const seqs = hear(reader, 'c_1')
    await until(seqs, [1, 3])
    const left = await reader.takeOver('c_1', 0, { processId: 'proc_2', epoch: 2 })
    expect(left.map(({ event }) => event.seq)).toEqual([1, 3])
  })

  test('what is stored is told again when the connection goes before Redis has answered', async () => {
    const server = await ownServer()
    const connection = connectRedis(server.url, () => {})
    cleanups.push(async () => connection.disconnect())
    const publisher = redisPublisher(connection, (id) => `events:${id}`)
    const redis = inspect(server.url)
    for (const event of sampleEvents('c_1', 1, 3)) publisher.publish(event, { sealed: null, epoch: 1 })
    await vi.waitFor(async () => expect(await redis.ttl('events:c_1')).toBeGreaterThan(86_000), { timeout: 5_000 })
    const pipeline = connection.pipeline.bind(connection)
    const cut = vi.spyOn(connection, 'pipeline').mockImplementationOnce(() => {
      connection.disconnect(true)
      return pipeline()
    })
    publisher.stored('c_1', 3, true)
    await vi.waitFor(async () => expect(await redis.ttl('events:c_1')).toBeLessThanOrEqual(300), { timeout: 5_000 })
    expect(cut.mock.calls.length).toBeGreaterThan(1)
  })

  test('an entry that holds no event is told of and passed over, by who reads and by who takes over', async () => {
    const server = await ownServer()
    const told: string[] = []
    const bus = redisBus({ url: server.url, clock, onError: ({ message }) => told.push(message) })
    cleanups.push(() => bus.close())
    const redis = inspect(server.url)
    await readyIs(bus, true)
    const publish = (seq: number): void => bus.publish(sampleEvent('c_1', seq), { sealed: null, epoch: 1 })
    const seqs = hear(bus, 'c_1')
    publish(1)
    await until(seqs, [1])
    await redis
      .multi()
      .xadd('events:c_1', '2-0', 'kind', 'turn.started', 'payload', '{"secret":"4111')
      .xadd('events:c_1', '2-7', 'payload', 'null')
      .xadd('events:c_1', '3-0', 'epoch', 'none')
      .exec()
    publish(4)
    await until(seqs, [1, 4])
    const broken = told.filter((message) => message.includes('holds no event'))
    expect(broken.map((message) => /entry (\S+)/.exec(message)?.[1])).toEqual(['2-0', '2-7', '3-0'])
    expect(told.join()).not.toContain('4111')
    const left = await bus.takeOver('c_1', 0, { processId: 'proc_2', epoch: 2 })
    expect(left.map(({ event }) => event.seq)).toEqual([1, 4])
  })

  test.each([['9007199254740993-1'], ['18446744073709551614-0'], ['18446744073709551615-18446744073709551615']])(
    'an entry of somebody else with the id %s is passed over, and all streams are read on',
    async (id) => {
      const server = await ownServer()
      const metrics = recordedMetrics()
      const bus = redisBus({ url: server.url, clock, metrics })
      cleanups.push(() => bus.close())
      const redis = inspect(server.url)
      await readyIs(bus, true)
      const [strewn, clean] = [hear(bus, 'c_1'), hear(bus, 'c_2')]
      bus.publish(sampleEvent('c_1', 1))
      await until(strewn, [1])
      await redis.xadd('events:c_1', id, 'payload', JSON.stringify(sampleEvent('c_1', 2)))
      await vi.waitFor(() => expect(metrics.lines).toEqual(['invorto_bus_troubles_total{trouble=entry} 1']))
      for (const event of sampleEvents('c_2', 1, 3)) bus.publish(event)
      await until(clean, [1, 2, 3])
      await until(hear(bus, 'c_1'), [1])
      expect(strewn).toEqual([1])
    },
  )

  test('a stream that cannot be read is told of and counted, holds no other up, and is read when it can be', async () => {
    const server = await ownServer()
    const metrics = recordedMetrics()
    const told: string[] = []
    const bus = redisBus({ url: server.url, clock, metrics, onError: ({ message }) => told.push(message) })
    cleanups.push(() => bus.close())
    const redis = inspect(server.url)
    await readyIs(bus, true)
    await redis.set('events:c_1', 'no stream')
    const [broken, whole] = [hear(bus, 'c_1'), hear(bus, 'c_2')]
    bus.publish(sampleEvent('c_2', 1))
    await until(whole, [1])
    expect(told).toEqual([expect.stringMatching(/^Of \d streams 1 cannot be read \(events:c_1\).*WRONGTYPE/)])
    expect(metrics.lines).toEqual(['invorto_bus_troubles_total{trouble=read} 1'])
    await redis.del('events:c_1')
    bus.publish(sampleEvent('c_1', 1))
    await until(broken, [1])
    bus.publish(sampleEvent('c_2', 2))
    await until(whole, [1, 2])
  })

  test('who subscribes while others are read begins where it asked to', async () => {
    const server = await ownServer()
    const [commands, reading] = [connectRedis(server.url, () => {}), connectRedis(server.url, () => {})]
    cleanups.push(async () => [commands, reading].forEach((connection) => void connection.disconnect()))
    const publisher = redisPublisher(commands, (id) => `events:${id}`)
    const reader = new RedisReader(
      { reading, commands },
      (id) => `events:${id}`,
      clock,
      () => {},
    )
    cleanups.push(async () => reader.close())
    for (const event of sampleEvents('c_1', 1, 4)) publisher.publish(event)
    const late: number[] = []
    const xread = reading.xread.bind(reading) as (...asked: unknown[]) => Promise<never>
    vi.spyOn(reading, 'xread').mockImplementationOnce(async (...asked: unknown[]) => {
      const answer = await xread(...asked)
      reader.subscribe('c_1', 1, ({ seq }) => late.push(seq))
      return answer
    })
    const early: number[] = []
    reader.subscribe('c_1', 3, ({ seq }) => early.push(seq))
    await until(early, [4])
    await until(late, [2, 3, 4])
  })

  test('what is taken over and not stored is kept for a day, though all that its taker knew of is stored', async () => {
    const server = await ownServer()
    const bus = open(server.url)
    const redis = inspect(server.url)
    await readyIs(bus, true)
    for (const event of sampleEvents('c_1', 1, 700)) bus.publish(event, { sealed: null, epoch: 1 })
    await vi.waitFor(async () => expect(await redis.xlen('events:c_1')).toBe(700))
    const taker = { processId: 'proc_2', epoch: 2 }
    expect(await bus.takeOver('c_1', 0, taker)).toHaveLength(500)
    bus.stored('c_1', 500, true)
    await vi.waitFor(async () => expect(await redis.ttl('events:c_1')).toBeLessThanOrEqual(300))
    expect(await bus.takeOver('c_1', 500, taker)).toHaveLength(200)
    expect(await redis.ttl('events:c_1')).toBeGreaterThan(86_000)
  })

  test('a rest is not to be had while Redis is away', async () => {
    const server = await ownServer()
    const bus = open(server.url)
    await readyIs(bus, true)
    await server.stop('SIGKILL')
    await expect(bus.takeOver('c_1', 0, { processId: 'proc_2', epoch: 2 })).rejects.toThrow()
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
