import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Where a request comes from. */
export type ClientAddress = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string

/**
 * The address of the client behind the proxies of `TRUSTED_PROXIES` (addresses and ranges, with commas between). Each proxy
 * adds to the right of X-Forwarded-For who asked it, so that what a client writes itself stands to the left of the first
 * address that is no proxy, and is never read. Throws `RangeError` for an entry that is none.
 */
export function clientAddress(trusted: string): ClientAddress {
  const proxies = new BlockList()
  for (const entry of trusted.split(',').map((text) => text.trim())) if (entry !== '') add(proxies, entry)
  const isProxy = (address: string): boolean =>
    isIP(address) !== 0 && proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
  return ({ headers, socket }) => {
    let address = socket.remoteAddress ?? ''
    const hops = String(headers['x-forwarded-for'] ?? '').split(',')
    while (isProxy(address)) {
      const hop = withoutPort(hops.pop()?.trim() ?? '')
      if (isIP(hop) === 0) return address
      address = hop
    }
    return address
  }
}

function add(proxies: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/')
  const family = isIP(address)
  const most = family === 4 ? 32 : 128
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  if (family === 0 || !(prefix <= most)) throw new RangeError(`"${entry}" is no address and no range`)
  proxies.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
}

/** Some proxies write the port as well: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (hop: string): string => /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? hop.replace(/^([\d.]+):\d+$/, '$1')
