import { Redis } from 'ioredis'
import type { Millis } from '#runtime/core/clock.ts'

const LONGEST_RETRY_MS: Millis = 2_000
/** Without an answer for this long the connection is dead; longer than the longest command blocks. */
const SILENCE_MS: Millis = 5_000

/** A connection that is made again by itself. Nothing queues inside the client: what waits for Redis waits with us. */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: SILENCE_MS,
    connectTimeout: SILENCE_MS,
    retryStrategy: (times) => Math.min(times * 50, LONGEST_RETRY_MS),
  }).on('error', onError)
}
