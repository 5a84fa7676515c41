import type { ProviderFailure } from '#generated/events.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'

/** When a provider is left alone, and for how long (SRS 4.3). */
export interface BreakerPolicy {
  /** So many failures within `windowMs`, and at least as many as successes, open the circuit. */
  readonly failures: number
  readonly windowMs: Millis
  /** How long it stays open at first; twice as long after each trial that fails… */
  readonly openMs: Millis
  /** …but no longer than this. */
  readonly longestOpenMs: Millis
  /** A credential that is refused so often within the window is bad, whatever else succeeds… */
  readonly refusals: number
  /** …and stays bad for longer. */
  readonly refusedOpenMs: Millis
  /** A trial that says nothing for so long is lost, and another may begin. */
  readonly trialMs: Millis
}

export const breakerPolicy: BreakerPolicy = {
  failures: 5,
  windowMs: 10_000,
  openMs: 5_000,
  longestOpenMs: 60_000,
  refusals: 2,
  refusedOpenMs: 60_000,
  trialMs: 15_000,
}

/** How soon to ask again while another request tries whether the provider serves. */
const TRIAL_WAIT_MS: Millis = 500
/** Outcomes that are remembered at most. */
const MAX_OUTCOMES = 50

type Outcome = 'succeeded' | 'failed' | 'refused'

export type BreakerState =
  | { readonly phase: 'closed'; readonly outcomes: readonly (readonly [at: Millis, Outcome])[] }
  | { readonly phase: 'open'; readonly until: Millis; readonly openMs: Millis }
  /** One request is let through, to see whether the provider serves again. */
  | { readonly phase: 'trial'; readonly since: Millis; readonly openMs: Millis }

export type BreakerInput =
  | { readonly type: 'asked' }
  | { readonly type: 'succeeded' }
  | { readonly type: 'failed'; readonly failure: ProviderFailure }

export type BreakerEffect =
  | { readonly type: 'allow' }
  /** The provider is not to be asked; it may be after `waitMs`. */
  | { readonly type: 'refuse'; readonly waitMs: Millis }
  | { readonly type: 'opened'; readonly openMs: Millis }
  | { readonly type: 'closed' }

export const newBreakerState: BreakerState = { phase: 'closed', outcomes: [] }

/** Pure: what a breaker decides when a provider is asked, or has answered. Effects: one for `asked`, at most one else. */
export function stepBreaker(
  state: BreakerState,
  input: BreakerInput,
  at: Millis,
  policy: BreakerPolicy,
): { readonly state: BreakerState; readonly effects: readonly BreakerEffect[] } {
  if (input.type === 'asked') return asked(state, at, policy)
  const outcome = outcomeOf(input)
  if (outcome === null) return { state, effects: [] }
  switch (state.phase) {
    case 'closed':
      return counted([...state.outcomes, [at, outcome]], at, policy)
    case 'open':
      // It was asked before the circuit opened.
      return { state, effects: [] }
    case 'trial':
      if (outcome === 'succeeded') return { state: newBreakerState, effects: [{ type: 'closed' }] }
      return opened(openMsAfter(state.openMs, outcome, policy), at)
  }
}

/** Whether a request would be refused now; asking so takes no trial away. */
export function waitOf(state: BreakerState, at: Millis, policy: BreakerPolicy): Millis | null {
  if (state.phase === 'open' && at < state.until) return state.until - at
  if (state.phase === 'trial' && at < state.since + policy.trialMs)
    return Math.min(TRIAL_WAIT_MS, state.since + policy.trialMs - at)
  return null
}

function asked(state: BreakerState, at: Millis, policy: BreakerPolicy): ReturnType<typeof stepBreaker> {
  const waitMs = waitOf(state, at, policy)
  if (waitMs !== null) return { state, effects: [{ type: 'refuse', waitMs }] }
  const after: BreakerState = state.phase === 'closed' ? state : { phase: 'trial', since: at, openMs: state.openMs }
  return { state: after, effects: [{ type: 'allow' }] }
}

/** A request that was wrong says nothing of the provider. */
function outcomeOf(input: Exclude<BreakerInput, { type: 'asked' }>): Outcome | null {
  if (input.type === 'succeeded') return 'succeeded'
  if (input.failure === 'rejected' || input.failure === 'circuit_open') return null
  return input.failure === 'unauthorized' ? 'refused' : 'failed'
}

function counted(
  all: readonly (readonly [Millis, Outcome])[],
  at: Millis,
  policy: BreakerPolicy,
): ReturnType<typeof stepBreaker> {
  const outcomes = all.filter(([then]) => at - then < policy.windowMs).slice(-MAX_OUTCOMES)
  const count = (kind: Outcome): number => outcomes.filter(([, outcome]) => outcome === kind).length
  if (outcomes.at(-1)?.[1] === 'succeeded') return { state: { phase: 'closed', outcomes }, effects: [] }
  if (count('refused') >= policy.refusals) return opened(policy.refusedOpenMs, at)
  const failed = count('failed') + count('refused')
  if (failed >= policy.failures && failed >= count('succeeded')) return opened(policy.openMs, at)
  return { state: { phase: 'closed', outcomes }, effects: [] }
}

const opened = (openMs: Millis, at: Millis): ReturnType<typeof stepBreaker> => ({
  state: { phase: 'open', until: at + openMs, openMs },
  effects: [{ type: 'opened', openMs }],
})

const openMsAfter = (openMs: Millis, outcome: Outcome, policy: BreakerPolicy): Millis =>
  outcome === 'refused' ? policy.refusedOpenMs : Math.min(Math.max(openMs * 2, policy.openMs), policy.longestOpenMs)
