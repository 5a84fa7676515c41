import type { Millis } from '#runtime/core/clock.ts'
import {
  type AgentState,
  type CallerState,
  isLate,
  newTurnState,
  stepTurn,
  type TurnEffect,
  type TurnInput,
  type TurnPolicy,
  type TurnState,
} from '#runtime/domain/turns/turn.ts'
import type { FinalHeard, Heard } from '#runtime/ports/asr.ts'
import type { CallNarrator } from '#runtime/sessions/log/call-narrator.ts'
import type { Alarms } from './alarms.ts'

/** A turn of the caller that is over. */
export interface CallerTurn {
  readonly turnId: string
  readonly text: string
  /** How sure the transcriber is of the words; null where nothing says. */
  readonly confidence: number | null
}

export interface TurnListener {
  /** Asks the transcriber for the words that are still open. */
  flushWords(): void
  /** When the caller's voice was last heard; null where it was not yet. */
  lastVoiceAt(): Millis | null
  committed(turn: CallerTurn): void
  /** `latencyMs`: since the first sound of the voice that is there. */
  holdAgent(latencyMs: Millis | undefined): void
  resumeAgent(): void
  cutAgent(): void
  /** Something happened: `busy` may have changed. */
  stepped(): void
}

/** Whose turn it is: feeds the turn engine with what happens, carries its wishes out, and numbers the turns (FR-E2, FR-E3). */
export class TurnTaking {
  readonly #alarms: Alarms
  readonly #narrator: CallNarrator
  readonly #policy: TurnPolicy
  /** The policy while the agent says what must be heard. */
  readonly #firm: TurnPolicy
  readonly #listener: TurnListener
  #state: TurnState = newTurnState
  #count = 0
  /** The turn that the caller's words belong to; null until the next words. */
  #turnId: string | null = null
  #answeredTurnId: string | null = null
  #flushedAt: Millis | null = null
  /** Since when the voice is there that was heard last; null where its words have begun. */
  #voiceSince: Millis | null = null
  /** Characters of the turn's final words, and how sure the transcriber is of them. */
  #sure = { characters: 0, sum: 0 }
  #interruptible = true
  /** While the caller's words come late: what the engine wanted to be woken for, and they may still change. */
  #delayed: (() => void)[] | null = null
  #closed = false

  constructor(alarms: Alarms, narrator: CallNarrator, policy: TurnPolicy, listener: TurnListener) {
    this.#alarms = alarms
    this.#narrator = narrator
    this.#policy = policy
    this.#firm = { ...policy, interruptible: false }
    this.#listener = listener
  }

