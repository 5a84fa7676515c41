import { hash, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '#runtime/core/random.ts'

const TOKEN_BYTES = 32

/** What a client shows to come back to its call: 256 bits that nobody can guess. */
export const newResumeToken = (random: RandomBytes): string => random(TOKEN_BYTES).toString('base64url')

/** The one token that resumes a call now. It is known by its hash, and good for one use. */
export class TokenSlot {
  #hash: Buffer

  constructor(token: string) {
    this.#hash = hash('sha256', token, 'buffer')
  }

  /** Another token holds from now on. */
  put(token: string): void {
    this.#hash = hash('sha256', token, 'buffer')
  }

  holds(token: string): boolean {
    return timingSafeEqual(this.#hash, hash('sha256', token, 'buffer'))
  }
}
