import { hash } from 'node:crypto'
import type { Redis, Result } from 'ioredis'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'
import { decisionOf, type RateDecision, type RatePolicy } from '#runtime/core/gcra.ts'
import { RateTable } from '#runtime/core/rate-table.ts'
import type { Limiter } from '#runtime/ports/limiter.ts'
import { connectRedis } from '../redis/connect.ts'

/** A request waits for Redis no longer than this. */
const ANSWER_MS: Millis = 100

/** `gcra` of `core/gcra.ts`, by Redis's own clock, so that servers need not agree on the time. */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local count, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local from = math.min(math.max(tonumber(redis.call('GET', KEYS[1])) or now, now), now + per)
local next = from + per / count
local wait = next - per - now
if wait > 0.01 then return { string.format('%.3f', from - now), string.format('%.3f', wait) } end
redis.call('SET', KEYS[1], string.format('%.3f', next), 'PX', math.ceil(next - now))
return { string.format('%.3f', next - now), '0' }
`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    invortoTake(key: string, count: number, perMs: number): Result<[resetMs: string, waitMs: string], Context>
  }
}

export interface RedisLimiterOptions {
  readonly url: string
  readonly clock: Clock
  readonly prefix?: string
  readonly onError?: (error: Error) => void
}

/**
 * The limits of all processes that share a Redis: one script a request, keys by their hash, gone when they are full
 * again. While Redis is away every process counts for itself, and says so once.
 */
export function redisLimiter({ url, clock, prefix = 'limit:', onError = () => {} }: RedisLimiterOptions): Limiter {
  const redis: Redis = connectRedis(url, onError)
  redis.defineCommand('invortoTake', { numberOfKeys: 1, lua: SCRIPT })
  const alone = new RateTable()
  let away = false

  const inRedis = async (key: string, policy: RatePolicy): Promise<RateDecision | null> => {
    const name = prefix + hash('sha256', `${policy.name}\0${key}`, 'base64url')
    const answer = await within(clock, ANSWER_MS, redis.invortoTake(name, policy.count, policy.perMs)).catch(
      (error: Error) => error,
    )
    const failure = answer === late ? new Error('Redis did not answer in time') : answer
    if (!(failure instanceof Error)) {
      away = false
      return decisionOf(policy, Number(failure[0]), Number(failure[1]))
    }
    if (!away) onError(new Error('limits are counted by each process alone', { cause: failure }))
    away = true
    return null
  }
  return {
    async take(key, policy) {
      // Counted here too, so that Redis going away is no fresh start.
      const own = alone.take(`${policy.name}\0${key}`, clock.now(), policy)
      if (redis.status !== 'ready' && away) return own
      return (await inRedis(key, policy)) ?? own
    },
    async close() {
      redis.disconnect()
    },
  }
}
