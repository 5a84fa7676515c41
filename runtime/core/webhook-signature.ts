import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Millis } from './clock.ts'

/** How far `webhook-timestamp` may be from now, both ways. */
export const WEBHOOK_TOLERANCE_MS: Millis = 300_000

const PREFIX = 'whsec_'
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const SECONDS = /^\d{1,12}$/
const DIGEST_BYTES = 32

/** The headers that prove where a webhook comes from. */
export interface WebhookHeaders {
  /** `sha256=` and hex (FR-W1, SRS 7.3). */
  readonly 'X-Signature': string
  /** The payload's `eventId`. */
  readonly 'webhook-id': string
  /** Unix seconds of this attempt. */
  readonly 'webhook-timestamp': string
  /** `v1,` and base64, one for each secret, with a space between them. */
  readonly 'webhook-signature': string
}

export interface UnsignedWebhook {
  readonly eventId: string
  /** Exactly the bytes that are sent. */
  readonly body: string | Uint8Array
  readonly at: Millis
  /**
   * The secrets that hold: the first signs `X-Signature`, which has room for one; `webhook-signature` has one of each. So a
   * new secret comes second until it is promoted.
   */
  readonly secrets: readonly [string, ...string[]]
}

/**
 * Signs a webhook in both ways: hex HMAC-SHA256 of the raw body under the whole secret as text (FR-W1), and Standard Webhooks
 * 1.0. Throws when an id has a dot, which would let one signature stand for two messages, or a secret cannot be a key.
 */
export function signWebhook({ eventId, body, at, secrets }: UnsignedWebhook): WebhookHeaders {
  if (eventId === '' || eventId.includes('.')) throw new Error('an event id must have characters and no dot')
  const seconds = String(Math.floor(at / 1000))
  const signed = secrets.map((secret) => `v1,${standardDigest(secret, eventId, seconds, body).toString('base64')}`)
  return {
    'X-Signature': `sha256=${bodyDigest(secrets[0], body).toString('hex')}`,
    'webhook-id': eventId,
    'webhook-timestamp': seconds,
    'webhook-signature': signed.join(' '),
  }
}

/** Header names in lower case, as Node gives them. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export interface ReceivedWebhook {
  readonly headers: ReceivedHeaders
  /** The raw body, as it came. */
  readonly body: string | Uint8Array
  readonly secrets: readonly string[]
}

export type WebhookVerdict = 'valid' | 'unsigned' | 'malformed' | 'too_old' | 'too_new' | 'mismatch'

/**
 * Holds a webhook against Standard Webhooks: the time within five minutes of now, and one signature under one secret. Others than
 * `v1` are passed over. It takes the same time wherever a signature is wrong.
 */
export function verifyWebhook({ headers, body, secrets }: ReceivedWebhook, now: Millis): WebhookVerdict {
  const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name])
  if (!id || !time || !signatures) return 'unsigned'
  if (typeof id !== 'string' || typeof time !== 'string' || typeof signatures !== 'string') return 'malformed'
  if (!SECONDS.test(time)) return 'malformed'
  const age = Math.floor(now / 1000) - Number(time)
  if (age * 1000 > WEBHOOK_TOLERANCE_MS) return 'too_old'
  if (-age * 1000 > WEBHOOK_TOLERANCE_MS) return 'too_new'
  const given = signatures.split(' ').flatMap((entry) => (entry.startsWith('v1,') ? [entry.slice('v1,'.length)] : []))
  const digests = secrets.map((secret) => standardDigest(secret, id, time, body))
  return anyFits(
    given.map((text) => (BASE64.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0))),
    digests,
  )
}

/** Holds a webhook against `X-Signature` alone; nothing tells then how old it is. */
export function verifyBodySignature({ headers, body, secrets }: ReceivedWebhook): WebhookVerdict {
  const given = headers['x-signature']
  if (!given) return 'unsigned'
  if (typeof given !== 'string' || !/^sha256=[0-9a-f]{64}$/.test(given)) return 'malformed'
  const digests = secrets.map((secret) => bodyDigest(secret, body))
  return anyFits([Buffer.from(given.slice('sha256='.length), 'hex')], digests)
}

function anyFits(given: readonly Buffer[], digests: readonly Buffer[]): WebhookVerdict {
  let fits = false
  for (const signature of given) {
    for (const digest of digests) {
      fits = (signature.length === DIGEST_BYTES && timingSafeEqual(signature, digest)) || fits
    }
  }
  return fits ? 'valid' : 'mismatch'
}

function bodyDigest(secret: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', secret).update(body).digest()
}

function standardDigest(secret: string, id: string, seconds: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.`).update(body).digest()
}

/** The bytes behind `whsec_`; a secret without that mark is a key as it stands. */
function keyOf(secret: string): Buffer {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : null
  const key = text === null ? Buffer.from(secret) : Buffer.from(BASE64.test(text) ? text : '', 'base64')
  if (key.length === 0) throw new Error('a webhook secret must be a text, or whsec_ and base64')
  return key
}
