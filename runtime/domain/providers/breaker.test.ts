import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Millis } from '#runtime/core/clock.ts'
import { type BreakerInput, breakerPolicy, newBreakerState, stepBreaker, waitOf } from './breaker.ts'

const inputs: Record<string, BreakerInput> = {
  '?': { type: 'asked' },
  '+': { type: 'succeeded' },
  x: { type: 'failed', failure: 'server_error' },
  t: { type: 'failed', failure: 'timeout' },
  '429': { type: 'failed', failure: 'rate_limited' },
  '401': { type: 'failed', failure: 'unauthorized' },
  '400': { type: 'failed', failure: 'rejected' },
}

/** Plays `instant:input` and gives `instant:effect`. */
function play(script: string): string[] {
  let state = newBreakerState
  const told: string[] = []
  for (const item of script.split(' ')) {
    const [at, what] = item.split(':') as [string, string]
    const step = stepBreaker(state, inputs[what]!, Number(at), breakerPolicy)
    state = step.state
    for (const effect of step.effects) {
      told.push(`${at}:${effect.type}${'openMs' in effect ? effect.openMs : 'waitMs' in effect ? effect.waitMs : ''}`)
    }
  }
  return told
}

test.each<[string, string, string]>([
  ['a sound provider is asked', '0:? 1:+ 2:?', '0:allow 2:allow'],
  ['five failures open it', '0:x 1:t 2:429 3:x 4:x 5:?', '4:opened5000 5:refuse4999'],
  ['four do not', '0:x 1:x 2:x 3:x 4:?', '4:allow'],
  ['five that lie apart do not', '0:x 3000:x 6000:x 9000:x 12000:x 12001:?', '12001:allow'],
  ['five among more successes do not', '0:+ 1:+ 2:+ 3:+ 4:+ 5:+ 6:x 7:x 8:x 9:x 10:x 11:?', '11:allow'],
  ['requests that were wrong do not', '0:400 1:400 2:400 3:400 4:400 5:400 6:?', '6:allow'],
  ['a credential that is refused twice opens it for longer', '0:401 1:+ 2:401 3:?', '2:opened60000 3:refuse59999'],
  [
    'one trial, and others wait for it',
    '0:x 1:x 2:x 3:x 4:x 5004:? 5005:? 5100:+ 5101:?',
    '4:opened5000 5004:allow 5005:refuse500 5100:closed 5101:allow',
  ],
  [
    'a trial that fails opens it for twice as long',
    '0:x 1:x 2:x 3:x 4:x 5004:? 5005:x 15005:? 15006:x',
    '4:opened5000 5004:allow 5005:opened10000 15005:allow 15006:opened20000',
  ],
  [
    'a trial that is lost is followed by another',
    '0:x 1:x 2:x 3:x 4:x 5004:? 20003:? 20004:?',
    '4:opened5000 5004:allow 20003:refuse1 20004:allow',
  ],
  ['a trial with a bad credential', '0:401 1:401 60001:? 60002:401', '1:opened60000 60001:allow 60002:opened60000'],
  ['what was asked before it opened changes nothing', '0:x 1:x 2:x 3:x 4:x 5:+ 6:x 7:?', '4:opened5000 7:refuse4997'],
])('%s', (_what, script, expected) => {
  expect(play(script).join(' ')).toBe(expected)
})

const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.constantFrom(...Object.values(inputs))), {
  maxLength: 200,
})

test('whatever happens, it is asked again within the longest wait, lets one try at a time through, and stays small', () => {
  fc.assert(
    fc.property(events, (script) => {
      let state = newBreakerState
      let at: Millis = 0
      let closed = true
      for (const [later, input] of script) {
        at += later
        const wait = waitOf(state, at, breakerPolicy)
        const step = stepBreaker(state, input, at, breakerPolicy)
        state = step.state
        if (wait !== null) expect(wait).toBeLessThanOrEqual(breakerPolicy.longestOpenMs)
        for (const effect of step.effects) {
          if (effect.type === 'opened') expect(state.phase).toBe('open')
          // Opening and closing alternate, but for trials that fail.
          if (effect.type === 'closed') expect(closed).toBe(false)
          if (effect.type === 'opened' || effect.type === 'closed') closed = effect.type === 'closed'
          if (effect.type === 'allow' && !closed) {
            expect(stepBreaker(state, { type: 'asked' }, at, breakerPolicy).effects[0]?.type).toBe('refuse')
          }
        }
        if (input.type === 'asked') expect(step.effects[0]?.type).toBe(wait === null ? 'allow' : 'refuse')
        if (state.phase === 'closed') expect(state.outcomes.length).toBeLessThanOrEqual(50)
      }
      const later = at + breakerPolicy.longestOpenMs
      expect(stepBreaker(state, { type: 'asked' }, later, breakerPolicy).effects).toEqual([{ type: 'allow' }])
    }),
    { numRuns: 300 },
  )
})
