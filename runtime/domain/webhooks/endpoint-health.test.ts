import { expect, test } from 'vitest'
import { isFailing } from './endpoint-health.ts'

const NOW = Date.parse('2026-02-03T00:00:00Z')
const before = (hours: number): string => new Date(NOW - hours * 3_600_000).toISOString()
const endpoint = {
  state: 'enabled',
  stateSince: before(48),
  consecutiveFailures: 100,
  lastSuccessAt: before(25),
} as const

test.each([
  [{}, true],
  [{ lastSuccessAt: null }, true],
  [{ lastSuccessAt: before(23) }, false],
  [{ consecutiveFailures: 99 }, false],
  // Somebody enabled it an hour ago.
  [{ stateSince: before(1) }, false],
  [{ state: 'paused' as const }, false],
])('100 tries failed in a row, and none was good for a day: with %j %s', (differences, failing) => {
  expect(isFailing({ ...endpoint, ...differences }, NOW)).toBe(failing)
})
