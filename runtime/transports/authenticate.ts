import { hash } from 'node:crypto'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { keyHash } from '#runtime/core/key-hash.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { KeyStore } from '#runtime/ports/store.ts'

/** How long an answer of the database is believed: a key that was disabled works for no longer. */
const BELIEVED_MS: Millis = 3_000
const MAX_BELIEVED = 10_000
const MAX_KEY_LENGTH = 256

export type Authenticate = (apiKey: string | undefined) => Promise<Caller>

/** Who the key belongs to; throws `invalid_api_key`. Answers are remembered for a moment, by the key's hash. */
export function authenticator(ports: { keys: KeyStore; clock: Clock; pepper: string }): Authenticate {
  const believed = new Map<string, { caller: Caller | null; until: Millis }>()

  return async (apiKey) => {
    if (apiKey === undefined || apiKey === '')
      throw new Problem('invalid_api_key', 'Send your API key: "Authorization: Bearer <key>".')
    const caller = apiKey.length > MAX_KEY_LENGTH ? null : await lookUp(apiKey)
    if (caller === null) throw new Problem('invalid_api_key', 'This API key is wrong or disabled.')
    return caller
  }

  async function lookUp(apiKey: string): Promise<Caller | null> {
    const name = hash('sha256', apiKey, 'base64')
    const known = believed.get(name)
    if (known && known.until > ports.clock.now()) return known.caller
    const key = await ports.keys.find(keyHash(ports.pepper, apiKey))
    const caller = key && { tenantId: key.tenantId, keyId: key.id, role: key.role }
    if (believed.size >= MAX_BELIEVED) believed.clear()
    believed.set(name, { caller, until: ports.clock.now() + BELIEVED_MS })
    return caller
  }
}

/** The key of an `Authorization` header; the scheme's name is read in any case (RFC 9110). */
export const bearerKey = (header: string | undefined): string | undefined => /^bearer +(\S+)$/i.exec(header ?? '')?.[1]
