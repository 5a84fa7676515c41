import type { Clock } from '#runtime/core/clock.ts'
import {
  type Failure,
  type Fault,
  type MidwayFailure,
  midwayFailures,
  type OpeningFailure,
  parseFault,
} from './fault.ts'

export type Opening = Failure & { readonly kind: OpeningFailure }
export type Midway = Failure & { readonly kind: MidwayFailure }

const isMidway = (failure: Failure): failure is Midway => (midwayFailures as readonly string[]).includes(failure.kind)

/** The fault that is set for one simulator, and how often its failure still strikes. */
export class FaultPlan {
  #fault: Fault = {}
  #left = 0

  /** Replaces the fault; throws RangeError when it is not one. */
  set(fault: Fault): void {
    this.#fault = parseFault(fault, 'the fault')
    const times = fault.failure?.times ?? 1
    this.#left = times === 'always' ? Number.POSITIVE_INFINITY : times
  }

  clear(): void {
    this.set({})
  }

  /** The fault, with the times its failure has left; without the failure once it has struck them all. */
  get fault(): Fault {
    const { failure, ...delays } = this.#fault
    if (!failure || this.#left === 0) return delays
    return { ...delays, failure: { ...failure, times: Number.isFinite(this.#left) ? this.#left : 'always' } }
  }

  /** Asked once a request or handshake: the failure that meets it, which has then struck once. */
  takeOpening(): Opening | undefined {
    const failure = this.#fault.failure
    return failure && !isMidway(failure) && this.#strike() ? (failure as Opening) : undefined
  }

  takeMidway(): Midway | undefined {
    const failure = this.#fault.failure
    return failure && isMidway(failure) && this.#strike() ? failure : undefined
  }

  #strike(): boolean {
    if (this.#left === 0) return false
    this.#left--
    return true
  }
}

/** Waits as long as the fault says before an answer that is one piece. */
export async function firstByte(plan: FaultPlan, clock: Clock, signal: AbortSignal): Promise<void> {
  const { firstByteMs = 0 } = plan.fault
  if (firstByteMs > 0) await clock.sleep(firstByteMs, signal)
}
