import { hash } from 'node:crypto'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { keyHash } from '#runtime/core/key-hash.ts'
import type { ApiKey, KeyStore } from '#runtime/ports/store.ts'
import { Believed } from './believed.ts'

/** `lastUsedAt` is written so often for one key, whatever it does. */
const USED_EVERY_MS: Millis = 60_000

/** The API keys that work, as this process believes them. */
export interface KnownKeys {
  bySecret(apiKey: string): Promise<ApiKey | null>
  byId(keyId: string): Promise<ApiKey | null>
}

export function knownKeys(ports: {
  keys: KeyStore
  clock: Clock
  pepper: string
  onFault: (error: unknown) => void
}): KnownKeys {
  const { keys, clock, pepper, onFault } = ports
  const believed = new Believed<ApiKey>(clock)
  const noted = (key: ApiKey | null): ApiKey | null => {
    const now = clock.now()
    if (key !== null && !(Date.parse(key.lastUsedAt ?? '') > now - USED_EVERY_MS))
      keys.used(key, new Date(now).toISOString()).catch(onFault)
    return key
  }
  return {
    bySecret: (apiKey) =>
      believed.get(`secret ${hash('sha256', apiKey, 'base64')}`, async () =>
        noted(await keys.find(keyHash(pepper, apiKey))),
      ),
    byId: (keyId) => believed.get(`id ${keyId}`, async () => noted((await keys.working([keyId]))[0] ?? null)),
  }
}
