/** Whether a web origin, as a browser sends it, is one of those allowed: `https://*.a.example` is every host below, `:*` any port. */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  const url = URL.parse(origin)
  // Only what is an origin and nothing more, so that no path or user can lead a comparison astray; "null" is none.
  if (url === null || url.origin !== origin || !/^https?:$/.test(url.protocol)) return false
  return allowed.some((pattern) => fits(url, pattern))
}

function fits({ origin, protocol, hostname }: URL, pattern: string): boolean {
  const anyPort = pattern.endsWith(':*')
  if (!anyPort && !pattern.includes('://*.')) return origin === URL.parse(pattern)?.origin
  const wild = URL.parse((anyPort ? pattern.slice(0, -2) : pattern).replace('://*.', '://any.'))
  if (wild === null || wild.protocol !== protocol) return false
  const { port } = new URL(origin)
  if (!anyPort && wild.port !== port) return false
  return pattern.includes('://*.') ? hostname.endsWith(wild.hostname.slice('any'.length)) : hostname === wild.hostname
}
