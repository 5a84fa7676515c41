import ipaddr from 'ipaddr.js'

/** Global unicast (RFC 4291 2.4). The library calls `4000::` and `::127.0.0.1` unicast, too. */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3]
/** What the library has no range for: local-use translation (RFC 8215) lies outside 2000::/3, these within it. */
const special: readonly [ipaddr.IPv6, number][] = [
  [ipaddr.IPv6.parse('2001::'), 23],
  [ipaddr.IPv6.parse('2002::'), 16],
  [ipaddr.IPv6.parse('3fff::'), 20],
]
/** Addresses of the open range that a cloud answers its own machines on (Azure's metadata). */
const clouds = new Set(['168.63.129.16'])
/** The low half of an IPv6 address that carries an IPv4 address (ISATAP, RFC 5214 6.1). */
const isatap = [0x5efe, 0x0200] as const

/**
 * Whether an address, as a resolver gives it, belongs to the public internet (RFC 6890 and the IANA registries behind
 * it): not private, loopback, link-local, carrier NAT, metadata, multicast, documentation, nor a tunnel to any of them.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed.kind() === 'ipv4') return !clouds.has(address)
  const { parts } = parsed as ipaddr.IPv6
  const tunnel = parts[5] === isatap[0] && (parts[4] === 0 || parts[4] === isatap[1])
  return !tunnel && parsed.match(globalUnicast) && !special.some((range) => parsed.match(range))
}
