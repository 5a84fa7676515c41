import { S3ServiceException } from '@aws-sdk/client-s3'
import { afterEach, expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { isMissing, S3Tries, type Try } from './s3-tries.ts'

const clock = new VirtualClock()
afterEach(() => expect(clock.armed).toBe(0))

const patience = { attempts: 3, backoffMs: 100, answerMs: 1_000, bytesPerMs: 10 }
/** The middle of the waits. */
const random = (count: number) => Buffer.alloc(count, 128)
const answered = (httpStatusCode: number, name: string) =>
  new S3ServiceException({ name, $fault: 'server', $metadata: { httpStatusCode } })

/** Runs the work; when each attempt began. */
function run(work: (attempt: Try, number: number) => Promise<unknown>, bytes = 0) {
  const began: number[] = []
  const start = clock.now()
  const result = new S3Tries(clock, random, patience).run('b', bytes, (attempt) => {
    began.push(clock.now() - start)
    return work(attempt, began.length)
  })
  result.catch(() => {})
  return { began, result }
}
const fails = (error: unknown) => async () => {
  throw error
}

test('what passes is tried again, each time after twice the wait', async () => {
  const { began, result } = run(async (_attempt, number) => (number < 3 ? fails(answered(503, 'SlowDown'))() : 'done'))
  await clock.advance(1_000)
  expect([await result, began]).toEqual(['done', [0, 100, 300]])
})

test.each([
  ['503', answered(503, 'SlowDown'), 3],
  ['429', answered(429, 'TooManyRequests'), 3],
  ['an upload that came too slowly', answered(400, 'RequestTimeout'), 3],
  ['no answer', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 3],
  ['403', answered(403, 'AccessDenied'), 1],
  ['404', answered(404, 'NoSuchKey'), 1],
  ['400', answered(400, 'InvalidRequest'), 1],
] as const)('%s for good', async (_what, error, attempts) => {
  const { began, result } = run(fails(error))
  await clock.advance(1_000)
  await expect(result).rejects.toThrow('S3, bucket "b": ')
  expect(began).toHaveLength(attempts)
})

test('an attempt has time for an answer and for what it carries; then its signal ends it', async () => {
  const signals: AbortSignal[] = []
  const { began, result } = run(({ signal }) => {
    signals.push(signal)
    return new Promise(() => {})
  }, 5_000)
  await clock.advance(10_000)
  await expect(result).rejects.toThrow('no answer (DeadlineExceeded)')
  expect(began).toEqual([0, 1_600, 3_300])
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true])
})

test('one that gives up ends with its own error, at once', async () => {
  const { began, result } = run(({ giveUp }) => {
    giveUp(new Error('the source broke'))
    return new Promise(() => {})
  })
  await expect(result).rejects.toThrow('the source broke')
  expect(began).toEqual([0])
})

test('only an object that is not there is missing', async () => {
  const missing = async (name: string) => isMissing(await run(fails(answered(404, name))).result.catch((e) => e))
  expect([await missing('NoSuchKey'), await missing('NotFound'), await missing('NoSuchBucket')]).toEqual([
    true,
    true,
    false,
  ])
})
