import type { Millis } from '#runtime/core/clock.ts'

/** When a caller's turn is over, and when the caller may stop the agent (FR-E2, FR-E3). */
export interface TurnPolicy {
  /** Silence that ends the caller's turn. */
  readonly silenceMs: Millis
  /** Fewer words than this neither stop the agent nor end a turn without `shortTurnExtraMs`. */
  readonly minWords: number
  /** Whether the caller may speak over the agent. */
  readonly interruptible: boolean
  /** What ends a turn: silence, or only the transcriber's final words (FR-E1, `off`). */
  readonly ends: 'silence' | 'final_words'
  /** How long to wait after the last sound when this was said; `silenceMs` at least. */
  readonly waitMs: (text: string) => Millis
}

/** How much longer a turn of fewer than `minWords` words waits: the caller may be only beginning. */
export const shortTurnExtraMs: Millis = 600
/** How long the last words are waited for once the silence was long enough. */
export const settleMs: Millis = 700
/** How long words that come after their turn was answered are known to be its. */
export const owedMs: Millis = 5_000
/** How long a sound without words may keep the agent silent. */
export const holdMs: Millis = 1500
/** How long a detected voice may go without a new word before it is held to be noise. */
export const noiseMs: Millis = 1_200
/** Silence after words that no voice was detected for: a voice too soft for the detector. */
export const softVoiceMs: Millis = 700

interface Words {
  /** Words that will not change. */
  readonly words: string
  /** Words that the next transcript replaces. */
  readonly partial: string
  /** How many requests for the last words are unanswered. */
  readonly flushes: number
}

export type CallerState =
  | ({ readonly phase: 'quiet' } & Words)
  /** `wordsAt`: when its last words came. */
  | ({ readonly phase: 'speaking'; readonly wordsAt: Millis | null } & Words)
  | ({
      readonly phase: 'pausing'
      readonly stoppedAt: Millis
      readonly endsAt: Millis
      readonly extended: boolean
    } & Words)
  | ({ readonly phase: 'settling'; readonly stoppedAt: Millis; readonly deadline: Millis } & Words)

export type AgentState =
  | { readonly phase: 'idle' }
  /** An answer is being made or spoken. */
  | { readonly phase: 'replying' }
  /** Its voice is paused, because the caller's was heard. */
  | { readonly phase: 'held'; readonly until: Millis }

export interface TurnState {
  readonly caller: CallerState
  readonly agent: AgentState
  /** Requests for the last words of a turn that could wait no longer; what answers them until `until` belongs to it. */
  readonly owed: { readonly flushes: number; readonly until: Millis }
}

export type TurnTimer =
  | { readonly type: 'words_elapsed' }
  | { readonly type: 'wait_elapsed' }
  | { readonly type: 'settle_elapsed' }
  | { readonly type: 'hold_elapsed' }

export type TurnInput =
  /** The caller's voice was detected. */
  | { readonly type: 'speech_started' }
  /** It fell silent; its last sound was at `stoppedAt`. */
  | { readonly type: 'speech_stopped'; readonly stoppedAt: Millis }
  | { readonly type: 'partial'; readonly text: string }
  /** `flushed` when it answers a `flush_words`; its text may be empty. */
  | { readonly type: 'final'; readonly text: string; readonly flushed: boolean; readonly endsSpeech?: boolean }
  /** Words that were typed, or keys: a turn at once. */
  | { readonly type: 'typed'; readonly text: string }
  /** The caller wants silence. */
  | { readonly type: 'interrupted' }
  | { readonly type: 'reply_started' }
  /** The agent has said all, or nothing more will come. */
  | { readonly type: 'reply_ended' }
  | TurnTimer

