import type { Clock } from './clock.ts'
import type { RandomBytes } from './random.ts'

/** What the platform mints, and the prefix that says so. */
export const idPrefixes = {
  tenant: 't',
  agent: 'a',
  call: 'c',
  key: 'key',
  ticket: 'tkt',
  token: 'tok',
  tool: 'tool',
  toolCall: 'tk',
  rate: 'rate',
  request: 'req',
  process: 'proc',
  webhookEndpoint: 'we',
  webhookDelivery: 'wd',
  webhookEvent: 'evt',
  command: 'cmd',
} as const
export type IdKind = keyof typeof idPrefixes

/** Gives out ids that sort by the time they were made. */
export interface Ids {
  next(kind: IdKind): string
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const POOL_BYTES = 1024
const MINTED = /^([a-z]{1,7})_([0-7][0-9a-hjkmnp-tv-z]{25})$/

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then a counter within the millisecond, then randomness. */
export function uuidV7Ids(clock: Pick<Clock, 'now'>, random: RandomBytes): Ids {
  let lastMs = 0
  let counter = 0
  let pool: Buffer = Buffer.alloc(0)
  /** Randomness by the kilobyte: asking for eight bytes costs nearly as much. */
  const chance = (count: number): Buffer => {
    if (pool.length < count) pool = random(POOL_BYTES)
    const taken = pool.subarray(0, count)
    pool = pool.subarray(count)
    return taken
  }
  return {
    next(kind) {
      const now = Math.floor(clock.now())
      if (now > lastMs) {
        lastMs = now
        counter = chance(1).readUInt8(0)
      } else if (++counter > 0xfff) {
        lastMs += 1
        counter = 0
      }
      const bytes = Buffer.concat([Buffer.alloc(8), chance(8)])
      bytes.writeUIntBE(lastMs, 0, 6)
      bytes.writeUInt16BE(0x7000 | counter, 6)
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
      return idFromBytes(kind, bytes)
    },
  }
}

/** `a_` and 26 characters of Crockford base32, from the hex of a UUID (with or without dashes). */
export function idFromUuid(kind: IdKind, uuid: string): string {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  return idFromBytes(kind, bytes)
}

/** Five bits a character, from the last byte to the first: 128 bits are 25 characters and three bits. */
function idFromBytes(kind: IdKind, bytes: Buffer): string {
  let text = ''
  let value = 0
  let bits = 0
  for (let i = bytes.length - 1; i >= 0; i--) {
    value |= bytes[i]! << bits
    for (bits += 8; bits >= 5; bits -= 5) {
      text = ALPHABET[value & 31] + text
      value >>= 5
    }
  }
  return `${idPrefixes[kind]}_${ALPHABET[value]}${text}`
}

/** The UUID inside a minted id of this kind, or null when it is something else, such as a tenant's own name. */
export function uuidFromId(kind: IdKind, id: string): string | null {
  const match = MINTED.exec(id)
  if (!match || match[1] !== idPrefixes[kind]) return null
  const digits = match[2]!
  const bytes = Buffer.alloc(16)
  let value = 0
  let bits = 0
  let at = bytes.length
  for (let i = digits.length - 1; i >= 0; i--) {
    value |= ALPHABET.indexOf(digits[i]!) << bits
    bits += 5
    if (bits < 8) continue
    bytes[--at] = value & 0xff
    value >>= 8
    bits -= 8
  }
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Whether it has the form of something minted, of whatever kind: no tenant may name a thing so. */
export const looksMinted = (id: string): boolean => MINTED.test(id)
