import type { WebhookAttempt } from '#generated/openapi.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'

/** What an endpoint said, or how it did not. */
export interface Reply {
  readonly httpStatus: number | null
  readonly failure: WebhookAttempt['failure']
  readonly retryAfterMs?: Millis | undefined
}

/** What follows from a reply: it was taken, it failed, or the endpoint wants nothing any more (410). */
export type Verdict = 'delivered' | 'failed' | 'gone'

/** 2xx is received, whatever the body; all else is a failure, redirects too (SRS 7.3). */
export const refused = (status: number): boolean => status < 200 || status > 299

export const verdictOf = ({ httpStatus, failure }: Reply): Verdict =>
  failure === null ? 'delivered' : httpStatus === 410 ? 'gone' : 'failed'