export type TurnEffect =
  /** Come back at `at` with `input`. One that is no longer wanted does no harm. */
  | { readonly type: 'wake'; readonly at: Millis; readonly input: TurnTimer }
  /** Ask the transcriber for the words that are still open. */
  | { readonly type: 'flush_words' }
  /** The caller's turn is over, `waitMs` after the last sound at `stoppedAt`. */
  | { readonly type: 'commit_turn'; readonly text: string; readonly stoppedAt: Millis; readonly waitMs: Millis }
  /** Silence the agent at once, so that it can go on from there. */
  | { readonly type: 'hold_agent' }
  /** It was a false alarm. */
  | { readonly type: 'resume_agent' }
  /** The caller has the word: what the agent was saying is dropped. */
  | { readonly type: 'cut_agent' }

export interface Step {
  readonly state: TurnState
  readonly effects: readonly TurnEffect[]
}

const silent: CallerState = { phase: 'quiet', words: '', partial: '', flushes: 0 }
const nothingOwed: TurnState['owed'] = { flushes: 0, until: 0 }
export const newTurnState: TurnState = { caller: silent, agent: { phase: 'idle' }, owed: nothingOwed }

/** Whether words that come now belong to the turn that was answered without them. */
export const isLate = ({ owed }: TurnState, at: Millis): boolean => owed.flushes > 0 && at < owed.until

/** Decides, and does nothing: time comes in as `at`, wishes go out as effects. A timer's `at` is the one it asked for. */
export function stepTurn(state: TurnState, input: TurnInput, at: Millis, policy: TurnPolicy): Step {
  switch (input.type) {
    case 'speech_started':
      return speechStarted(state, at, policy)
    case 'speech_stopped':
      return speechStopped(state, input.stoppedAt, at, policy)
    case 'partial':
      if (isLate(state, at)) return stay(state)
      return heard(state, { ...state.caller, partial: input.text }, input.text, at, policy)
    case 'final':
      if (isLate(state, at)) return stay(input.flushed ? oneLessOwed(state) : state)
      return finalHeard(state, input, at, policy)
    case 'typed':
      return typed(state, input.text, at, policy)
    case 'interrupted':
      return silenced(state, policy)
    case 'reply_started':
      return stay({ ...state, agent: { phase: 'replying' } })
    case 'reply_ended':
      return replyEnded(state, at, policy)
    case 'words_elapsed':
      return wordsElapsed(state, at, policy)
    case 'wait_elapsed':
      return waitElapsed(state, at, policy)
    case 'settle_elapsed':
      if (state.caller.phase !== 'settling' || state.caller.deadline !== at) return stay(state)
      return endTurn(state, state.caller, at, policy)
    case 'hold_elapsed':
      if (state.agent.phase !== 'held' || state.agent.until !== at) return stay(state)
      return { state: { ...state, agent: { phase: 'replying' } }, effects: [{ type: 'resume_agent' }] }
  }
}

function speechStarted(state: TurnState, at: Millis, policy: TurnPolicy): Step {
  const { caller, agent } = state
  const speaking: CallerState = { ...words(caller), phase: 'speaking', wordsAt: null }
  if (agent.phase !== 'replying' || !policy.interruptible) return stay({ ...state, caller: speaking })
  const until = at + holdMs
  return {
    state: { ...state, caller: speaking, agent: { phase: 'held', until } },
    effects: [{ type: 'hold_agent' }, { type: 'wake', at: until, input: { type: 'hold_elapsed' } }],
  }
}

function speechStopped(state: TurnState, stoppedAt: Millis, at: Millis, policy: TurnPolicy): Step {
  const { caller } = state
  if (caller.phase !== 'speaking') return stay(state)
  if (policy.ends === 'final_words') return stay({ ...state, caller: { ...words(caller), phase: 'quiet' } })
  const endsAt = Math.max(at, stoppedAt + policy.silenceMs)
  const flushing = { ...words(caller), flushes: caller.flushes + 1 }
  return {
    state: { ...state, caller: { ...flushing, phase: 'pausing', stoppedAt, endsAt, extended: false } },
    effects: [{ type: 'flush_words' }, { type: 'wake', at: endsAt, input: { type: 'wait_elapsed' } }],
  }
}

