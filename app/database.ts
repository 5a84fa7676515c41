import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '#generated/config.gen.ts'
import type { KeyLimits } from '#generated/openapi.gen.ts'
import { startEmbeddedPostgres } from '#runtime/adapters/store/embedded-postgres.ts'
import { migrate } from '#runtime/adapters/store/migrate.ts'
import { createPool } from '#runtime/adapters/store/pool.ts'
import { postgresStore } from '#runtime/adapters/store/postgres.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { ConfigError } from '#runtime/core/config.ts'
import { idFromUuid } from '#runtime/core/ids.ts'
import { keyHash } from '#runtime/core/key-hash.ts'
import { micros } from '#runtime/core/money.ts'
import { noLimits } from '#runtime/domain/auth/limits.ts'
import type { Role, Store } from '#runtime/ports/store.ts'

const migrations = fileURLToPath(new URL('../migrations', import.meta.url))

/** The tenant that the keys of the settings belong to. */
export const defaultTenant = idFromUuid('tenant', '00000000-0000-7000-8000-000000000001')

/** The connections of a pool, and how many it may have. */
export interface Connections {
  readonly total: number
  readonly idle: number
  /** Who wants one and has none yet. */
  readonly waiting: number
  readonly most: number
}

/**
 * The store on the database of the settings, or on an embedded one; migrated, with the default tenant and its keys. `alone`: no
 * other process can be using it.
 */
export async function openDatabase(
  config: Config,
  clock: Clock,
  onError: (error: Error) => void,
  onGone: (error: unknown) => void,
): Promise<{ store: Store; alone: boolean; connections(): Connections; close(): Promise<void> }> {
  if (config.DATABASE_URL !== undefined && !/^postgres(ql)?:\/\//.test(config.DATABASE_URL)) {
    throw new ConfigError('DATABASE_URL must begin with postgresql://.')
  }
  const embedded =
    config.DATABASE_URL === undefined
      ? await startEmbeddedPostgres({
          dataDir: join(config.DATA_DIR, 'pg'),
          clock,
          onCrash: (log) => onError(new Error(log)),
          onGone,
        })
      : null
  try {
    const url = embedded?.url ?? config.DATABASE_URL!
    await migrate(url, migrations).catch((cause: unknown) => refuse(cause, embedded === null))
    let closing = false
    // What connections say of a database that we stop is no news.
    const heard = (error: unknown): void => void (closing || onError(error as Error))
    const pool = createPool({ url, onError: heard })
    const store = postgresStore(pool, clock, heard)
    await ensureKeys(store, config, clock)
    await store.rates.noteFx({
      usdMicroInr: micros(config.USD_INR_RATE),
      effectiveFrom: new Date(clock.now()).toISOString(),
      source: 'setting USD_INR_RATE',
    })
    return {
      store,
      alone: embedded !== null,
      connections: () => ({
        total: pool.totalCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
        most: pool.options.max,
      }),
      async close() {
        closing = true
        await store.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

/** The database cannot be used: which setting named it, and why. */
function refuse(cause: unknown, given: boolean): never {
  const what = given ? 'The database of DATABASE_URL' : 'The embedded database in DATA_DIR'
  throw new Error(`${what} cannot be used: ${(cause as Error).message}`, { cause })
}

async function ensureKeys({ keys }: Store, config: Config, clock: Clock): Promise<void> {
  const createdAt = new Date(clock.now()).toISOString()
  const wanted: [string, string | undefined, Role, Partial<KeyLimits>][] = [
    ['INVORTO_DEV_API_KEY', config.INVORTO_DEV_API_KEY, 'admin', noLimits],
    ['REALTIME_API_KEY', config.REALTIME_API_KEY, 'dev', {}],
  ]
  await keys.ensureTenant({ id: defaultTenant, name: 'default', createdAt })
  for (const [name, key, role, limits] of wanted) {
    const hash = key === undefined ? null : keyHash(config.KEY_PEPPER, key)
    // What a setting said before works no longer.
    await keys.disableKeys({ tenantId: defaultTenant, name, except: hash })
    if (key === undefined || hash === null) continue
    const id = idFromUuid('key', hash.toString('hex', 0, 16))
    await keys.ensureKey({ id, tenantId: defaultTenant, role, hash, name, lastFour: key.slice(-4), createdAt, limits })
  }
}
