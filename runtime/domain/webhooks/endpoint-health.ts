import type { WebhookEndpoint } from '#generated/openapi.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'

const MOST_FAILURES = 100
const PATIENCE_MS: Millis = 24 * 3_600_000

type Health = Pick<WebhookEndpoint, 'state' | 'stateSince' | 'consecutiveFailures' | 'lastSuccessAt'>

/** Whether an endpoint is given up: 100 tries in a row failed, and none was good for a day (FR-W3). */
export function isFailing({ state, stateSince, consecutiveFailures, lastSuccessAt }: Health, now: Millis): boolean {
  if (state !== 'enabled' || consecutiveFailures < MOST_FAILURES) return false
  // Whoever enables an endpoint again gives it a new day.
  const good = Math.max(Date.parse(stateSince), lastSuccessAt === null ? 0 : Date.parse(lastSuccessAt))
  return now - good >= PATIENCE_MS
}
