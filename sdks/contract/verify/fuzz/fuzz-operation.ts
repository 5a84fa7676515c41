import fc from 'fast-check'
import type { Pool } from 'undici'
import { documentOf, exampleBodies } from '../../published.ts'
import type { Deployment, Keys } from '../deployment.ts'
import { unlessAborted } from '../under-way.ts'
import { Fuzzer } from './fuzzer.ts'
import { type FuzzedOperation, operationsOf, Requests } from './requests.ts'
import { Resources } from './resources.ts'
import { Schemas } from './schema.ts'

const document = documentOf('openapi')
const schemas = new Schemas(document)
const requests = new Requests(document)

/** From here on some right request of every operation is taken, and some wrong one sent. */
const ENOUGH_RUNS = 100

/** Every live operation. */
export const fuzzedOperations: readonly FuzzedOperation[] = operationsOf(document, exampleBodies)

export interface Fuzzing {
  readonly deployment: Deployment
  readonly pool: Pool
  /** Of two tenants; `foreign` is null where there is one alone. */
  readonly keys: { readonly own: Keys; readonly foreign: Keys | null }
  readonly numRuns: number
  readonly seed: number
  readonly timeoutMs: number
  /** Aborted where the rest shall not be asked any more. */
  readonly signal?: AbortSignal
}

/**
 * Asks what the document allows and what it does not, by turns; throws with the smallest request that is answered otherwise. What was made
 * for it is taken away.
 */
export async function fuzz(operation: FuzzedOperation, fuzzing: Fuzzing): Promise<void> {
  const { deployment, pool, keys, numRuns, seed, timeoutMs, signal } = fuzzing
  const own = new Resources(deployment, operation, keys.own)
  const foreign = keys.foreign === null ? null : new Resources(deployment, operation, keys.foreign)
  const fuzzer = new Fuzzer(pool, operation, { own, foreign }, schemas)
  const [valid, invalid] = [requests.valid(operation), requests.invalid(operation)]
  const drawn = invalid === null ? valid : fc.oneof(valid, invalid)
  const property = fc.asyncProperty(drawn, async (request) => {
    signal?.throwIfAborted()
    await fuzzer.take(request)
  })
  const asserted = fc.assert(property, {
    numRuns,
    seed,
    interruptAfterTimeLimit: timeoutMs,
    markInterruptAsFailure: true,
  })
  const [asking] = await Promise.allSettled([unlessAborted(asserted, signal)])
  const leaving = await Promise.allSettled([own.close(), foreign?.close()])
  const faults = [asking, ...leaving].flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  const [fault] = faults
  if (fault !== undefined)
    throw new Error(
      faults.map(({ message }) => message).join('\n'),
      fault.cause === undefined ? {} : { cause: fault.cause },
    )
  const { accepted, refused } = fuzzer.tally
  if (numRuns < ENOUGH_RUNS) return
  if (accepted === 0) throw new Error('No right request was taken.')
  if (invalid !== null && refused === 0) throw new Error('No wrong request was sent.')
}
