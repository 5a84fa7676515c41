import { expect, test } from 'vitest'
import type { SettledTry } from '#runtime/ports/webhooks.ts'
import { tallyOf } from './tally.ts'

const tried = (endpointId: string, at: string, good: boolean): SettledTry => ({
  delivery: { id: 'wd_1', endpointId, lease: 1, trigger: 'schedule' },
  ...{ at, latencyMs: 1, httpStatus: null, sealed: null, delayMs: null, events: [] },
  ...{ failure: good ? null : 'timeout', state: good ? 'delivered' : 'dead' },
})

test('failures count since the last success of each endpoint', () => {
  const tries = [
    tried('we_2', '1', false),
    tried('we_1', '2', false),
    tried('we_1', '3', true),
    tried('we_1', '4', false),
    tried('we_2', '5', false),
  ]
  expect(tallyOf(tries)).toEqual([
    { endpointId: 'we_1', lastSuccessAt: '3', failures: 1 },
    { endpointId: 'we_2', lastSuccessAt: null, failures: 2 },
  ])
  expect(tallyOf([])).toEqual([])
})
