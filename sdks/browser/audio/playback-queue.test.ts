import { expect, test } from 'vitest'
import { PlaybackQueue } from './playback-queue.ts'

const rate = 1_000 // A lead of 40 samples, a fade of 5.
const ones = (count: number): Float32Array => new Float32Array(count).fill(1)

function pulled(queue: PlaybackQueue, count: number): number[] {
  const out = ones(count)
  queue.pull(out)
  return [...out]
}

test('sound begins when enough waits for it, and goes on piece after piece without a gap', () => {
  const queue = new PlaybackQueue(rate)
  queue.push(Float32Array.of(1, 2, 3))
  expect(pulled(queue, 2)).toEqual([0, 0])
  queue.push(ones(40))
  expect(pulled(queue, 2)).toEqual([1, 2])
  expect(pulled(queue, 3)).toEqual([3, 1, 1])
  expect([queue.played, queue.queued]).toEqual([5, 38])
})

test('what is shorter than the lead is played when the lead has passed', () => {
  const queue = new PlaybackQueue(rate)
  queue.push(ones(3))
  expect(pulled(queue, 30)).toEqual(Array(30).fill(0))
  expect(pulled(queue, 10)).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
  expect([queue.played, queue.queued]).toEqual([3, 0])
})

test('silence while nothing comes counts as nothing, and the next sound waits for its lead again', () => {
  const queue = new PlaybackQueue(rate)
  queue.push(ones(40))
  expect(pulled(queue, 40)).toEqual(Array(40).fill(1))
  pulled(queue, 100)
  queue.push(ones(1))
  expect(pulled(queue, 4)).toEqual([0, 0, 0, 0])
  expect(queue.played).toBe(40)
})

test('what is cleared fades within milliseconds, and is not counted with what follows', () => {
  const queue = new PlaybackQueue(rate)
  queue.push(ones(1_000))
  pulled(queue, 10)
  queue.clear()
  expect(queue.queued).toBe(5)
  const tail = pulled(queue, 8)
  expect(tail.map((sample) => Math.round(sample * 10) / 10)).toEqual([0.8, 0.6, 0.4, 0.2, 0, 0, 0, 0])
  expect([queue.played, queue.queued]).toEqual([0, 0])
  queue.push(ones(40))
  expect(pulled(queue, 2)).toEqual([1, 1])
  expect(queue.played).toBe(2)
})

test('clearing what does not play yet leaves nothing', () => {
  const queue = new PlaybackQueue(rate)
  queue.push(ones(10))
  queue.clear()
  expect([queue.queued, pulled(queue, 3)]).toEqual([0, [0, 0, 0]])
})
