import type { AnyWebhookPayload } from '#generated/webhooks.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { signWebhook } from '#runtime/core/webhook-signature.ts'
import { signing } from '#runtime/domain/webhooks/secret-rotation.ts'
import { type Reply, refused } from '#runtime/domain/webhooks/verdict.ts'
import { type Egress, EgressError, type EgressFailure } from '#runtime/ports/egress.ts'
import type { KeptAttempt, KeptEndpoint } from '#runtime/ports/webhooks.ts'

export interface WebhookSenderPorts {
  readonly egress: Egress
  readonly sealer: Sealer
  readonly clock: Clock
  /** For a whole try: the name, the connection, the answer to its end (`WEBHOOK_TIMEOUT_MS`). */
  readonly timeoutMs: Millis
}

/** Where an endpoint's secrets are sealed to, and where what it answers is. */
export const secretPlaceOf = (tenantId: string, endpointId: string): string => `webhook/${tenantId}/${endpointId}`
export const answerPlaceOf = (endpointId: string): string => `webhook-answer/${endpointId}`

const MAX_BYTES = 64 * 1024
/** Of an answer so much is kept, for people. */
const EXCERPT_CHARACTERS = 1_000
const SECONDS = /^\d{1,9}$/

const failures: Readonly<Record<EgressFailure, NonNullable<KeptAttempt['failure']>>> = {
  refused: 'blocked',
  unreachable: 'unreachable',
  tls: 'tls',
  timeout: 'timeout',
  too_large: 'too_large',
  // An answer that is no HTTP is none that is 2xx.
  malformed: 'refused',
}

/** A try, and what the endpoint said. */
export interface Sent extends Reply {
  readonly at: Millis
  readonly latencyMs: Millis
  /** The beginning of the answer; empty where there was none. */
  readonly excerpt: string
}

/** Signs webhooks and posts them (FR-W1, SRS 7.3). */
export class WebhookSender {
  readonly #ports: WebhookSenderPorts

  constructor(ports: WebhookSenderPorts) {
    this.#ports = ports
  }

  /** How long a try may take. */
  get timeoutMs(): Millis {
    return this.#ports.timeoutMs
  }

  /** Never throws but the signal's reason: what fails is an outcome. */
  async send(
    tenantId: string,
    endpoint: Pick<KeptEndpoint, 'id' | 'url' | 'secrets'>,
    payload: AnyWebhookPayload,
    signal?: AbortSignal,
  ): Promise<Sent> {
    const { egress, sealer, clock, timeoutMs } = this.#ports
    const at = clock.now()
    const body = JSON.stringify(payload)
    const place = secretPlaceOf(tenantId, endpoint.id)
    const [first, ...rest] = signing(endpoint.secrets, at).map((sealed) => sealer.open(sealed, place) as string)
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Invorto-Webhooks/1',
      ...signWebhook({ eventId: payload.eventId, body, at, secrets: [first!, ...rest] }),
    }
    const request = { method: 'POST', url: endpoint.url, headers, body, deadlineMs: timeoutMs } as const
    const told = (reply: Reply, excerpt = ''): Sent => ({ ...reply, at, latencyMs: clock.now() - at, excerpt })
    try {
      const answer = await egress.send({ ...request, maxBytes: MAX_BYTES, statusOnly: true }, signal)
      const failure = refused(answer.status) ? 'refused' : null
      const retryAfterMs = waitOf(answer.headers['retry-after'], at)
      return told({ httpStatus: answer.status, failure, retryAfterMs }, excerptOf(answer.body))
    } catch (error) {
      if (!(error instanceof EgressError)) throw error
      return told({ httpStatus: null, failure: failures[error.failure] })
    }
  }
}

/** Seconds, or a date (RFC 9110 10.2.3). */
function waitOf(value: string | undefined, now: Millis): Millis | undefined {
  if (value === undefined) return undefined
  if (SECONDS.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

const excerptOf = (body: Buffer): string =>
  body
    .subarray(0, 4 * EXCERPT_CHARACTERS)
    .toString('utf8')
    .slice(0, EXCERPT_CHARACTERS)
    .toWellFormed()
