import type { KeyLimits } from '#generated/openapi.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { keyHash } from '#runtime/core/key-hash.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { NewKey, Role } from '#runtime/ports/store.ts'

/** 256 bits of chance, with a prefix that scanners of leaked secrets can tell. */
const SECRET_BYTES = 32

/** A key that is about to be made, and its secret, which nobody sees again. */
export function newKey(
  { ids, clock, random, pepper }: Pick<Deps, 'ids' | 'clock' | 'random' | 'pepper'>,
  given: { tenantId: string; name: string; role: Role; limits?: Partial<KeyLimits> },
): { key: NewKey; secret: string } {
  const secret = `ivk_${random(SECRET_BYTES).toString('base64url')}`
  const key = {
    ...given,
    id: ids.next('key'),
    hash: keyHash(pepper, secret),
    lastFour: secret.slice(-4),
    createdAt: new Date(clock.now()).toISOString(),
  }
  return { key, secret }
}

export const noKey = (keyId: string): Problem => new Problem('not_found', `There is no API key "${keyId}".`)

export const lastAdmin = (): Problem =>
  new Problem('conflict', 'This is the last active admin key. Make another one first.')

/** Nobody saws off the branch that he sits on. */
export const ownKey = (): Problem =>
  new Problem('conflict', 'This is the key that you are using. Do it with another admin key.')
