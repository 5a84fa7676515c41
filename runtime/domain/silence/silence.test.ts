import { expect, test } from 'vitest'
import type { Millis } from '#runtime/core/clock.ts'
import { newSilenceState, type SilenceInput, type SilencePolicy, stepSilence } from './silence.ts'

const policy: SilencePolicy = { questionAfterMs: 10_000, maxQuestions: 1, hangUpAfterMs: 30_000 }
const agent = (busy: boolean) => ({ type: 'agent', busy }) as const
const voice = (there: boolean) => ({ type: 'voice', there }) as const
const life = { type: 'sign_of_life' } as const

/** What fires, and when; the engine is woken when it asked to be. */
function play(script: readonly (readonly [Millis, SilenceInput])[], rules = policy): string[] {
  const queue = script.map(([at, input]) => ({ at, input }))
  const log: string[] = []
  let state = newSilenceState
  for (;;) {
    queue.sort((a, b) => a.at - b.at)
    const next = queue.shift()
    if (next === undefined) return log
    const step = stepSilence(state, next.input, next.at, rules)
    state = step.state
    for (const effect of step.effects) {
      if (effect.type === 'wake') queue.push({ at: effect.at, input: { type: 'elapsed' } })
      else log.push(`${next.at} ${effect.type} ${effect.kind}`)
    }
  }
}

test('nobody speaks: the agent asks, time goes on from there, the call ends', () => {
  expect(
    play([
      [0, agent(false)],
      [10_001, agent(true)],
      [12_000, agent(false)],
    ]),
  ).toEqual(['0 started question', '10000 fired question', '12000 started hang_up', '32000 fired hang_up'])
})

test('words begin it anew', () => {
  expect(
    play([
      [0, agent(false)],
      [9_000, life],
      [9_001, agent(true)],
      [11_000, agent(false)],
    ]).slice(-2),
  ).toEqual(['9000 started question', '20999 fired question'])
})

test('words that come after their voice begin no other silence; what fires counts from them', () => {
  const log = play([
    [0, voice(true)],
    [1_000, voice(false)],
    [1_040, life],
  ])
  expect(log).toEqual(['1000 started question', '11040 fired question'])
})

test('time stands still while the agent or the caller speaks', () => {
  const log = play([
    [0, agent(false)],
    [4_000, agent(true)],
    [8_000, agent(false)],
    [9_000, voice(true)],
    [11_000, voice(false)],
  ])
  expect(log).toEqual(['0 started question', '16000 fired question'])
})

test('a voice without words is noise after a while: the line does not stay open for it', () => {
  const log = play([
    [0, agent(false)],
    [1_000, voice(true)],
  ])
  expect(log).toEqual(['0 started question', '13000 fired question'])
})

test('who never asks hangs up all the same', () => {
  expect(play([[0, agent(false)]], { ...policy, maxQuestions: 0 })).toEqual([
    '0 started hang_up',
    '30000 fired hang_up',
  ])
})

test('a question that would come after the end is not asked', () => {
  expect(play([[0, agent(false)]], { ...policy, questionAfterMs: 40_000 })).toEqual([
    '0 started hang_up',
    '30000 fired hang_up',
  ])
})
