import { expect, test } from 'vitest'
import { sampleOf } from './sample.ts'

const items = Array.from({ length: 50 }, (_, index) => index)

test('a seed draws the same each time, and another seed other ones; each item once', () => {
  expect(sampleOf(items, 10, 7)).toEqual(sampleOf(items, 10, 7))
  expect(sampleOf(items, 10, 7)).not.toEqual(sampleOf(items, 10, 8))
  expect(new Set(sampleOf(items, 60, 7)).size).toBe(50)
})

test('every item is drawn by some seed', () => {
  const drawn = new Set(items.flatMap((seed) => sampleOf(items, 10, seed)))
  expect(drawn.size).toBe(50)
})
