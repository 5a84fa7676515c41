import { type Config, type Setting, settings } from '#generated/config.gen.ts'

const BLANK = '[redacted]'
const MAX_DEPTH = 8
const MAX_TEXT = 4_096
/** Shorter ones would blank words that mean nothing. */
const LEAST_SECRET = 8

/** Names of fields whose values are secrets, whatever they hold. */
const secretName =
  /^(authorization|proxy-authorization|cookie|set-cookie|headers|password|passwd|secret|signature|sig|ticket|jwt|credential|credentials|private_?key|(x-)?api-?_?key|(access|refresh|id|resume|auth)?_?token)$/i

/** What secrets look like, wherever they stand; what comes before them stays. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Bearer and Basic of an Authorization header.
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${BLANK}`],
  // JSON Web Tokens (RFC 7519), also without their signature.
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*)?/g, BLANK],
  // Keys of webhooks (Standard Webhooks), ours and those of providers.
  [/\bwhsec_[A-Za-z0-9+/=_-]{8,}/g, BLANK],
  [/\b(ivk_|ivt_|sk-|pk-lf-|sk_|rk_)[A-Za-z0-9_-]{16,}/g, BLANK],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, BLANK],
  // User and password in a URL (RFC 3986), and what is signed or keyed in a query.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, `$1${BLANK}@`],
  [
    /([?&;](?:api_key|apikey|key|sig|signature|token|ticket|password|X-Amz-(?:Signature|Credential|Security-Token))=)[^&\s"'#]+/gi,
    `$1${BLANK}`,
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, BLANK],
]

/** The values of secret settings, and the passwords in those that are URLs. */
export function secretsOf(config: Config): string[] {
  const secret = (Object.entries(settings) as [keyof Config, Setting][]).filter(([, setting]) => setting.secret)
  const values = secret.flatMap(([name]) => (typeof config[name] === 'string' ? [String(config[name])] : []))
  const passwords = values.flatMap((value) =>
    URL.canParse(value) ? [decodeURIComponent(new URL(value).password)] : [],
  )
  return [...new Set([...values, ...passwords])].filter(({ length }) => length >= LEAST_SECRET)
}

/** Blanks secrets in whatever is logged (OBS-00 4.2): by the name of a field, by what it looks like, and those of the settings. */
export function redactor(secrets: readonly string[]): (value: unknown) => unknown {
  // The longest first: one may be a part of another.
  const known = [...secrets].sort((one, other) => other.length - one.length)
  const text = (value: string): string => {
    const blanked = known.reduce((so, secret) => so.replaceAll(secret, BLANK), value.slice(0, MAX_TEXT))
    return patterns.reduce((so, [pattern, blank]) => so.replace(pattern, blank), blanked)
  }
  const any = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value)
    if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return String(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth === 0 || Buffer.isBuffer(value)) return BLANK
    if (Array.isArray(value)) return value.map((item) => any(item, depth - 1))
    const entries = Object.entries(value).map(([name, item]) => [
      text(name),
      secretName.test(name) ? BLANK : any(item, depth - 1),
    ])
    return Object.fromEntries(entries)
  }
  return (value) => any(value, MAX_DEPTH)
}
