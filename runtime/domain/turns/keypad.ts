import type { Millis } from '#runtime/core/clock.ts'

/** A pause after the last key that ends the collection. */
export const keyPauseMs: Millis = 2_000
export const maxKeys = 32

/** Keys as the words of the caller's turn. */
export const keysAsWords = (keys: string): string => `[keys pressed: ${keys}]`

export type KeysEnd = 'hash' | 'pause' | 'length' | 'call_end'

export interface KeypadState {
  readonly keys: string
  /** When the pause is over; no instant while nothing was pressed. */
  readonly until: Millis | null
}

export interface KeypadStep {
  readonly state: KeypadState
  /** Collections that are over now. */
  readonly entered: readonly { readonly keys: string; readonly endedBy: KeysEnd }[]
}

export const newKeypadState: KeypadState = { keys: '', until: null }

/** Keys are pressed: `#` ends what was collected and is no part of it, unless it stands alone. */
export function pressKeys(state: KeypadState, digits: string, at: Millis): KeypadStep {
  const entered: { keys: string; endedBy: KeysEnd }[] = []
  let { keys } = state
  const over = (endedBy: KeysEnd): void => {
    entered.push({ keys, endedBy })
    keys = ''
  }
  for (const digit of digits) {
    if (digit === '#') {
      keys ||= '#'
      over('hash')
      continue
    }
    keys += digit
    if (keys.length >= maxKeys) over('length')
  }
  return { state: { keys, until: keys === '' ? null : at + keyPauseMs }, entered }
}

/** The pause may be over; `at` is the instant that it was armed for. */
export function keysElapsed(state: KeypadState, at: Millis): KeypadStep {
  if (state.until !== at) return { state, entered: [] }
  return endKeys(state, 'pause')
}

export const endKeys = ({ keys }: KeypadState, endedBy: KeysEnd): KeypadStep => ({
  state: newKeypadState,
  entered: keys === '' ? [] : [{ keys, endedBy }],
})
