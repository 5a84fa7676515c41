import type { Config } from '#generated/config.gen.ts'
import { inProcessLimiter } from '#runtime/adapters/limiter/in-process.ts'
import { redisLimiter } from '#runtime/adapters/limiter/redis.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { ConfigError } from '#runtime/core/config.ts'
import type { Ids } from '#runtime/core/ids.ts'
import { keyHasher } from '#runtime/core/key-hash.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { Limiter } from '#runtime/ports/limiter.ts'
import type { Store } from '#runtime/ports/store.ts'
import { type ClientAddress, clientAddress } from '#runtime/transports/client-address.ts'
import { Gate } from '#runtime/transports/gate.ts'
import { Idempotency } from '#runtime/transports/http/idempotency.ts'

const SWEEP_EVERY_MS: Millis = 10 * 60_000
const SWEPT_AT_ONCE = 1_000

interface Parts {
  readonly store: Store
  readonly sealer: Sealer
  readonly clock: Clock
  readonly ids: Ids
  readonly onFault: (error: unknown) => void
}

/** What every operation inherits: limits and idempotency. `started` is told what to stop. */
export function openRestRules(
  config: Config,
  { store, sealer, clock, ids, onFault }: Parts,
  started: (stop: () => Promise<void>) => void,
): { gate: Gate; clientAddress: ClientAddress; idempotency: Idempotency } {
  const clientAddress = behindProxies(config)
  const limiter = openLimiter(config, clock, onFault)
  started(() => limiter.close())
  started(sweeping(store, clock, onFault))
  const gate = new Gate(
    { limiter, clock },
    {
      failedKeysPerMinute: config.RATE_LIMIT_FAILED_KEYS_PER_MINUTE,
      socketsPerTenant: config.MAX_SOCKETS_PER_TENANT,
    },
  )
  const digest = keyHasher(config.KEY_PEPPER)
  return { gate, clientAddress, idempotency: new Idempotency({ store: store.idempotency, sealer, clock, ids, digest }) }
}

function behindProxies({ TRUSTED_PROXIES: proxies }: Config): ClientAddress {
  try {
    return clientAddress(proxies)
  } catch (error) {
    throw new ConfigError(`TRUSTED_PROXIES cannot be used: ${(error as Error).message}.`)
  }
}

const openLimiter = ({ REDIS_URL: url }: Config, clock: Clock, onError: (error: unknown) => void): Limiter =>
  url === undefined ? inProcessLimiter(clock) : redisLimiter({ url, clock, onError })

/** Removes answers that are kept no longer, now and then; gives what stops it. */
function sweeping({ idempotency }: Store, clock: Clock, onFault: (error: unknown) => void): () => Promise<void> {
  const stopped = new AbortController()
  const sweep = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const at = new Date(clock.now()).toISOString()
      if ((await idempotency.sweep(at, SWEPT_AT_ONCE)) < SWEPT_AT_ONCE) return
    }
  }
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await sweep().catch(onFault)
      await clock.sleep(SWEEP_EVERY_MS, stopped.signal).catch(() => {})
    }
  }
  const over = run()
  return async () => {
    stopped.abort()
    await over
  }
}
