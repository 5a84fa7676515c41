import type { EndReason } from '#generated/events.gen.ts'
import type { Apology } from './speech/apology.ts'

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
