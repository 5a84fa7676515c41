/** Failures that meet a request or a handshake before anything is answered. */
export const openingFailures = ['connect_refused', '401', '429', '500', 'stall'] as const
/** Failures of an answer under way; they also strike a connection that is already open. */
export const midwayFailures = ['stall_midway', 'error_midway', 'disconnect_midway', 'garbage', 'endless'] as const

export type OpeningFailure = (typeof openingFailures)[number]
export type MidwayFailure = (typeof midwayFailures)[number]

export interface Failure {
  readonly kind: OpeningFailure | MidwayFailure
  /** Midway failures: so many chunks or messages pass first. Default 1. */
  readonly afterChunks?: number
  /** 429 only: sent as `retry-after` (whole seconds, rounded up) and `retry-after-ms`. Without it neither is sent. */
  readonly retryAfterMs?: number
  /** How many requests or connections it strikes. Default 1. */
  readonly times?: number | 'always'
}

/** What a simulator does wrong, or slowly. An empty object is a sound and quick one. */
export interface Fault {
  /** Milliseconds before the first chunk of an answer: the first token, the first audio of a flush, a transcript. */
  readonly firstByteMs?: number
  /** Milliseconds before each further chunk. */
  readonly chunkMs?: number
  readonly failure?: Failure
}

const kinds: readonly string[] = [...openingFailures, ...midwayFailures]

/** The faults of a JSON body by simulator name. Throws RangeError with a sentence about the first thing that is wrong. */
export function parseFaults(body: unknown, names: readonly string[]): Map<string, Fault> {
  const faults = new Map<string, Fault>()
  for (const [name, fault] of Object.entries(objectAt(body, 'the body', names)))
    faults.set(name, parseFault(fault, name))
  return faults
}

/** Checks one fault; `where` names it in the sentence of the RangeError. */
export function parseFault(value: unknown, where: string): Fault {
  const fault = objectAt(value, where, ['firstByteMs', 'chunkMs', 'failure'])
  countAt(fault.firstByteMs, `${where}.firstByteMs`)
  countAt(fault.chunkMs, `${where}.chunkMs`)
  if (fault.failure === undefined) return fault
  const at = `${where}.failure`
  const failure = objectAt(fault.failure, at, ['kind', 'afterChunks', 'retryAfterMs', 'times'])
  if (typeof failure.kind !== 'string' || !kinds.includes(failure.kind)) {
    throw new RangeError(`${at}.kind must be one of ${kinds.join(', ')}.`)
  }
  countAt(failure.afterChunks, `${at}.afterChunks`)
  countAt(failure.retryAfterMs, `${at}.retryAfterMs`)
  if (failure.times !== 'always') countAt(failure.times, `${at}.times`)
  return fault
}

function objectAt(value: unknown, where: string, fields: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`${where} must be an object.`)
  }
  const unknown = Object.keys(value).find((field) => !fields.includes(field))
  if (unknown !== undefined)
    throw new RangeError(`${where} has no field "${unknown}"; it may have ${fields.join(', ')}.`)
  return value as Record<string, unknown>
}

function countAt(value: unknown, where: string): void {
  if (value === undefined) return
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new RangeError(`${where} must be a whole number, 0 or more.`)
  }
}
