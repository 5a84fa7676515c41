import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import type { BreakerEffect } from '#runtime/domain/providers/breaker.ts'
import { backoffMs, isFinal, type RetryPolicy } from '#runtime/domain/providers/retry.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Circuit } from './circuit.ts'

export type Service = 'asr' | 'llm' | 'tts'

/** What happens to a provider while a call uses it (OBS-00 3.5). */
export type ProviderHappening =
  /** `final`: it is not tried again. */
  | { readonly type: 'failed'; readonly error: ProviderError; readonly attempt: number; readonly final: boolean }
  | { readonly type: 'retry_scheduled'; readonly attempt: number; readonly backoffMs: Millis }
  | ({ readonly type: 'recovered'; readonly attempt: number; readonly tookMs: Millis } & Repeated)
  | { readonly type: 'circuit_opened'; readonly openMs: Millis }
  | { readonly type: 'circuit_closed' }

/** What was sent to the provider once more: audio of the caller, or words of the agent. */
export interface Repeated {
  readonly replayedMs?: Millis
  readonly repeatedCharacters?: number
}

export interface AttemptPorts {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly circuit: Circuit
  readonly tell: (happening: ProviderHappening) => void
}

/** The tries of one thing that a provider is asked for: counts them, spaces them, and tells of them. */
export class Attempts {
  readonly #ports: AttemptPorts
  readonly #policy: RetryPolicy
  #attempt = 1
  #failedAt: Millis | null = null

  constructor(ports: AttemptPorts, policy: RetryPolicy) {
    this.#ports = ports
    this.#policy = policy
  }

  /** Before each try: an error when the provider is being left alone. */
  ask(): ProviderError | null {
    const retryAfterMs = this.#ports.circuit.ask()
    if (retryAfterMs === null) return null
    return new ProviderError('circuit_open', 'It failed too often and is left alone for a while', { retryAfterMs })
  }

  /** The provider has taken the request. */
  accepted(): void {
    this.#tell(this.#ports.circuit.succeeded())
  }

  /** How long to wait before the next try; null for none. `mayRest`: without one nothing is lost yet. */
  failed(error: ProviderError, mayRest = false): Millis | null {
    const { clock, random, tell } = this.#ports
    const wait = backoffMs(error, this.#attempt, random(1)[0]! / 255, this.#policy)
    this.#fail(error, wait === null && (!mayRest || isFinal(error)))
    if (wait === null) return null
    this.#failedAt ??= clock.now()
    this.#attempt += 1
    tell({ type: 'retry_scheduled', attempt: this.#attempt, backoffMs: wait })
    return wait
  }

  /** It failed where another try would do harm. */
  gaveUp(error: ProviderError): null {
    this.#fail(error, true)
    return null
  }

  #fail(error: ProviderError, final: boolean): void {
    this.#ports.tell({ type: 'failed', error, attempt: this.#attempt, final })
    this.#tell(this.#ports.circuit.failed(error.failure))
  }

  /** The provider serves, if it is again. */
  serves(repeated: Repeated = {}): void {
    if (this.#failedAt === null) return
    const tookMs = this.#ports.clock.now() - this.#failedAt
    this.#failedAt = null
    this.#ports.tell({ type: 'recovered', attempt: this.#attempt, tookMs, ...repeated })
  }

  /** It has served for so long that the next failure is one of its own. */
  reset(): void {
    this.#attempt = 1
    this.#failedAt = null
  }

  #tell(effect: BreakerEffect | undefined): void {
    if (effect?.type === 'opened') this.#ports.tell({ type: 'circuit_opened', openMs: effect.openMs })
    if (effect?.type === 'closed') this.#ports.tell({ type: 'circuit_closed' })
  }
}
