import type { IncomingMessage } from 'node:http'
import { looksLikeToken } from '#runtime/transports/auth/token-callers.ts'
import { bearerKey } from '#runtime/transports/authenticate.ts'

/** The subprotocol of this contract. */
export const subprotocol = 'invorto.v1'

/** What a handshake brings to be let in. */
export interface Credential {
  readonly kind: 'key' | 'token' | 'ticket'
  readonly secret: string
  /** Whether it stood in the URL. */
  readonly inUrl: boolean
}

const prefixes = { 'key.': 'key', 'jwt.': 'token', 'ticket.': 'ticket' } as const

/**
 * The first that is present (FR-R1): `Authorization: Bearer` with a key or a JWT; a subprotocol `key.…`, `jwt.…` or
 * `ticket.…`; a bare API key as the only subprotocol; `?api_key=`. One that is wrong is not made good by the next.
 */
export function credentialOf({ headers, url = '/' }: IncomingMessage): Credential | undefined {
  const bearer = bearerKey(headers.authorization)
  if (bearer !== undefined) return { kind: looksLikeToken(bearer) ? 'token' : 'key', secret: bearer, inUrl: false }
  const offered = protocolsOf(headers['sec-websocket-protocol'])
  for (const protocol of offered) {
    for (const [prefix, kind] of Object.entries(prefixes)) {
      if (protocol.startsWith(prefix)) return { kind, secret: protocol.slice(prefix.length), inUrl: false }
    }
  }
  const [only] = offered
  if (offered.length === 1 && only !== undefined && only !== subprotocol)
    return { kind: 'key', secret: only, inUrl: false }
  const inUrl = URL.parse(url, 'ws://host')?.searchParams.get('api_key')
  return inUrl ? { kind: 'key', secret: inUrl, inUrl: true } : undefined
}

const protocolsOf = (header: string | undefined): string[] =>
  (header ?? '')
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '')

/**
 * Which of the offered subprotocols is echoed: ours, and nothing that carries a secret. The only one that is offered is
 * echoed whatever it is: a browser drops a connection whose subprotocol nobody chose, and the refusal with it.
 */
export function echoed(offered: Set<string>): string | false {
  if (offered.has(subprotocol)) return subprotocol
  const [only] = offered
  return offered.size === 1 && only !== undefined ? only : false
}