/** New words: they may confirm that the agent is cut off, or come from a voice too soft to be detected. */
function heard(state: TurnState, caller: CallerState, text: string, at: Millis, policy: TurnPolicy): Step {
  if (text === '') return stay({ ...state, caller })
  const effects: TurnEffect[] = []
  let { agent } = state
  const speaksOver = agent.phase === 'held' || (agent.phase === 'replying' && policy.interruptible)
  if (speaksOver && wordCount(said(caller)) >= Math.max(1, policy.minWords)) {
    // A voice that was not detected, or that outlasted its hold: the agent is still to be heard.
    if (agent.phase === 'replying') effects.push({ type: 'hold_agent' })
    agent = { phase: 'idle' }
    effects.push({ type: 'cut_agent' })
  }
  if (policy.ends === 'final_words') return { state: { ...state, caller, agent }, effects }
  if (caller.phase === 'speaking') {
    effects.push({ type: 'wake', at: at + noiseMs, input: { type: 'words_elapsed' } })
    return { state: { ...state, caller: { ...caller, wordsAt: at }, agent }, effects }
  }
  if (caller.phase !== 'quiet') return { state: { ...state, caller, agent }, effects }
  const endsAt = at + softVoiceMs
  effects.push({ type: 'wake', at: endsAt, input: { type: 'wait_elapsed' } })
  const pausing: CallerState = { ...caller, phase: 'pausing', stoppedAt: at, endsAt, extended: true }
  return { state: { ...state, caller: pausing, agent }, effects }
}

function finalHeard(
  state: TurnState,
  { text, flushed, endsSpeech = true }: Extract<TurnInput, { type: 'final' }>,
  at: Millis,
  policy: TurnPolicy,
): Step {
  const flushes = flushed ? Math.max(0, state.caller.flushes - 1) : state.caller.flushes
  const caller: CallerState = { ...state.caller, words: join(state.caller.words, text), partial: '', flushes }
  const step = heard(state, caller, text, at, policy)
  const settled = step.state.caller
  if (policy.ends === 'final_words') {
    if (!endsSpeech || said(settled) === '') return step
    const over: Paused = { ...words(settled), phase: 'pausing', stoppedAt: at, endsAt: at, extended: true }
    const end = endTurn(step.state, over, at, policy)
    return { state: end.state, effects: [...step.effects, ...end.effects] }
  }
  if (settled.phase !== 'settling' || settled.flushes > 0) return step
  const end = endTurn(step.state, settled, at, policy)
  return { state: end.state, effects: [...step.effects, ...end.effects] }
}

/** A voice that says no words any more is noise: the turn ends as if it had fallen silent with the last of them. */
function wordsElapsed(state: TurnState, at: Millis, policy: TurnPolicy): Step {
  const { caller } = state
  if (caller.phase !== 'speaking' || caller.wordsAt === null || caller.wordsAt + noiseMs !== at) return stay(state)
  const pausing: CallerState = {
    ...words(caller),
    phase: 'pausing',
    stoppedAt: caller.wordsAt,
    endsAt: at,
    extended: true,
  }
  return waitElapsed({ ...state, caller: pausing }, at, policy)
}

function waitElapsed(state: TurnState, at: Millis, policy: TurnPolicy): Step {
  const { caller } = state
  // A timer armed before the caller went on is stale: its instant no longer matches.
  if (caller.phase !== 'pausing' || caller.endsAt !== at) return stay(state)
  if (caller.flushes === 0 && caller.partial === '') return endTurn(state, caller, at, policy)
  const deadline = at + settleMs
  const asked = caller.flushes > 0
  return {
    state: {
      ...state,
      caller: {
        ...words(caller),
        flushes: Math.max(1, caller.flushes),
        phase: 'settling',
        stoppedAt: caller.stoppedAt,
        deadline,
      },
    },
    effects: [
      ...(asked ? [] : [{ type: 'flush_words' } as const]),
      { type: 'wake', at: deadline, input: { type: 'settle_elapsed' } },
    ],
  }
}

