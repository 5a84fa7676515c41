import type { Millis } from './clock.ts'

/** At most `count` at once, and `count` in each `perMs` after that. */
export interface RatePolicy {
  readonly name: string
  readonly count: number
  readonly perMs: Millis
}

export interface RateDecision {
  readonly allowed: boolean
  /** How many more are allowed right now. */
  readonly remaining: number
  /** Until all of it is there again. */
  readonly resetMs: Millis
  /** Until one more is allowed; 0 where it was. */
  readonly retryAfterMs: Millis
}

/** Less than any clock of ours tells apart. */
const GRAIN_MS: Millis = 0.01

/**
 * The generic cell rate algorithm: a limit is remembered by one instant, when all of it would be there again (the
 * theoretical arrival time, "tat"). What is refused costs nothing.
 */
export function gcra(
  tat: Millis | undefined,
  now: Millis,
  policy: RatePolicy,
): { tat: Millis; decision: RateDecision } {
  const { count, perMs } = policy
  const step = perMs / count
  // A clock that was set back must not hold a key for longer than the policy would.
  const from = Math.min(Math.max(tat ?? now, now), now + perMs)
  const next = from + step
  const waitMs = next - perMs - now
  if (waitMs > GRAIN_MS) return { tat: from, decision: decisionOf(policy, from - now, waitMs) }
  return { tat: next, decision: decisionOf(policy, next - now, 0) }
}

/** What is told of a limit that is full again after `resetMs`. */
export function decisionOf({ count, perMs }: RatePolicy, resetMs: Millis, retryAfterMs: Millis): RateDecision {
  const remaining = Math.max(0, Math.floor((perMs - resetMs + GRAIN_MS) / (perMs / count)))
  return { allowed: retryAfterMs === 0, remaining, resetMs, retryAfterMs }
}
