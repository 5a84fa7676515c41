import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import type { RandomBytes } from './random.ts'

/** Seals content at rest: AES-256-GCM, bound to the place it belongs to, so that a moved row does not open. */
export interface Sealer {
  seal(value: unknown, place: string): Buffer
  /** Throws when the key, the place or a byte is not what it was. */
  open(sealed: Buffer, place: string): unknown
}

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `secret`: 32 bytes. Layout: version (1), nonce (12), tag (16), ciphertext of the JSON. */
export function aesSealer(secret: Buffer, random: RandomBytes): Sealer {
  // Bytes would be made a key again for each value.
  const key = createSecretKey(secret)
  return {
    seal(value, place) {
      const nonce = random(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body])
    },
    open(sealed, place) {
      if (sealed[0] !== VERSION) throw new Error('sealed content has an unknown version')
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
      const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place)).setAuthTag(tag)
      const body = sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)
      return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'))
    },
  }
}
