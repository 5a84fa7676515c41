import { Latest } from './latest.ts'
import { MockProblem } from './problem.ts'

/** What the mock can do wrong when it is asked to. */
export const faults = ['429', '500', 'stall', 'disconnect', 'malformed'] as const
export type Fault = (typeof faults)[number]

export const isFault = (text: string): text is Fault => (faults as readonly string[]).includes(text)

function faultOf(text: string): Fault {
  if (isFault(text)) return text
  const told = `There is no fault "${text.slice(0, 64)}": ${faults.join(', ')}.`
  throw new MockProblem('bad_request', told, [{ header: FAULT_HEADER, message: told, keyword: 'enum' }])
}

/** The header and the parameter that ask for a fault of one request, or of one socket. */
export const FAULT_HEADER = 'x-mock-fault'
export const FAULT_PARAMETER = 'mock_fault'

/** How many addresses are told apart. */
const MOST_ADDRESSES = 10_000

/** Faults that were asked for at the start: the first request of each operation, and each call, meets them in their order. */
export class Faults {
  readonly #planned: readonly Fault[]
  readonly #met = new Latest<string, number>(MOST_ADDRESSES)

  constructor(planned: readonly Fault[] = []) {
    this.#planned = planned
  }

  /** The fault of this request: what it asks for itself, else what is next in the plan. Throws `bad_request` where there is no such fault. */
  next(operation: string, asked: string | null): Fault | null {
    if (asked !== null) return faultOf(asked)
    const met = this.#met.get(operation) ?? 0
    this.#met.set(operation, met + 1)
    return this.#planned[met] ?? null
  }
}
