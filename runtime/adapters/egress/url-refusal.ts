import { isIP } from 'node:net'
import { type AllowList, withoutBrackets } from './allow-list.ts'
import { isPublicAddress } from './public-address.ts'

const PORTS = new Set(['', '443', '8443'])
const MAX_URL = 8192
/** Names that never stand for the public internet (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid|alt|onion)$/

/** Why this URL is refused as it stands, as a sentence; null when it may be tried. */
export function urlRefusal(text: string, allowed: AllowList, own: readonly string[]): string | null {
  if (text.length > MAX_URL || !URL.canParse(text)) return 'This is no URL.'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The URL must begin with https://.'
  if (url.username !== '' || url.password !== '') return 'The URL must hold no credentials: put them into a header.'
  if (allowed.host(url.hostname)) return null
  if (url.protocol !== 'https:') return 'The URL must begin with https://.'
  if (!PORTS.has(url.port)) return 'The port must be 443 or 8443.'
  const hostname = withoutBrackets(url.hostname).replace(/\.$/, '')
  if (own.includes(hostname)) return 'The URL must not lead to this platform itself.'
  if (isIP(hostname) !== 0) return isPublicAddress(hostname) ? null : 'The address is not one of the public internet.'
  const local = LOCAL_NAME.test(hostname) || !hostname.includes('.')
  return local ? 'The host is not a name of the public internet.' : null
}
