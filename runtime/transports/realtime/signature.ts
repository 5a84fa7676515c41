import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Millis } from '#runtime/core/clock.ts'

const MAX_SKEW_MS: Millis = 300_000
const SIGNATURE = /^[0-9a-f]{64}$/i
const SECONDS = /^\d{1,12}$/

/** Whether `sig` is the hex HMAC-SHA256 of `callId:ts` under the secret, and `ts` (seconds) within five minutes of now. */
export function signatureHolds(
  { callId, ts, sig }: { callId: string; ts: string | null; sig: string | null },
  secret: string | undefined,
  now: Millis,
): boolean {
  if (secret === undefined || sig === null || ts === null || !SIGNATURE.test(sig) || !SECONDS.test(ts)) return false
  const wanted = createHmac('sha256', secret).update(`${callId}:${ts}`).digest()
  return timingSafeEqual(Buffer.from(sig, 'hex'), wanted) && Math.abs(now - Number(ts) * 1000) <= MAX_SKEW_MS
}
