import { isIP, type LookupFunction, type Socket } from 'node:net'
import { buildConnector } from 'undici'
import type { Millis } from '#runtime/core/clock.ts'
import { type AllowList, withoutBrackets } from './allow-list.ts'
import { isPublicAddress } from './public-address.ts'
import type { Resolve } from './resolver.ts'

const CONNECT_MS: Millis = 5_000

export interface Guard {
  readonly allowed: AllowList
  readonly resolve: Resolve
  /** For names that were allowed by hand. */
  readonly resolveAllowed: Resolve
  /** Certificates to trust besides the usual ones. */
  readonly ca?: string
}

/**
 * Opens sockets to addresses of the public internet alone. The socket resolves through the check: what was checked is
 * what is connected to, and a name that changes its mind in between (DNS rebinding) finds nobody who asks twice.
 */
export function guardedConnector(guard: Guard): buildConnector.connector {
  const reachable = (address: string, hostname: string): boolean =>
    isPublicAddress(address) || guard.allowed.address(address) || guard.allowed.host(hostname)
  const connect = buildConnector({
    lookup: guardedLookup(guard, reachable),
    autoSelectFamily: true,
    allowH2: false,
    timeout: CONNECT_MS,
    ...(guard.ca !== undefined && { ca: guard.ca }),
  } as buildConnector.BuildOptions)
  return (options, callback) => {
    const hostname = withoutBrackets(options.hostname)
    // Nobody looks a literal address up.
    if (isIP(hostname) !== 0 && !reachable(hostname, options.hostname)) return callback(inside(), null)
    connect({ ...options, hostname }, (...[error, socket]) => {
      if (error) return callback(error, null)
      if (reachable((socket as Socket).remoteAddress ?? '', hostname)) return callback(null, socket as Socket)
      ;(socket as Socket).destroy()
      callback(inside(), null)
    })
  }
}

function guardedLookup(
  { allowed, resolve, resolveAllowed }: Guard,
  reachable: (address: string, hostname: string) => boolean,
): LookupFunction {
  return (hostname, options, callback) => {
    const answer = async (): Promise<readonly string[]> => {
      const addresses = await (allowed.host(hostname) ? resolveAllowed : resolve)(hostname)
      // One address of the inside among good ones is enough: which one is taken would be left to chance.
      if (addresses.length === 0 || !addresses.every((address) => reachable(address, hostname))) throw inside()
      return addresses
    }
    answer().then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }))
        if (options.all) callback(null, all)
        else callback(null, all[0]!.address, all[0]!.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
}

const inside = (): Error => new Error('the host has no public address')
