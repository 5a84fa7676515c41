import type { Millis } from '#runtime/core/clock.ts'
import {
  newSilenceState,
  type SilenceInput,
  type SilenceKind,
  type SilencePolicy,
  type SilenceState,
  stepSilence,
} from '#runtime/domain/silence/silence.ts'
import type { CallNarrator } from '#runtime/sessions/log/call-narrator.ts'
import type { Alarms } from './alarms.ts'

/** Notices that nobody speaks (FR-END1), and says so. */
export class SilenceWatch {
  readonly #alarms: Alarms
  readonly #narrator: CallNarrator
  readonly #policy: SilencePolicy
  readonly #fired: (kind: SilenceKind) => void
  #state: SilenceState = newSilenceState

  constructor(alarms: Alarms, narrator: CallNarrator, policy: SilencePolicy, fired: (kind: SilenceKind) => void) {
    this.#alarms = alarms
    this.#narrator = narrator
    this.#policy = policy
    this.#fired = fired
  }

  step(input: SilenceInput, at: Millis = this.#alarms.now()): void {
    const { state, effects } = stepSilence(this.#state, input, at, this.#policy)
    this.#state = state
    for (const effect of effects) {
      if (effect.type === 'wake') {
        const until = effect.at
        this.#alarms.wakeAt(until, () => this.step({ type: 'elapsed' }, until))
        continue
      }
      this.#narrator.silence(effect.type, effect.kind, effect.thresholdMs)
      if (effect.type === 'fired') this.#fired(effect.kind)
    }
  }
}
