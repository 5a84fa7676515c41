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
 * Watches the credentials of live sockets: every two seconds one statement for all of their keys, however many sockets
 * there are. While the database does not answer, nobody is put out.
 */
export function credentialWatch(ports: {
  keys: KeyStore
  tenantKeys: TenantKeys
  clock: Clock
  onFault: (error: unknown) => void
}): WatchCredential {
  const { keys, tenantKeys, clock, onFault } = ports
  const watched = new Set<Watched>()
  let stopTimer: (() => void) | null = null
  let sweeping = false

  const arm = (): void => {
    stopTimer ??= clock.wakeAt(clock.now() + SWEEP_MS, () => {
      stopTimer = null
      if (!sweeping) void sweep()
      if (watched.size > 0) arm()
    })
  }

  async function sweep(): Promise<void> {
    sweeping = true
    try {
      const all = [...watched]
      const holds = await standing(all.map(({ caller }) => caller))
      for (const one of all) if (!holds(one.caller) && watched.delete(one)) one.lost()
    } catch (error) {
      onFault(error)
    } finally {
      sweeping = false
    }
  }

  async function standing(callers: readonly Caller[]): Promise<(caller: Caller) => boolean> {
    const ids = [...new Set(callers.filter(({ signedBy }) => signedBy === null).map(({ keyId }) => keyId))]
    const working = new Map<string, ApiKey>()
    for (let at = 0; at < ids.length; at += BATCH)
      for (const key of await keys.working(ids.slice(at, at + BATCH))) working.set(key.id, key)
    const maxRoles = new Map<string, Caller['role'] | undefined>()
    for (const { tenantId, signedBy } of callers) {
      const name = `${tenantId} ${signedBy}`
      if (signedBy !== null && !maxRoles.has(name)) maxRoles.set(name, (await tenantKeys(tenantId, signedBy))?.maxRole)
    }
    return ({ keyId, tenantId, role, signedBy }) => {
      const allowed = signedBy === null ? working.get(keyId)?.role : maxRoles.get(`${tenantId} ${signedBy}`)
      return allowed !== undefined && includes(allowed, role)
    }
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
