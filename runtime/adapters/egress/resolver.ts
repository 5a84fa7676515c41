import { lookup, Resolver } from 'node:dns/promises'
import type { Millis } from '#runtime/core/clock.ts'

/** The addresses of a name, in the order in which they are tried; empty when it has none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>

const TRY_MS: Millis = 1_500
const TRIES = 2

/**
 * Asks the name servers themselves. getaddrinfo would hold one of the process's few threads for as long as a tenant's
 * name server likes, and would read the hosts file of the inside.
 */
export function nameServers(): Resolve {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES })
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
}

/** As every program on this machine does: for names that were allowed by hand. */
export const machineNames: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address)