type Paused = Extract<CallerState, { phase: 'pausing' | 'settling' }>

/** The silence was long enough and the words are known: whose turn is it? */
function endTurn(state: TurnState, caller: Paused, at: Millis, policy: TurnPolicy): Step {
  const { agent } = state
  const text = said(caller)
  const few = wordCount(text) < policy.minWords
  if (agent.phase === 'held') {
    return { state: { ...state, caller: silent, agent: { phase: 'replying' } }, effects: [{ type: 'resume_agent' }] }
  }
  if (text === '') return stay({ ...state, caller: silent })
  if (agent.phase === 'replying') {
    // Too few words to stop the agent are a nod; of an agent that may not be interrupted, the caller waits for the end.
    return stay({ ...state, caller: policy.interruptible ? silent : { ...words(caller), phase: 'quiet' } })
  }
  if (few && caller.phase === 'pausing' && !caller.extended) {
    return waitLonger(state, caller, at + shortTurnExtraMs)
  }
  const longest = policy.ends === 'silence' ? caller.stoppedAt + policy.waitMs(text) : at
  if (longest > at) return waitLonger(state, caller, longest)
  return commit(state, caller.stoppedAt, at)
}

const waitLonger = (state: TurnState, caller: Paused, endsAt: Millis): Step => ({
  state: {
    ...state,
    caller: { ...words(caller), phase: 'pausing', stoppedAt: caller.stoppedAt, endsAt, extended: true },
  },
  effects: [{ type: 'wake', at: endsAt, input: { type: 'wait_elapsed' } }],
})

/** Typed words join those of a turn that is being spoken; else they are a turn of their own. */
function typed(before: TurnState, text: string, at: Millis, policy: TurnPolicy): Step {
  const { state, effects } = silenced(before, policy)
  const speaks = said(state.caller) !== ''
  const caller = { ...state.caller, words: join(state.caller.words, text) }
  if (speaks && policy.ends === 'silence' && caller.phase !== 'quiet') return { state: { ...state, caller }, effects }
  if (state.agent.phase !== 'idle') return { state: { ...state, caller }, effects }
  const end = commit({ ...state, caller }, at, at)
  return { state: end.state, effects: [...effects, ...end.effects] }
}

/** The agent falls silent, if it may be interrupted. */
function silenced(state: TurnState, policy: TurnPolicy): Step {
  const { phase } = state.agent
  if (phase === 'idle' || !policy.interruptible) return stay(state)
  const hold: TurnEffect[] = phase === 'replying' ? [{ type: 'hold_agent' }] : []
  return { state: { ...state, agent: { phase: 'idle' } }, effects: [...hold, { type: 'cut_agent' }] }
}

/** Words that were spoken while the agent could not be interrupted are answered now. */
function replyEnded(state: TurnState, at: Millis, policy: TurnPolicy): Step {
  const { caller } = state
  const idle: AgentState = { phase: 'idle' }
  if (policy.interruptible || caller.phase !== 'quiet' || said(caller) === '') return stay({ ...state, agent: idle })
  return commit(state, at, at)
}

function commit({ caller }: TurnState, stoppedAt: Millis, at: Millis): Step {
  const owed = { flushes: caller.flushes, until: at + owedMs }
  return {
    state: { caller: silent, agent: { phase: 'replying' }, owed },
    effects: [{ type: 'commit_turn', text: said(caller), stoppedAt, waitMs: at - stoppedAt }],
  }
}

const oneLessOwed = ({ owed, ...state }: TurnState): TurnState => ({
  ...state,
  owed: { ...owed, flushes: owed.flushes - 1 },
})

const words = ({ words, partial, flushes }: Words): Words => ({ words, partial, flushes })
const join = (a: string, b: string): string => `${a} ${b}`.trim()
const said = (caller: Words): string => join(caller.words, caller.partial)
const wordCount = (text: string): number => (text === '' ? 0 : text.split(/\s+/).length)
const stay = (state: TurnState): Step => ({ state, effects: [] })
