import fc from 'fast-check'
import { expect, test } from 'vitest'
import { playTurn } from './testing.ts'
import { newTurnState, stepTurn, type TurnInput, type TurnPolicy, type TurnState } from './turn.ts'

const policy: TurnPolicy = {
  silenceMs: 220,
  minWords: 2,
  interruptible: true,
  ends: 'silence',
  waitMs: () => 220,
}
const started = { type: 'speech_started' } as const
const stopped = (stoppedAt: number) => ({ type: 'speech_stopped', stoppedAt }) as const
const partial = (text: string) => ({ type: 'partial', text }) as const
const final = (text: string, flushed = false) => ({ type: 'final', text, flushed }) as const
const replying: TurnState = { ...newTurnState, agent: { phase: 'replying' } }

test('silence after the words ends the turn, and the wait is told apart', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, partial('I want')],
    [1000, stopped(900)],
    [1030, final('I want pricing', true)],
  ])
  expect(log).toEqual([
    [1000, { type: 'flush_words' }],
    [1120, { type: 'commit_turn', text: 'I want pricing', stoppedAt: 900, waitMs: 220 }],
  ])
})

test('a short pause does not end the turn', () => {
  const log = playTurn(policy, [
    [0, started],
    [800, stopped(700)],
    [820, final('a table', true)],
    [900, started],
    [1500, stopped(1400)],
    [1520, final('for two', true)],
  ])
  expect(log.filter(([, effect]) => effect.type === 'commit_turn')).toEqual([
    [1620, { type: 'commit_turn', text: 'a table for two', stoppedAt: 1400, waitMs: 220 }],
  ])
})

test('last words that are late are waited for', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, partial('my number')],
    [1000, stopped(900)],
    [1500, final('my number is nine', true)],
  ])
  expect(log.at(-1)).toEqual([1500, { type: 'commit_turn', text: 'my number is nine', stoppedAt: 900, waitMs: 600 }])
})

test('last words that never come do not hold the call up', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, partial('my number')],
    [1000, stopped(900)],
  ])
  expect(log.at(-1)).toEqual([1820, { type: 'commit_turn', text: 'my number', stoppedAt: 900, waitMs: 920 }])
})

test('words that come after their turn was answered are not answered again', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, partial('my number')],
    [1000, stopped(900)],
    [2400, partial('my number is nine')],
    [2500, final('my number is nine', true)],
    [4000, started],
    [4400, partial('and seven')],
  ])
  expect(log.slice(1, 4)).toEqual([
    [1820, { type: 'commit_turn', text: 'my number', stoppedAt: 900, waitMs: 920 }],
    [4000, { type: 'hold_agent' }],
    [4400, { type: 'cut_agent' }],
  ])
})

test('last words that are owed for too long are not waited for: what comes then is new', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, partial('my number')],
    [1000, stopped(900)],
    [9000, started],
    [9400, partial('and seven')],
  ])
  expect(log.slice(2, 4)).toEqual([
    [9000, { type: 'hold_agent' }],
    [9400, { type: 'cut_agent' }],
  ])
})

test('one word may be the beginning of more: its turn waits longer', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, stopped(300)],
    [420, final('yes', true)],
  ])
  expect(log.at(-1)).toEqual([1120, { type: 'commit_turn', text: 'yes', stoppedAt: 300, waitMs: 820 }])
})

test('words that are followed by noise alone are answered', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, partial('hello there')],
    [600, final('hello there')],
    [9000, stopped(8900)],
  ])
  expect(log[0]).toEqual([1800, { type: 'commit_turn', text: 'hello there', stoppedAt: 600, waitMs: 1200 }])
})

test('a speaker whose words go on is not cut off by their finals', () => {
  const log = playTurn(policy, [
    [0, started],
    [1000, final('my number is')],
    [2000, partial('nine eight')],
    [3000, final('nine eight seven')],
    [3500, stopped(3400)],
    [3520, final('', true)],
  ])
  expect(log.at(-1)).toEqual([
    3620,
    { type: 'commit_turn', text: 'my number is nine eight seven', stoppedAt: 3400, waitMs: 220 },
  ])
})

test('a noise without words is no turn', () => {
  const log = playTurn(policy, [
    [0, started],
    [400, stopped(300)],
    [420, final('', true)],
  ])
  expect(log).toEqual([[400, { type: 'flush_words' }]])
})

