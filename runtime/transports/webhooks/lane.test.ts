import { expect, test } from 'vitest'
import { Lane, type Ready } from './lane.ts'

const ready = {} as Ready
const filled = (failing: boolean): Lane => {
  const lane = new Lane(4, failing)
  for (let i = 0; i < 10; i++) lane.add(ready)
  return lane
}
const begin = (lane: Lane): number => {
  let count = 0
  while (lane.next() !== null) count += 1
  return count
}

test('so many are under way at once, and what is not written down is held', () => {
  const lane = filled(false)
  expect([begin(lane), lane.held]).toEqual([4, 10])
  lane.ended(true)
  expect([begin(lane), lane.held]).toEqual([1, 10])
  lane.written()
  expect(lane.held).toBe(9)
})

test('one that fails gets one at a time, and with each success twice as many', () => {
  const lane = filled(true)
  expect([lane.failing, begin(lane)]).toEqual([true, 1])
  lane.ended(true)
  expect([lane.failing, begin(lane)]).toEqual([false, 2])
  lane.ended(false)
  expect([lane.failing, begin(lane)]).toEqual([true, 0])
  expect(lane.clear()).toHaveLength(7)
  lane.skipped()
  expect([lane.held, lane.hungry]).toEqual([2, true])
})
