import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { includes } from '#runtime/domain/auth/roles.ts'
import type { ApiKey, KeyStore } from '#runtime/ports/store.ts'
import type { TenantKeys } from './tenant-keys.ts'

/** How often the keys of live sockets are looked at. */
const SWEEP_MS: Millis = 2_000
/** So many are asked for in one statement. */
const BATCH = 1_000

interface Watched {
  readonly caller: Caller
  readonly lost: () => void
}

/** Calls `lost` once when what the caller stands on works no longer; the function that it gives stops the watch. */
export type WatchCredential = (caller: Caller, lost: () => void) => () => void

/**
 * Watches the credentials of live sockets: every two seconds one statement for all of their API keys, however many sockets
 * there are. Each public key of a tenant is looked at by itself: one whose key set does not answer holds up no other's.
 * While the database does not answer, nobody is put out.
 */
export function credentialWatch(ports: {
  keys: KeyStore
  tenantKeys: TenantKeys
  clock: Clock
  onFault: (error: unknown) => void
}): WatchCredential {
  const { keys, tenantKeys, clock, onFault } = ports
  const watched = new Set<Watched>()
  const asked = new Set<string>()
  let stopTimer: (() => void) | null = null

  const arm = (): void => {
    stopTimer ??= clock.wakeAt(clock.now() + SWEEP_MS, () => {
      stopTimer = null
      for (const [issuer, group] of Map.groupBy(watched, issuerOf)) void sweep(issuer, group)
      if (watched.size > 0) arm()
    })
  }

  /** Looks at those that stand on API keys, or on one public key; not again before it has its answer. */
  async function sweep(issuer: string, group: readonly Watched[]): Promise<void> {
    if (asked.has(issuer)) return
    asked.add(issuer)
    try {
      const allowed = issuer === '' ? await rolesOfKeys(group) : await roleOfIssuer(group[0]!.caller)
      for (const one of group) if (!holds(allowed(one.caller), one.caller) && watched.delete(one)) one.lost()
    } catch (error) {
      onFault(error)
    } finally {
      asked.delete(issuer)
    }
  }

  async function rolesOfKeys(group: readonly Watched[]): Promise<Allowed> {
    const ids = [...new Set(group.map(({ caller }) => caller.keyId))]
    const working = new Map<string, ApiKey>()
    for (let at = 0; at < ids.length; at += BATCH)
      for (const key of await keys.working(ids.slice(at, at + BATCH))) working.set(key.id, key)
    return ({ keyId }) => working.get(keyId)?.role
  }

  async function roleOfIssuer({ tenantId, signedBy }: Caller): Promise<Allowed> {
    const role = (await tenantKeys(tenantId, signedBy))?.maxRole
    return () => role
  }

  return (caller, lost) => {
    const one = { caller, lost }
    watched.add(one)
    arm()
    return () => {
      watched.delete(one)
      if (watched.size > 0) return
      stopTimer?.()
      stopTimer = null
    }
  }
}

/** The most that the caller may do by what it stands on; nothing where that works no longer. */
type Allowed = (caller: Caller) => Caller['role'] | undefined

const holds = (allowed: Caller['role'] | undefined, { role }: Caller): boolean =>
  allowed !== undefined && includes(allowed, role)

/** The tenant's public key that the caller stands on; empty where it is an API key. */
const issuerOf = ({ caller: { tenantId, signedBy } }: Watched): string =>
  signedBy === null ? '' : `${tenantId} ${signedBy}`
