import { expect, test } from 'vitest'
import type { Clock } from './clock.ts'
import { VirtualClock } from './testing/virtual-clock.ts'
import { Wheel } from './wheel.ts'

test('members are called in the order they joined; one that leaves while it turns is called no more', async () => {
  const clock = new VirtualClock()
  const wheel = new Wheel(clock, 20)
  const seen: string[] = []
  const leaveFirst = wheel.join((at) => {
    seen.push(`first ${at}`)
    leaveFirst()
    leaveSecond()
  })
  const leaveSecond = wheel.join((at) => seen.push(`second ${at}`))
  const leaveThird = wheel.join((at) => seen.push(`third ${at}`))
  await clock.advance(40)
  leaveThird()
  leaveThird()
  expect(seen).toEqual(['first 20', 'third 20', 'third 40'])
  expect(clock.armed).toBe(0)
})

test('after a stall the turns that were missed are not made up', () => {
  let now = 0
  const armed: { at: number; wake: () => void }[] = []
  const clock: Pick<Clock, 'now' | 'wakeAt'> = {
    now: () => now,
    wakeAt: (at, wake) => {
      armed.push({ at, wake })
      return () => {}
    },
  }
  const seen: number[] = []
  new Wheel(clock as Clock, 20).join((at) => seen.push(at))
  now = 1000
  armed[0]?.wake()
  expect([seen, armed[1]?.at]).toEqual([[1000], 1000])
})
