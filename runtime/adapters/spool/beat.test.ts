import { expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { Beat } from './beat.ts'

test('what many have to do begins together, at the next beat, and once', async () => {
  const clock = new VirtualClock()
  const start = clock.now()
  const beat = new Beat(clock, 100)
  const done: string[] = []
  const next = (name: string): void => beat.next(() => done.push(`${name} ${clock.now() - start}`))
  next('a')
  await clock.advance(30)
  next('b')
  await clock.advance(69)
  expect(done).toEqual([])
  await clock.advance(1)
  expect(done).toEqual(['a 100', 'b 100'])
  await clock.advance(50)
  next('c')
  await clock.advance(500)
  expect(done).toEqual(['a 100', 'b 100', 'c 200'])
})

test('what is asked for during a beat is for the next one', async () => {
  const clock = new VirtualClock()
  const beat = new Beat(clock, 100)
  let count = 0
  const again = (): void => {
    count += 1
    if (count < 3) beat.next(again)
  }
  beat.next(again)
  await clock.advance(100)
  expect(count).toBe(1)
  await clock.advance(200)
  expect(count).toBe(3)
})
