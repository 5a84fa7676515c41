import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Places of the inside that may be reached all the same, over http as well: for development and tests. */
export interface AllowList {
  /** The host as a URL has it, brackets and all. */
  host(hostname: string): boolean
  address(address: string): boolean
}

/** `127.0.0.1/32, 10.1.0.0/16, crm.internal`: addresses, ranges and names; names stand for wherever they resolve to. */
export function parseAllowList(text: string): AllowList {
  const entries = text.split(',').flatMap((entry) => entry.trim().toLowerCase() || [])
  const ranges = entries.filter(isRange).map((entry) => ipaddr.parseCIDR(withMask(entry)))
  const names = new Set(entries.filter((entry) => !isRange(entry)))
  const address = (address: string): boolean => {
    if (isIP(address) === 0) return false
    const parsed = ipaddr.parse(address)
    return ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match([base, bits] as never))
  }
  return { address, host: (hostname) => names.has(hostname) || address(withoutBrackets(hostname)) }
}

const isRange = (entry: string): boolean => ipaddr.isValidCIDR(entry) || isIP(entry) !== 0
const withMask = (entry: string): string => (entry.includes('/') ? entry : `${entry}/${isIP(entry) === 4 ? 32 : 128}`)

/** `[::1]` of a URL is `::1` to everybody else. */
export const withoutBrackets = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')
