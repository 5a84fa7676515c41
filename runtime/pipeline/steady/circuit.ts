import type { ProviderFailure } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import {
  type BreakerEffect,
  type BreakerInput,
  type BreakerPolicy,
  breakerPolicy,
  newBreakerState,
  stepBreaker,
  waitOf,
} from '#runtime/domain/providers/breaker.ts'

/** The breaker of one provider's service under one credential, shared by all calls of the process (SRS 4.3). */
export class Circuit {
  readonly #clock: Clock
  readonly #policy: BreakerPolicy
  #state = newBreakerState

  constructor(clock: Clock, policy: BreakerPolicy = breakerPolicy) {
    this.#clock = clock
    this.#policy = policy
  }

  /** How long the provider is left alone yet, or null when it may be asked. */
  get waitMs(): Millis | null {
    return waitOf(this.#state, this.#clock.now(), this.#policy)
  }

  /** Before each request: null to go on, or how long to leave the provider alone. */
  ask(): Millis | null {
    const [effect] = this.#step({ type: 'asked' })
    return effect?.type === 'refuse' ? effect.waitMs : null
  }

  succeeded(): BreakerEffect | undefined {
    return this.#step({ type: 'succeeded' })[0]
  }

  failed(failure: ProviderFailure): BreakerEffect | undefined {
    return this.#step({ type: 'failed', failure })[0]
  }

  #step(input: BreakerInput): readonly BreakerEffect[] {
    const { state, effects } = stepBreaker(this.#state, input, this.#clock.now(), this.#policy)
    this.#state = state
    return effects
  }
}
