import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Millis } from '#runtime/core/clock.ts'
import type { BlobKey } from '#runtime/ports/blobs.ts'

export interface SignedLink {
  readonly key: BlobKey
  /** Unix seconds; from then on it does not open. */
  readonly expires: number
  /** Hex HMAC-SHA256 of `folder/file:expires`. */
  readonly signature: string
}

const SIGNATURE = /^[0-9a-f]{64}$/

/** Makes links that open one blob for a while without an API key (FR-CP3), and tells the true ones. */
export interface LinkSigner {
  sign(key: BlobKey, expires: number): SignedLink
  /** Whether we signed it and it has not expired at `now`; takes the same time wherever a signature is wrong. */
  verify(link: SignedLink, now: Millis): boolean
}

export function linkSigner(signingKey: string): LinkSigner {
  const digest = (key: BlobKey, expires: number): Buffer =>
    createHmac('sha256', signingKey).update(`${key}:${expires}`).digest()
  return {
    sign: (key, expires) => ({ key, expires, signature: digest(key, expires).toString('hex') }),
    verify: ({ key, expires, signature }, now) =>
      SIGNATURE.test(signature) &&
      timingSafeEqual(Buffer.from(signature, 'hex'), digest(key, expires)) &&
      now < expires * 1000,
  }
}
