import { expect, test } from 'vitest'
import { untilDone } from './backoff.ts'
import { VirtualClock } from './testing/virtual-clock.ts'

const backoff = { firstMs: 100, longestMs: 300 }

function failing(clock: VirtualClock, times: number) {
  const tried: number[] = []
  const work = async (): Promise<string> => {
    tried.push(clock.now())
    if (tried.length <= times) throw new Error(`try ${tried.length}`)
    return 'done'
  }
  return { tried, work }
}

test('waits double up to the longest, and each failure is told', async () => {
  const clock = new VirtualClock()
  const { tried, work } = failing(clock, 4)
  const told: unknown[] = []
  const done = untilDone(clock, backoff, new AbortController().signal, work, (error) => told.push(error))
  await clock.advance(10_000)
  expect(await done).toBe('done')
  expect(tried).toEqual([0, 100, 300, 600, 900])
  expect(told).toHaveLength(4)
  expect(clock.armed).toBe(0)
})

test('a signal ends the wait; one that came before leaves one try', async () => {
  const clock = new VirtualClock()
  const stop = new AbortController()
  const { tried, work } = failing(clock, 9)
  const done = untilDone(clock, backoff, stop.signal, work, () => {})
  await clock.advance(150)
  stop.abort()
  expect(await done).toBeNull()
  expect(tried).toEqual([0, 100])
  expect(clock.armed).toBe(0)
  expect(
    await untilDone(
      clock,
      backoff,
      stop.signal,
      async () => 'at once',
      () => {},
    ),
  ).toBe('at once')
})
