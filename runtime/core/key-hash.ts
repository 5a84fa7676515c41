import { createHmac, createSecretKey } from 'node:crypto'

/**
 * What is stored of an API key: HMAC-SHA256 under the pepper. Keys have at least 96 bits of chance, so a slow hash would
 * protect nothing more.
 */
export const keyHash = (pepper: string, apiKey: string): Buffer => keyHasher(pepper)(apiKey)

/** The same for many: the pepper is made ready once, which costs more than a hash. */
export function keyHasher(pepper: string): (text: string) => Buffer {
  const key = createSecretKey(pepper, 'utf8')
  return (text) => createHmac('sha256', key).update(text).digest()
}
