import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { UnderWay, unlessAborted } from './under-way.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const stopped = new Error('It was told to end.')

test('what is under way is waited for, what fails as well, and nothing begins after it', async () => {
  const under = new UnderWay()
  const [slow, broken] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const [told, failed] = [under.begin(() => slow.promise), under.begin(() => broken.promise)]
  let left: number | null = null
  const ended = under.end().then((count) => {
    left = count
  })
  await expect(under.begin(async () => 'late')).rejects.toThrow('It is over')
  broken.reject(new Error('no'))
  await expect(failed).rejects.toThrow('no')
  await vi.advanceTimersByTimeAsync(9_999)
  expect(left).toBeNull()
  slow.resolve('made')
  await ended
  expect([await told, left]).toEqual(['made', 0])
})

test('but not for ever: what has no answer then is counted', async () => {
  const under = new UnderWay()
  void under.begin(() => new Promise(() => {}))
  const ended = under.end()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await ended).toBe(1)
})

test('work that is told to end has its time, then it is left', async () => {
  const work = Promise.withResolvers<string>()
  const stopping = new AbortController()
  const inTime = unlessAborted(work.promise, stopping.signal, 1_000)
  const tooLate = unlessAborted(new Promise(() => {}), stopping.signal, 1_000)
  const over = expect(tooLate).rejects.toBe(stopped)
  const atOnce = expect(unlessAborted(new Promise(() => {}), AbortSignal.abort(stopped))).rejects.toBe(stopped)
  await vi.advanceTimersByTimeAsync(0)
  await atOnce
  stopping.abort(stopped)
  await vi.advanceTimersByTimeAsync(999)
  work.resolve('done')
  expect(await inTime).toBe('done')
  await vi.advanceTimersByTimeAsync(1)
  await over
})
