import { samples, type WebhookPayloads } from './generated/events.gen.ts'
import {
  bodyDigest,
  equal,
  fromBase64,
  fromHex,
  keyOf,
  type RawBody,
  standardDigest,
  toBase64,
  toHex,
} from './signature.ts'

export type { RawBody } from './signature.ts'

export type WebhookType = keyof WebhookPayloads

/** A payload whose type this package knows. Compare `type` to narrow it. */
export type WebhookEvent = WebhookPayloads[WebhookType]

/** A payload of a type that is newer than this package. */
export interface UnknownWebhookEvent {
  readonly type: string
  readonly schemaVersion: string
  readonly eventId: string
  readonly [field: string]: unknown
}

/** Headers as a server has them: a `Headers`, or an object, whose names may be in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** Why a webhook is not believed. */
export type WebhookFault = 'unsigned' | 'malformed' | 'too_old' | 'too_new' | 'mismatch'

const sentences: Readonly<Record<WebhookFault, string>> = {
  unsigned: 'The request has no signature: it is not from the platform, or a proxy dropped the headers.',
  malformed: 'A signature header cannot be read.',
  too_old: 'The request was signed too long ago: it may be a replay, or the clock here is fast.',
  too_new: 'The request was signed in the future: the clock here is slow.',
  mismatch: 'No signature fits: the secret is another one, or the body is not the raw bytes that came.',
}

/** The webhook is not to be believed; answer 4xx. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
  readonly fault: WebhookFault

  constructor(fault: WebhookFault) {
    super(sentences[fault])
    this.fault = fault
  }
}

export interface WebhooksOptions {
  /** How far the time of signing may be from now, both ways. Default: 300 s. */
  readonly toleranceSec?: number
}

/** What is posted: the body, and the headers that sign it. */
export interface SignedWebhook {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Webhooks of the Invorto platform (FR-W1): verify the raw body before it is parsed. During a rotation give both secrets. Works
 * wherever there is WebCrypto.
 */
export class Webhooks {
  readonly #secrets: readonly string[]
  readonly #toleranceSec: number

  constructor(secrets: string | readonly string[], { toleranceSec = 300 }: WebhooksOptions = {}) {
    this.#secrets = [secrets].flat()
    this.#toleranceSec = toleranceSec
    if (this.#secrets.length === 0 || this.#secrets.some((secret) => keyOf(secret).length === 0)) {
      throw new TypeError('A webhook secret is a text, or whsec_ and base64.')
    }
  }

  /** Verifies and parses. Throws `WebhookVerificationError`, `TypeError` where the body is not raw, or `SyntaxError` when the body that was signed is no JSON. */
  async unwrap(body: RawBody, headers: WebhookHeaders, now = Date.now()): Promise<WebhookEvent | UnknownWebhookEvent> {
    await this.verify(body, headers, now)
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body))
  }

  /** Holds `webhook-signature` against the time and the body (Standard Webhooks). Throws `WebhookVerificationError`. */
  async verify(body: RawBody, headers: WebhookHeaders, now = Date.now()): Promise<void> {
    const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(headerOf(headers))
    if (!id || !time || !signatures) throw new WebhookVerificationError('unsigned')
    if (!/^\d{1,12}$/.test(time)) throw new WebhookVerificationError('malformed')
    const age = Math.floor(now / 1000) - Number(time)
    if (age > this.#toleranceSec) throw new WebhookVerificationError('too_old')
    if (-age > this.#toleranceSec) throw new WebhookVerificationError('too_new')
    const given = signatures.split(' ').flatMap((one) => (one.startsWith('v1,') ? [fromBase64(one.slice(3))] : []))
    await this.#oneFits(given, (secret) => standardDigest(secret, id, time, body))
  }

  /** Holds `X-Signature` against the body alone: it does not tell how old the webhook is. */
  async verifyBodySignature(body: RawBody, headers: WebhookHeaders): Promise<void> {
    const given = headerOf(headers)('x-signature')
    if (!given) throw new WebhookVerificationError('unsigned')
    if (!given.startsWith('sha256=')) throw new WebhookVerificationError('malformed')
    await this.#oneFits([fromHex(given.slice('sha256='.length))], (secret) => bodyDigest(secret, body))
  }

  /** Signs a body as the platform does: for tests of your receiver. */
  async sign(body: string, eventId: string, now = Date.now()): Promise<SignedWebhook> {
    const time = String(Math.floor(now / 1000))
    const [first] = this.#secrets as [string]
    const signed = this.#secrets.map(
      async (secret) => `v1,${toBase64(await standardDigest(secret, eventId, time, body))}`,
    )
    return {
      body,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Invorto-Webhooks/1',
        'X-Signature': `sha256=${toHex(await bodyDigest(first, body))}`,
        'webhook-id': eventId,
        'webhook-timestamp': time,
        'webhook-signature': (await Promise.all(signed)).join(' '),
      },
    }
  }

  /** A sample of that type, signed, with what you give put in: for tests of your receiver. */
  testEvent<T extends WebhookType>(
    type: T,
    fields: Partial<WebhookPayloads[T]> = {},
    now = Date.now(),
  ): Promise<SignedWebhook> {
    const payload = { ...samples[type], ...fields }
    return this.sign(JSON.stringify(payload), payload.eventId, now)
  }

  async #oneFits(given: readonly Uint8Array[], digestOf: (secret: string) => Promise<Uint8Array>): Promise<void> {
    const digests = await Promise.all(this.#secrets.map(digestOf))
    let fits = false
    for (const signature of given) for (const digest of digests) fits = equal(signature, digest) || fits
    if (!fits) throw new WebhookVerificationError('mismatch')
  }
}

/** Whether the event is of that type; then its payload is typed. */
export const isEvent = <T extends WebhookType>(
  event: WebhookEvent | UnknownWebhookEvent,
  type: T,
): event is WebhookPayloads[T] => event.type === type

const headerOf =
  (headers: WebhookHeaders) =>
  (name: string): string | undefined => {
    if (headers instanceof Headers) return headers.get(name) ?? undefined
    const found = Object.keys(headers).find((key) => key.toLowerCase() === name)
    const value = found === undefined ? undefined : headers[found]
    if (value === undefined || typeof value === 'string') return value
    throw new WebhookVerificationError('malformed')
  }
