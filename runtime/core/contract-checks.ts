import type { Violation } from '#generated/violation.gen.ts'

/** Which kind of thing went out; its `name` is an operation, a message's `t` or an event's type. */
export type Surface = 'answer' | 'message' | 'event' | 'webhook'

/** What broke the contract, and where; never the value that broke it. */
export interface Breach {
  readonly surface: Surface
  readonly name: string
  readonly pointer: string
  readonly keyword: string
  readonly status?: number
}

/** Holds what goes out against the contract. */
export interface ContractChecks {
  /** Whether this one is to be checked. */
  due(): boolean
  /**
   * Told of one that breaks the contract. Throws where everything is checked, so that it does not go out; where a sample
   * is, it is counted and told of, and goes out: a caller in production is better served by an odd answer than by none.
   */
  broken(surface: Surface, name: string, violation: Violation, status?: number): void
  /** How many were found since the process began. */
  readonly violations: number
}

/** Checks everything and throws; for development, staging and tests. `onBreach` is told as well. */
export function everyCheck(onBreach: (breach: Breach) => void = () => {}): ContractChecks {
  let violations = 0
  return {
    due: () => true,
    broken(surface, name, violation, status) {
      violations += 1
      onBreach(breachOf(surface, name, violation, status))
      throw new Error(`the ${surface} ${name} breaks the contract: ${violation.pointer} ${violation.message}`)
    },
    get violations() {
      return violations
    },
  }
}

/** Checks the first and then one in `every`, and lets what breaks the contract pass. */
export function sampledChecks(every: number, onBreach: (breach: Breach) => void): ContractChecks {
  let count = -1
  let violations = 0
  return {
    due: () => ++count % every === 0,
    broken(surface, name, violation, status) {
      violations += 1
      onBreach(breachOf(surface, name, violation, status))
    },
    get violations() {
      return violations
    },
  }
}

const breachOf = (surface: Surface, name: string, { pointer, keyword }: Violation, status?: number): Breach => ({
  surface,
  name,
  pointer,
  keyword,
  ...(status !== undefined && { status }),
})
