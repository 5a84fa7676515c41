import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

/** Makes positions of lists opaque and unforgeable. Each is bound to its place: who asks which list, with which filters. */
export interface CursorSigner {
  /** `position` has at most 160 bytes, so that a cursor has at most 256 characters. */
  sign(position: string, place: string): string
  /** The position, or null for a cursor that was not signed for this place. */
  open(cursor: string, place: string): string | null
}

const VERSION = 1
const MAC_BYTES = 16
const MAX_POSITION_BYTES = 160

/** Layout, in base64url: version (1), HMAC-SHA256 cut to 16 bytes, position. */
export function cursorSigner(secret: string): CursorSigner {
  const key = createSecretKey(createHmac('sha256', secret).update('cursor').digest())
  const macOf = (position: Buffer, place: string): Buffer => {
    const lengths = Buffer.of(VERSION, position.length)
    return createHmac('sha256', key).update(lengths).update(position).update(place).digest().subarray(0, MAC_BYTES)
  }
  return {
    sign(position, place) {
      const bytes = Buffer.from(position)
      if (bytes.length > MAX_POSITION_BYTES) throw new RangeError('this position is too long for a cursor')
      return Buffer.concat([Buffer.of(VERSION), macOf(bytes, place), bytes]).toString('base64url')
    },
    open(cursor, place) {
      const bytes = Buffer.from(cursor, 'base64url')
      const position = bytes.subarray(1 + MAC_BYTES)
      // base64 has several spellings of the same bytes: only ours counts.
      if (bytes[0] !== VERSION || position.length > MAX_POSITION_BYTES || bytes.toString('base64url') !== cursor)
        return null
      const mac = bytes.subarray(1, 1 + MAC_BYTES)
      return mac.length === MAC_BYTES && timingSafeEqual(mac, macOf(position, place)) ? position.toString() : null
    },
  }
}
