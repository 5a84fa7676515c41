import { expect, test } from 'vitest'
import { late, within } from './clock.ts'
import { systemClock } from './system-clock.ts'
import { VirtualClock } from './testing/virtual-clock.ts'
import { Wheel } from './wheel.ts'

/** The port's suite, on both clocks. */
for (const [name, make] of [
  ['virtual', () => new VirtualClock(5)],
  ['system', systemClock],
] as const) {
  test(`${name}: wakes in order, and a cancelled timer never`, async () => {
    const clock = make()
    const woken: string[] = []
    const start = clock.now()
    clock.wakeAt(start + 8, () => woken.push('b'))
    clock.wakeAt(start + 2, () => woken.push('a'))
    clock.wakeAt(start + 4, () => woken.push('never'))()
    const done = clock.sleep(12)
    if (clock instanceof VirtualClock) await clock.advance(20)
    await done
    expect(woken).toEqual(['a', 'b'])
    expect(clock.now()).toBeGreaterThanOrEqual(start + 12)
  })

  test(`${name}: an abort ends a sleep with its reason`, async () => {
    const clock = make()
    const abort = new AbortController()
    const sleep = clock.sleep(1000, abort.signal)
    abort.abort(new Error('enough'))
    await expect(sleep).rejects.toThrow('enough')
    await expect(clock.sleep(1, abort.signal)).rejects.toThrow('enough')
    if (clock instanceof VirtualClock) expect(clock.armed).toBe(0)
  })
}

test('within leaves no timer behind, whoever wins', async () => {
  const clock = new VirtualClock()
  expect(await within(clock, 10, Promise.resolve('value'))).toBe('value')
  const slow = within(clock, 10, new Promise(() => {}))
  await clock.advance(10)
  expect(await slow).toBe(late)
  expect(clock.armed).toBe(0)
})

test('a wheel turns only while somebody is on it', async () => {
  const clock = new VirtualClock()
  const wheel = new Wheel(clock, 20)
  const seen: number[] = []
  const leave = wheel.join((at) => seen.push(at))
  await clock.advance(70)
  leave()
  expect(seen).toEqual([20, 40, 60])
  expect(clock.armed).toBe(0)
  wheel.join((at) => seen.push(at))()
  await clock.advance(100)
  expect(seen.length).toBe(3)
})
