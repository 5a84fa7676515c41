import type { Millis } from '#runtime/core/clock.ts'
import {
  endKeys,
  type KeypadState,
  type KeypadStep,
  type KeysEnd,
  keysElapsed,
  newKeypadState,
  pressKeys,
} from '#runtime/domain/turns/keypad.ts'
import type { Alarms } from './alarms.ts'

export interface KeyedEntry {
  readonly keys: string
  readonly method: DtmfMethod | undefined
  readonly endedBy: KeysEnd
}

export type DtmfMethod = 'rfc2833' | 'info'

/** The keys that the caller presses, collected until they are an entry (FR-T3). */
export class Keypad {
  readonly #alarms: Alarms
  readonly #entered: (entry: KeyedEntry) => void
  #state: KeypadState = newKeypadState
  #method: DtmfMethod | undefined

  constructor(alarms: Alarms, entered: (entry: KeyedEntry) => void) {
    this.#alarms = alarms
    this.#entered = entered
  }

  press(digits: string, method: DtmfMethod | undefined): void {
    this.#method = method
    this.#take(pressKeys(this.#state, digits, this.#alarms.now()))
    const { until } = this.#state
    if (until !== null) this.#alarms.wakeAt(until, () => this.#elapsed(until))
  }

  /** The call ends: what was collected is not lost. */
  close(): void {
    this.#take(endKeys(this.#state, 'call_end'))
  }

  #elapsed(at: Millis): void {
    this.#take(keysElapsed(this.#state, at))
  }

  #take({ state, entered }: KeypadStep): void {
    this.#state = state
    for (const entry of entered) this.#entered({ ...entry, method: this.#method })
  }
}