test('speech over the agent holds it at once, and words confirm the cut', () => {
  const log = playTurn(
    policy,
    [
      [640, started],
      [920, partial('no wait')],
    ],
    replying,
  )
  expect(log.slice(0, 2)).toEqual([
    [640, { type: 'hold_agent' }],
    [920, { type: 'cut_agent' }],
  ])
})

test('words that come while the agent is heard silence it before they cut it', () => {
  expect(playTurn(policy, [[640, partial('no wait')]], replying).slice(0, 2)).toEqual([
    [640, { type: 'hold_agent' }],
    [640, { type: 'cut_agent' }],
  ])
})

test('a cough over the agent lets it go on', () => {
  const log = playTurn(
    policy,
    [
      [640, started],
      [900, stopped(800)],
      [930, final('', true)],
    ],
    replying,
  )
  expect(log.at(-1)).toEqual([1020, { type: 'resume_agent' }])
})

test('a nod of fewer words than minWords lets the agent go on', () => {
  const log = playTurn(
    policy,
    [
      [640, started],
      [900, stopped(800)],
      [930, final('okay', true)],
    ],
    replying,
  )
  expect(log.map(([, effect]) => effect.type)).toEqual(['hold_agent', 'flush_words', 'resume_agent'])
})

test('noise that does not end keeps the agent silent for no more than the hold', () => {
  expect(playTurn(policy, [[640, started]], replying).at(-1)).toEqual([2140, { type: 'resume_agent' }])
})

test('an agent that may not be interrupted speaks to its end, and then answers what was said', () => {
  const log = playTurn(
    { ...policy, interruptible: false },
    [
      [640, started],
      [900, stopped(800)],
      [930, final('but I want', true)],
      [3000, { type: 'reply_ended' }],
    ],
    replying,
  )
  expect(log.at(-1)).toEqual([3000, { type: 'commit_turn', text: 'but I want', stoppedAt: 3000, waitMs: 0 }])
  expect(log.some(([, effect]) => effect.type === 'hold_agent')).toBe(false)
})

test('words of a voice too soft for the detector still make a turn', () => {
  const log = playTurn(policy, [
    [500, partial('can you hear')],
    [600, final('can you hear me')],
  ])
  expect(log.at(-1)).toEqual([1200, { type: 'commit_turn', text: 'can you hear me', stoppedAt: 500, waitMs: 700 }])
})

test('whatever comes in whatever order: the agent is only resumed or cut after it was held or spoke, and turns have words', () => {
  const input = fc.oneof<fc.Arbitrary<TurnInput>[]>(
    fc.constant(started),
    fc.nat(300).map((ago) => ({ type: 'speech_stopped', stoppedAt: -ago }) as const),
    fc.constantFrom('', 'one', 'one two').map(partial),
    fc.tuple(fc.constantFrom('', 'one', 'one two'), fc.boolean()).map(([text, flushed]) => final(text, flushed)),
    fc.constant({ type: 'reply_started' } as const),
    fc.constant({ type: 'reply_ended' } as const),
  )
  const script = fc.array(fc.tuple(fc.nat(400), input), { maxLength: 40 })
  fc.assert(
    fc.property(script, fc.boolean(), (steps, interruptible) => {
      let now = 0
      const timeline = steps.map(([gap, step]): [number, TurnInput] => {
        now += gap
        return [now, step.type === 'speech_stopped' ? stopped(now + step.stoppedAt) : step]
      })
      for (const [, effect] of playTurn({ ...policy, interruptible }, timeline)) {
        if (effect.type === 'commit_turn') {
          expect(effect.text).not.toBe('')
          expect(effect.waitMs).toBeGreaterThanOrEqual(0)
        }
        if (!interruptible) expect(['hold_agent', 'cut_agent', 'resume_agent']).not.toContain(effect.type)
      }
    }),
    { numRuns: 300 },
  )
})

test('a stale timer is seen by its instant', () => {
  const pausing = stepTurn(stepTurn(newTurnState, started, 0, policy).state, stopped(100), 200, policy).state
  const again = stepTurn(pausing, started, 250, policy).state
  expect(stepTurn(again, { type: 'wait_elapsed' }, 320, policy)).toEqual({ state: again, effects: [] })
})
