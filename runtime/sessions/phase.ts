import type { EndReason } from '#generated/events.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { Apology } from './speech/apology.ts'

/** How long a farewell may take, from the wish to end the call. */
export const farewellMs: Millis = 15_000

/** Where a live call stands. */
export type Phase =
  /** The consent prompt is spoken: nothing of the caller is taken in (FR-T6). */
  | { readonly name: 'consent' }
  | { readonly name: 'live' }
  /** The platform is about to end the call, with a farewell. */
  | { readonly name: 'closing'; readonly reason: EndReason; readonly farewell: string; readonly said: boolean }
  /** A provider failed for good: the caller is told. */
  | { readonly name: 'apologising'; readonly apology: Apology }
  | { readonly name: 'ended' }

/** Why the agent can be made to say nothing; null where it can. */
export function unsayable({ name }: Phase): { readonly never: string } | null {
  if (name === 'live') return null
  return { never: name === 'consent' ? 'The consent prompt has not been heard yet.' : 'The call is about to end.' }
}
