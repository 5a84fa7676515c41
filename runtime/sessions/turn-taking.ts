import type { Millis } from '#runtime/core/clock.ts'
import {
  isLate,
  newTurnState,
  stepTurn,
  type TurnEffect,
  type TurnInput,
  type TurnPolicy,
  type TurnState,
} from '#runtime/domain/turns/turn.ts'
import type { Heard } from '#runtime/ports/asr.ts'
import type { Alarms } from './alarms.ts'
import type { CallNarrator } from './call-narrator.ts'

/** A turn of the caller that is over. */
export interface CallerTurn {
  readonly turnId: string
  readonly text: string
}

export interface TurnListener {
  /** Asks the transcriber for the words that are still open. */
  flushWords(): void
  committed(turn: CallerTurn): void
  holdAgent(): void
  resumeAgent(): void
  cutAgent(): void
}

/** Whose turn it is: feeds the turn engine with what happens, carries its wishes out, and numbers the turns (FR-E2, FR-E3). */
export class TurnTaking {
  readonly #alarms: Alarms
  readonly #narrator: CallNarrator
  readonly #policy: TurnPolicy
  readonly #listener: TurnListener
  #state: TurnState = newTurnState
  #count = 0
  /** The turn that the caller's words belong to; null until the next words. */
  #turnId: string | null = null
  #answeredTurnId: string | null = null
  #flushedAt: Millis | null = null

  constructor(alarms: Alarms, narrator: CallNarrator, policy: TurnPolicy, listener: TurnListener) {
    this.#alarms = alarms
    this.#narrator = narrator
    this.#policy = policy
    this.#listener = listener
  }

  step(input: TurnInput, at: Millis = this.#alarms.now()): void {
    const { state, effects } = stepTurn(this.#state, input, at, this.#policy)
    this.#state = state
    for (const effect of effects) this.#carryOut(effect)
  }

  partial({ text }: Heard): void {
    this.#narrator.heardSoFar(this.#turnOfWords(), text)
    this.step({ type: 'partial', text })
  }

  final(heard: Heard & { finalized: boolean }): void {
    const { text, finalized } = heard
    if (text !== '') {
      const latencyMs = finalized && this.#flushedAt !== null ? this.#alarms.now() - this.#flushedAt : undefined
      this.#narrator.heard(this.#turnOfWords(), heard, latencyMs)
    }
    this.step({ type: 'final', text, flushed: finalized })
  }

  /** A turn that the agent begins; what the caller says next is the next one. */
  agentBegins(): string {
    const turnId = this.#open('agent')
    this.#turnId = null
    this.step({ type: 'reply_started' })
    return turnId
  }

  #carryOut(effect: TurnEffect): void {
    switch (effect.type) {
      case 'wake': {
        const { at, input } = effect
        this.#alarms.wakeAt(at, () => this.step(input, at))
        return
      }
      case 'flush_words':
        this.#flushedAt = this.#alarms.now()
        return this.#listener.flushWords()
      case 'commit_turn':
        return this.#commit(effect)
      case 'hold_agent':
        return this.#listener.holdAgent()
      case 'resume_agent':
        return this.#listener.resumeAgent()
      case 'cut_agent':
        return this.#listener.cutAgent()
    }
  }

  #commit({ text, stoppedAt, waitMs }: Extract<TurnEffect, { type: 'commit_turn' }>): void {
    const turnId = this.#open('caller')
    this.#turnId = null
    this.#answeredTurnId = turnId
    this.#narrator.turnEnded(turnId, waitMs, stoppedAt)
    this.#listener.committed({ turnId, text })
  }

  /** The turn that words belong to now; it is opened with its first words and closed by `commit_turn`. */
  #open(initiator: 'caller' | 'agent'): string {
    if (this.#turnId !== null) return this.#turnId
    this.#turnId = `turn_${++this.#count}`
    this.#narrator.turnStarted(this.#turnId, initiator)
    return this.#turnId
  }

  /** Words that come late belong to the turn that was answered without them. */
  #turnOfWords(): string {
    const late = isLate(this.#state, this.#alarms.now()) ? this.#answeredTurnId : null
    return late ?? this.#open('caller')
  }
}
