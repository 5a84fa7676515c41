import { expect, test } from 'vitest'
import { dayOf, daysAfter, midnight, monthOf } from './local-day.ts'

test('a day ends at half past six in the evening of UTC', () => {
  expect(dayOf(Date.parse('2026-02-03T18:29:59.999Z'))).toBe('2026-02-03')
  expect(dayOf(Date.parse('2026-02-03T18:30:00.000Z'))).toBe('2026-02-04')
  expect(midnight('2026-02-04')).toBe('2026-02-03T18:30:00.000Z')
})

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
])('%s and %s days is %s', (day, days, after) => expect(daysAfter(day, days)).toBe(after))

test.each([
  ['2026-02-10', '2026-02-01', '2026-02-28'],
  ['2028-02-29', '2028-02-01', '2028-02-29'],
  ['2025-12-31', '2025-12-01', '2025-12-31'],
])('%s is in the month from %s to %s', (day, start, end) => expect(monthOf(day)).toEqual({ start, end }))
