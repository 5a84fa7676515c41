import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { Limiter } from '#runtime/ports/limiter.ts'
import { type RedisServer, startRedis } from '../testing/redis-server.ts'
import { describeLimiter } from './conformance.ts'
import { redisLimiter } from './redis.ts'

const clock = systemClock()
const policy = { name: 'test', count: 5, perMs: 60_000 }

/** Resolves when Redis is what counts. */
async function connected(limiter: Limiter, url: string, prefix: string): Promise<Limiter> {
  const redis = new Redis(url)
  await vi.waitFor(async () => {
    await limiter.take('is it there', policy)
    expect((await redis.keys(`${prefix}*`)).length).toBeGreaterThan(0)
  })
  await redis.quit()
  return limiter
}

describeLimiter('the limits on Redis', async () => {
  const [url, prefix] = [inject('redis'), `test-${randomBytes(6).toString('hex')}:`]
  const open = (): Promise<Limiter> => connected(redisLimiter({ url, clock, prefix }), url, prefix)
  return { one: await open(), other: await open(), pass: (ms) => sleep(ms) }
})

describe('the limits and their Redis', () => {
  async function stage() {
    const server = await startRedis()
    onTestFinished(() => server.stop('SIGKILL'))
    const errors: Error[] = []
    const limiter = redisLimiter({ url: server.url, clock, onError: (error) => errors.push(error) })
    onTestFinished(() => limiter.close())
    await connected(limiter, server.url, 'limit:')
    // What it said before it was connected.
    errors.length = 0
    return { server, limiter, errors }
  }
  const spend = async (limiter: Limiter, times: number): Promise<boolean[]> => {
    const passed = []
    for (let i = 0; i < times; i++) passed.push((await limiter.take('key_1', policy)).allowed)
    return passed
  }

  test('keys are kept by their hash, and go when they are full again', async () => {
    const { server, limiter } = await stage()
    await limiter.take('key_secret', policy)
    const redis = new Redis(server.url)
    onTestFinished(() => redis.disconnect())
    const keys = await redis.keys('*')
    expect(keys).toHaveLength(2)
    for (const key of keys) {
      expect(key).toMatch(/^limit:[A-Za-z0-9_-]{43}$/)
      expect(await redis.pttl(key)).toBeGreaterThan(0)
      expect(await redis.pttl(key)).toBeLessThanOrEqual(policy.perMs / policy.count)
    }
  })

  test('when Redis dies in between, the process counts on by itself, at once, and says so once', async () => {
    const { server, limiter, errors } = await stage()
    expect(await spend(limiter, 3)).toEqual([true, true, true])
    await server.stop('SIGKILL')
    const begun = performance.now()
    expect(await spend(limiter, 7)).toEqual([true, true, false, false, false, false, false])
    expect(performance.now() - begun).toBeLessThan(1_000)
    expect(errors.filter(({ message }) => message.includes('counted by each process alone'))).toHaveLength(1)
  })

  test('a Redis that hangs holds no request', async () => {
    const { server, limiter } = await stage()
    await hang(server)
    const begun = performance.now()
    expect(await spend(limiter, 2)).toEqual([true, true])
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  test('when Redis is back it counts again, for all', async () => {
    const { server, limiter } = await stage()
    await server.stop('SIGKILL')
    await spend(limiter, 1)
    const again = await startRedis(server.port)
    onTestFinished(() => again.stop('SIGKILL'))
    const redis = new Redis(again.url)
    onTestFinished(() => redis.disconnect())
    await vi.waitFor(
      async () => {
        await limiter.take('key_2', policy)
        expect(await redis.keys('*')).toHaveLength(1)
      },
      { timeout: 10_000, interval: 100 },
    )
  })
})

/** It takes connections and answers nothing for a while. */
async function hang({ url }: RedisServer): Promise<void> {
  const redis = new Redis(url)
  void redis.call('DEBUG', 'SLEEP', '2').catch(() => {})
  onTestFinished(() => redis.disconnect())
  await sleep(100)
}
