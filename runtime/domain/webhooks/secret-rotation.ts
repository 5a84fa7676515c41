import type { RandomBytes } from '#runtime/core/random.ts'

/** Of what `whsec_` and base64 are made; the contract takes 24 to 64. */
const SECRET_BYTES = 32

/** A new secret (Standard Webhooks). */
export const newSecret = (random: RandomBytes): string => `whsec_${random(SECRET_BYTES).toString('base64')}`

interface Secrets<S> {
  readonly current: S
  readonly next: { readonly secret: S; readonly startedAt: string; readonly graceEndsAt: string } | null
}

/** How the secrets stand at this moment: when the grace is over the new one has taken the place of the old. */
export function standing<S>(secrets: Secrets<S>, now: number): Secrets<S> {
  const { next } = secrets
  return next !== null && Date.parse(next.graceEndsAt) <= now ? { current: next.secret, next: null } : secrets
}

/** Those that sign, the one of `X-Signature` first. */
export function signing<S>(secrets: Secrets<S>, now: number): [S, ...S[]] {
  const { current, next } = standing(secrets, now)
  return next === null ? [current] : [current, next.secret]
}

/** A new secret comes; one that came before and was not promoted goes. */
export function rotated<S>(secrets: Secrets<S>, secret: S, now: number, graceMs: number): Secrets<S> {
  const [startedAt, graceEndsAt] = [now, now + graceMs].map((at) => new Date(at).toISOString()) as [string, string]
  return standing({ current: standing(secrets, now).current, next: { secret, startedAt, graceEndsAt } }, now)
}

/** The new secret alone; null when there is no rotation to end. */
export function promoted<S>(secrets: Secrets<S>, now: number): Secrets<S> | null {
  const { next } = standing(secrets, now)
  return next === null ? null : { current: next.secret, next: null }
}
