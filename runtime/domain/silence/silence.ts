import type { Millis } from '#runtime/core/clock.ts'

/** What happens when nobody speaks (FR-END1). */
export interface SilencePolicy {
  readonly questionAfterMs: Millis
  readonly maxQuestions: number
  readonly hangUpAfterMs: Millis
}

/** A voice without words counts as the caller's for so long; after that it is noise. */
export const voiceMs: Millis = 3_000

/** Words come so long after their voice: they begin no other silence. */
const lateWordsMs: Millis = 2_000

export type SilenceKind = 'question' | 'hang_up'

export interface SilenceState {
  /** Whether time counts: since when, towards what, and when that comes. */
  readonly running: { readonly since: Millis; readonly kind: SilenceKind; readonly until: Millis } | null
  /** Silence before `running` began. */
  readonly silentMs: Millis
  /** Silence when the agent last asked. */
  readonly askedAtMs: Millis
  readonly questions: number
  readonly agent: boolean
  /** Since when the caller's voice is there. */
  readonly voiceSince: Millis | null
}

export type SilenceInput =
  /** The agent speaks or thinks, or has stopped. */
  | { readonly type: 'agent'; readonly busy: boolean }
  /** The caller's voice is there, or gone. */
  | { readonly type: 'voice'; readonly there: boolean }
  /** Words, text or keys of the caller. */
  | { readonly type: 'sign_of_life' }
  | { readonly type: 'elapsed' }

export type SilenceEffect =
  | { readonly type: 'wake'; readonly at: Millis }
  | { readonly type: 'started' | 'fired'; readonly kind: SilenceKind; readonly thresholdMs: Millis }

export interface SilenceStep {
  readonly state: SilenceState
  readonly effects: readonly SilenceEffect[]
}

export const newSilenceState: SilenceState = {
  running: null,
  silentMs: 0,
  askedAtMs: 0,
  questions: 0,
  agent: false,
  voiceSince: null,
}

/** Counts silence, and stands still while somebody speaks. A stale `elapsed` is seen by its instant. */
export function stepSilence(state: SilenceState, input: SilenceInput, at: Millis, policy: SilencePolicy): SilenceStep {
  switch (input.type) {
    case 'agent':
      if (input.busy === state.agent && (input.busy || state.running !== null)) return { state, effects: [] }
      return count({ ...paused(state, at), agent: input.busy }, at, policy)
    case 'voice': {
      const voiceSince = input.there ? (state.voiceSince ?? at) : null
      const step = count({ ...paused(state, at), voiceSince }, at, policy)
      if (!input.there || voiceSince !== at) return step
      return { state: step.state, effects: [...step.effects, { type: 'wake', at: at + voiceMs }] }
    }
    case 'sign_of_life': {
      const voiceSince = state.voiceSince === null ? null : at
      const anew = { ...state, running: null, silentMs: 0, askedAtMs: 0, questions: 0, voiceSince }
      const step = later(count(anew, at, policy), state, at)
      if (voiceSince === null) return step
      return { state: step.state, effects: [...step.effects, { type: 'wake', at: at + voiceMs }] }
    }
    case 'elapsed':
      return elapsed(state, at, policy)
  }
}

/** The same silence, counted from its words on: that it began is known. */
function later(step: SilenceStep, { running }: SilenceState, at: Millis): SilenceStep {
  const known = running !== null && running.kind === step.state.running?.kind && at - running.since < lateWordsMs
  return known ? { ...step, effects: step.effects.filter(({ type }) => type !== 'started') } : step
}

function elapsed(state: SilenceState, at: Millis, policy: SilencePolicy): SilenceStep {
  const { running } = state
  if (running === null) {
    const noise = state.voiceSince !== null && at - state.voiceSince >= voiceMs
    return noise ? count(state, at, policy) : { state, effects: [] }
  }
  if (running.until !== at) return { state, effects: [] }
  const thresholdMs = running.kind === 'question' ? policy.questionAfterMs : policy.hangUpAfterMs
  const fired = { type: 'fired', kind: running.kind, thresholdMs } as const
  const still = paused(state, at)
  if (running.kind === 'hang_up') return { state: still, effects: [fired] }
  // Time goes on when the question was asked: the agent's busy state tells.
  return { state: { ...still, questions: still.questions + 1, askedAtMs: still.silentMs }, effects: [fired] }
}

/** Begins to count, if nobody speaks and it does not count yet. */
function count(state: SilenceState, at: Millis, policy: SilencePolicy): SilenceStep {
  const speaks = state.voiceSince !== null && at - state.voiceSince < voiceMs
  if (state.running !== null || state.agent || speaks) return { state, effects: [] }
  const questionAt = state.askedAtMs + policy.questionAfterMs
  const asks = state.questions < policy.maxQuestions && questionAt < policy.hangUpAfterMs
  const kind: SilenceKind = asks ? 'question' : 'hang_up'
  const until = at + Math.max(0, (asks ? questionAt : policy.hangUpAfterMs) - state.silentMs)
  const thresholdMs = asks ? policy.questionAfterMs : policy.hangUpAfterMs
  return {
    state: { ...state, running: { since: at, kind, until } },
    effects: [
      // After a noise it only goes on.
      ...(state.silentMs === state.askedAtMs ? [{ type: 'started', kind, thresholdMs } as const] : []),
      { type: 'wake', at: until },
    ],
  }
}

const paused = (state: SilenceState, at: Millis): SilenceState =>
  state.running === null ? state : { ...state, running: null, silentMs: state.silentMs + (at - state.running.since) }
