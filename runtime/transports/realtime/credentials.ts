import type { IncomingMessage } from 'node:http'
import { bearerKey } from '#runtime/transports/authenticate.ts'

/** The subprotocol of this contract; what carries a secret is never echoed. */
export const subprotocol = 'invorto.v1'

/** The API key of a handshake: `Authorization: Bearer`, or else the subprotocol `key.<API key>` (FR-R1). */
export function apiKeyOf({ headers }: IncomingMessage): string | undefined {
  const bearer = bearerKey(headers.authorization)
  if (bearer !== undefined) return bearer
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim())
  return offered.find((protocol) => protocol.startsWith('key.'))?.slice('key.'.length)
}

/** Which of the offered subprotocols is echoed: ours, or none. */
export const echoed = (offered: Set<string>): string | false => (offered.has(subprotocol) ? subprotocol : false)