  step(input: TurnInput, at: Millis = this.#alarms.now()): void {
    if (this.#closed) return
    const { state, effects } = stepTurn(this.#state, input, at, this.#interruptible ? this.#policy : this.#firm)
    this.#state = state
    for (const effect of effects) this.#carryOut(effect)
    this.#listener.stepped()
  }

  /** Whether the agent speaks or thinks, or the caller's turn is being ended. */
  get busy(): boolean {
    const { phase } = this.#state.caller
    return this.agentBusy || phase === 'pausing' || phase === 'settling'
  }

  /** Whether either side has the word, or is awaited. */
  get engaged(): boolean {
    return this.busy || this.#state.caller.phase === 'speaking'
  }

  /** Whether the agent speaks or thinks. */
  get agentBusy(): boolean {
    return this.#state.agent.phase !== 'idle'
  }

  /** Where each side stands. */
  get phases(): { readonly caller: CallerState['phase']; readonly agent: AgentState['phase'] } {
    return { caller: this.#state.caller.phase, agent: this.#state.agent.phase }
  }

  /** Words that were typed, or keys; `record` is told their turn. */
  typed(text: string, record: (turnId: string) => void): void {
    record(this.#open('caller'))
    this.#weigh(text, 1)
    this.step({ type: 'typed', text })
  }

  /** A voice is there since this instant. */
  voiced(since: Millis): void {
    this.#voiceSince = since
  }

  partial({ text }: Heard): void {
    if (text !== '') {
      const isFirst = this.#turnId === null
      const turnId = this.#turnOfWords()
      this.#narrator.heardSoFar(turnId, text, isFirst ? this.#sinceVoice() : undefined)
      this.#voiceSince = null
    }
    this.step({ type: 'partial', text })
  }

  final(heard: FinalHeard): void {
    const { text, finalized, endsSpeech } = heard
    if (text !== '') {
      if (!isLate(this.#state, this.#alarms.now())) this.#weigh(text, heard.confidence)
      const latencyMs = finalized && this.#flushedAt !== null ? this.#alarms.now() - this.#flushedAt : undefined
      this.#narrator.heard(this.#turnOfWords(), heard, latencyMs)
    }
    this.step({ type: 'final', text, flushed: finalized, ...(endsSpeech !== undefined && { endsSpeech }) })
  }

  /** The caller's words come late, or are there: no turn is over before. */
  wordsAreLate(areLate: boolean): void {
    if (areLate) this.#delayed ??= []
    if (areLate) return
    const delayed = this.#delayed ?? []
    this.#delayed = null
    for (const wake of delayed) wake()
  }

  /** Nothing is anybody's turn any more. */
  close(): void {
    this.#closed = true
  }

  /** The turn that was answered last, for what the agent adds to it; a new one where there is none. */
  lastTurn(): string {
    return this.#answeredTurnId ?? this.agentBegins()
  }

  /** A turn that the agent begins; what the caller says next is the next one. `firm`: it cannot be interrupted. */
  agentBegins(firm = false): string {
    this.#interruptible = !firm
    const turnId = this.#open('agent')
    this.#turnId = null
    this.step({ type: 'reply_started' })
    return turnId
  }

  #carryOut(effect: TurnEffect): void {
    switch (effect.type) {
      case 'wake': {
        const { at, input } = effect
        const wake = (): void => this.step(input, at)
        this.#alarms.wakeAt(at, () => {
          if (this.#delayed === null || input.type === 'hold_elapsed') wake()
          else this.#delayed.push(wake)
        })
        return
      }
      case 'flush_words':
        this.#flushedAt = this.#alarms.now()
        return this.#listener.flushWords()
      case 'commit_turn':
        return this.#commit(effect)
      case 'hold_agent':
        return this.#listener.holdAgent(this.#sinceVoice())
      case 'resume_agent':
        return this.#listener.resumeAgent()
      case 'cut_agent':
        return this.#listener.cutAgent()
    }
  }

  #sinceVoice(): Millis | undefined {
    return this.#voiceSince === null ? undefined : this.#alarms.now() - this.#voiceSince
  }

  #commit({ text, stoppedAt, waitMs }: Extract<TurnEffect, { type: 'commit_turn' }>): void {
    const turnId = this.#open('caller')
    this.#turnId = null
    this.#answeredTurnId = turnId
    this.#narrator.turnEnded(turnId, waitMs, stoppedAt)
    const { characters, sum } = this.#sure
    this.#sure = { characters: 0, sum: 0 }
    this.#interruptible = true
    this.#listener.committed({ turnId, text, confidence: characters === 0 ? null : sum / characters })
  }

  #weigh({ length }: string, confidence: number): void {
    this.#sure = { characters: this.#sure.characters + length, sum: this.#sure.sum + length * confidence }
  }

  /** The turn that words belong to now; it is opened with its first words and closed by `commit_turn`. */
  #open(initiator: 'caller' | 'agent'): string {
    if (this.#turnId !== null) return this.#turnId
    this.#turnId = `turn_${++this.#count}`
    this.#narrator.turnStarted(this.#turnId, initiator, this.#listener.lastVoiceAt())
    return this.#turnId
  }

  /** Words that come late belong to the turn that was answered without them. */
  #turnOfWords(): string {
    const late = isLate(this.#state, this.#alarms.now()) ? this.#answeredTurnId : null
    return late ?? this.#open('caller')
  }
}
