import { S3ServiceException } from '@aws-sdk/client-s3'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { RandomBytes } from '#runtime/core/random.ts'

export interface Patience {
  readonly attempts: number
  /** Before the second attempt, give or take a half; it doubles. */
  readonly backoffMs: Millis
  /** For an attempt that carries nothing. */
  readonly answerMs: Millis
  /** What an attempt is given besides, by what it carries. */
  readonly bytesPerMs: number
}

/** One attempt. */
export interface Try {
  readonly signal: AbortSignal
  /** It fails with this error, and so would any other. */
  giveUp(error: unknown): void
}

/** What S3 said no to in the end. */
export class S3Failure extends Error {
  override readonly name = 'S3Failure'
  /** S3's own: `NoSuchKey`; without an answer the system's. */
  readonly code: string

  constructor(bucket: string, cause: unknown) {
    const { name, code = name } = cause as Error & { code?: string }
    const status = statusOf(cause)
    const said = /^(\d+|Unknown.*)$/.test(name) ? 'refused' : name
    super(`S3, bucket "${bucket}": ${status === undefined ? `no answer (${code})` : `${said} (${status})`}`, { cause })
    this.code = status === undefined ? code : name
  }
}

/** Whether the object is not there. An answer to HEAD has no other code for a bucket that is not. */
export const isMissing = (error: unknown): boolean =>
  error instanceof S3Failure && (error.code === 'NoSuchKey' || error.code === 'NotFound')

/** Tries what may pass by itself a few times: no answer, 5xx, 429, an upload that came too slowly, a clock that is off. */
export class S3Tries {
  readonly #clock: Clock
  readonly #random: RandomBytes
  readonly #patience: Patience

  constructor(clock: Clock, random: RandomBytes, patience: Patience) {
    this.#clock = clock
    this.#random = random
    this.#patience = patience
  }

  async run<T>(bucket: string, bytes: number, work: (attempt: Try) => Promise<T>): Promise<T> {
    const { attempts, backoffMs, answerMs, bytesPerMs } = this.#patience
    for (let attempt = 1; ; attempt++) {
      const { gaveUp, error, value } = await this.#once(answerMs + bytes / bytesPerMs, work)
      if (gaveUp) throw error
      if (error === undefined) return value as T
      if (attempt === attempts || !passes(error)) throw new S3Failure(bucket, error)
      const share = 0.5 + this.#random(1).readUInt8() / 256
      await this.#clock.sleep(backoffMs * 2 ** (attempt - 1) * share)
    }
  }

  async #once<T>(
    ms: Millis,
    work: (attempt: Try) => Promise<T>,
  ): Promise<{ gaveUp: boolean; error?: unknown; value?: T }> {
    const ended = new AbortController()
    const stopped = Promise.withResolvers<never>()
    let gaveUp = false
    const stop = (error: unknown): void => {
      stopped.reject(error)
      ended.abort(error)
    }
    const late = Object.assign(new Error(`no answer within ${Math.round(ms)} ms`), { name: 'DeadlineExceeded' })
    const cancel = this.#clock.wakeAt(this.#clock.now() + ms, () => stop(late))
    const giveUp = (error: unknown): void => {
      gaveUp = true
      stop(error)
    }
    try {
      return { gaveUp, value: await Promise.race([work({ signal: ended.signal, giveUp }), stopped.promise]) }
    } catch (error) {
      return { gaveUp, error }
    } finally {
      cancel()
    }
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined

function passes(error: unknown): boolean {
  const status = statusOf(error)
  if (status === undefined || status >= 500 || status === 429) return true
  return ['RequestTimeout', 'RequestTimeTooSkewed'].includes((error as Error).name)
}
