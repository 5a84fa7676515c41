import { expect, test } from 'vitest'
import { isMet } from './bench.ts'
import { median, pairedRatio, percentile, rounded } from './statistics.ts'
import { tableOf } from './table.ts'

test('percentiles are values that were measured', () => {
  const values = [5, 1, 4, 2, 3]
  expect([0, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 3, 5, 5])
  expect(percentile([], 0.5)).toBeNaN()
})

test('the median is the middle, or the mean of the two middle values', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([])).toBeNaN()
})

test('ratios are taken pair by pair, so that one disturbed pair changes nothing', () => {
  expect(pairedRatio([50, 900, 100], [100, 100, 200])).toBe(0.5)
})

test('an aim is met from above or from below', () => {
  expect(isMet({ what: 'a', value: 1, unit: '', aim: { atMost: 1 } })).toBe(true)
  expect(isMet({ what: 'a', value: 0.8, unit: '', aim: { atLeast: 0.85 } })).toBe(false)
  expect(isMet({ what: 'a', value: 9, unit: '' })).toBe(true)
})

test('a table has numbers to the right and words to the left', () => {
  expect(
    tableOf([
      { what: 'a', ns: 5 },
      { what: 'long', ns: rounded(1234.5) },
    ]),
  ).toBe(['what    ns', 'a        5', 'long  1230'].join('\n'))
})
