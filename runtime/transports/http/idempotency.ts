import { canonicalJson } from '#runtime/core/canonical-json.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Ids } from '#runtime/core/ids.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem, type ProblemOptions } from '#runtime/core/problem.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { IdempotencyStore, IdempotentRun } from '#runtime/ports/store.ts'

/** How long an answer is kept. */
const KEPT_MS: Millis = 24 * 3_600_000
/** A run that has said nothing for this long has died with its process. No handler takes nearly as long. */
const LEASE_MS: Millis = 60_000
const ASK_AGAIN_MS: Millis = 1_000

export interface IdempotencyPorts {
  readonly store: IdempotencyStore
  readonly sealer: Sealer
  readonly clock: Pick<Clock, 'now'>
  readonly ids: Ids
  /** A keyed hash: what is stored tells nothing of keys and bodies. */
  readonly digest: (text: string) => Buffer
}

/**
 * A request under an Idempotency-Key. Who asks and as what, the operation, its path and the key say which; the rest is what
 * is asked. A token has no answers of the API key that it stands on: what a key may make and see, a token may not.
 */
export interface KeyedRequest {
  readonly key: string
  readonly caller: Caller
  readonly operationId: string
  readonly path: unknown
  readonly query: unknown
  readonly ifMatch: string | undefined
  readonly body: unknown
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Kept = Answer | { readonly refused: Pick<Problem, 'code' | 'message'> & Pick<ProblemOptions, 'errors' | 'limit'> }

/**
 * Runs the handler once for each Idempotency-Key. The key is claimed before the handler runs and its answer is kept
 * after it, sealed; a request that comes meanwhile is told to ask again. A run that dies in between leaves a lease that
 * ends by itself: the next request then runs, and meets what the dead run has already done. Answers that another try may
 * better (5xx, `retryable`) are not kept.
 */
export class Idempotency {
  readonly #ports: IdempotencyPorts

  constructor(ports: IdempotencyPorts) {
    this.#ports = ports
  }

  /** `keeps` says which answers can be kept; `onFault` is told when one that the client gets could not be. */
  async once(
    request: KeyedRequest,
    handle: () => Promise<Answer>,
    { keeps, onFault }: { keeps: (answer: Answer) => boolean; onFault: (error: unknown) => void },
  ): Promise<Answer & { readonly replayed: boolean }> {
    const { tenantId } = request.caller
    const run = this.#runOf(request)
    const told = await this.#ports.store.begin(tenantId, run)
    if (typeof told === 'object') return this.#again(this.#open(told.sealed, tenantId, run))
    if (told !== 'begun') throw conflict(told)
    // What the client gets does not wait for trouble with what is kept.
    const settle = (kept: Kept | null): Promise<void> => this.#settle(tenantId, run, kept).catch(onFault)
    try {
      const answer = await handle()
      await settle(answer.status < 500 && keeps(answer) ? answer : null)
      return { ...answer, replayed: false }
    } catch (error) {
      await settle(refusalOf(error))
      throw error
    }
  }

  #runOf({ key, caller, operationId, path, query, ifMatch, body }: KeyedRequest): IdempotentRun {
    const { digest, clock, ids } = this.#ports
    const now = clock.now()
    const after = (ms: Millis): string => new Date(now + ms).toISOString()
    return {
      scope: digest(canonicalJson([caller.keyId, caller.via, caller.role, operationId, path, key])),
      fingerprint: digest(canonicalJson([query, ifMatch ?? null, body ?? null])),
      run: ids.next('request'),
      at: after(0),
      leasedUntil: after(LEASE_MS),
      expiresAt: after(KEPT_MS),
    }
  }

  async #settle(tenantId: string, run: IdempotentRun, kept: Kept | null): Promise<void> {
    const { store, sealer } = this.#ports
    if (kept === null) await store.release(tenantId, run)
    else await store.keep(tenantId, run, sealer.seal(kept, placeOf(tenantId, run)))
  }

  #open(sealed: Buffer, tenantId: string, run: IdempotentRun): Kept {
    return this.#ports.sealer.open(sealed, placeOf(tenantId, run)) as Kept
  }

  #again(kept: Kept): Answer & { readonly replayed: true } {
    if (!('refused' in kept)) return { ...kept, replayed: true }
    const { code, message, errors, limit } = kept.refused
    throw new Problem(code, message, { replayed: true, ...(errors && { errors }), ...(limit && { limit }) })
  }
}

const placeOf = (tenantId: string, { scope }: IdempotentRun): string => `answer:${tenantId}:${scope.toString('hex')}`

/** A refusal that would come again; null for what another try may better. */
function refusalOf(error: unknown): Kept | null {
  if (!(error instanceof Problem) || error.status >= 500 || error.retryable) return null
  const { code, message, errors, limit } = error
  return { refused: { code, message, ...(errors && { errors }), ...(limit && { limit }) } }
}

const conflict = (why: 'runs' | 'other'): Problem =>
  why === 'runs'
    ? new Problem('idempotency_conflict', 'The request with this Idempotency-Key still runs. Ask again.', {
        retryAfterMs: ASK_AGAIN_MS,
      })
    : new Problem('idempotency_conflict', 'This Idempotency-Key was used for another request. Take a new one.', {
        errors: [
          {
            header: 'Idempotency-Key',
            message: 'belongs to a request with another body or If-Match',
            keyword: 'unique',
          },
        ],
      })
