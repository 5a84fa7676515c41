import { beforeAll, describe, expect, test } from 'vitest'
import type { EventOf } from '#generated/events.gen.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { afterCall, conclusionAnswer } from '../testing/after-call.ts'
import { type PlayedCall, playCall } from '../testing/play-call.ts'
import { type LlmAnswer, modelFails, text } from '../testing/scripted-llm.ts'

let call: PlayedCall
let silent: PlayedCall
beforeAll(async () => {
  const voice = [[0, 500]] as const
  call = await playCall({ voice, asr: { words: [[450, { partial: 'your plans please' }]] }, llm: ['Sure, here.'] })
  silent = await playCall({ agent: { firstMessage: 'Hello there' } })
})

const types = (events: readonly LoggedEvent[]) => events.map(({ event }) => event.event_type)
const of = <T extends 'call.summarized' | 'call.evaluated' | 'cost.computed'>(
  events: readonly LoggedEvent[],
  type: T,
) => events.find(({ event }) => event.event_type === type) as { event: EventOf<T>; content: unknown } | undefined
const scored = { successEvaluation: { rubric: 'NumericScale', instructions: null } } as const

describe('after a call', () => {
  test('the model sums it up and scores it, and what that costs is part of the cost', async () => {
    const { events, requests, store } = await afterCall(call, { agent: scored })
    expect(types(events)).toEqual([
      ...['usage.recorded', 'usage.recorded', 'call.summarized', 'call.evaluated', 'usage.recorded', 'cost.computed'],
    ])
    expect(requests).toHaveLength(1)
    expect(requests[0]!.messages[1]!.content).toContain('Caller: your plans please\nAgent: Sure, here.')
    expect(of(events, 'call.evaluated')?.event.data).toEqual({ method: 'model', rubric: 'NumericScale', score: 4 })
    const { lines, total_micro_inr } = of(events, 'cost.computed')!.event.data
    // 20 tokens of the answer and 20 of the summary.
    expect(lines.find(({ unit }) => unit === 'tokens_in')).toMatchObject({ quantity: 40, micro_inr: 40_000_000 })
    const kept = await store.costs.ofCall('t', call.callId)
    expect(kept?.reduce((sum, { microInr }) => sum + Number(microInr), 0)).toBe(total_micro_inr)
  })

  test('doing it again changes nothing and asks nobody', async () => {
    const { events, again, requests } = await afterCall(call, { agent: scored })
    expect(await again()).toEqual(events)
    expect(requests).toHaveLength(1)
  })

  test.each<[string, LlmAnswer, string]>([
    ['fails', [[10, modelFails()]], 'model_failed'],
    ['stalls', [[10, 'stall']], 'model_failed'],
    [
      'refuses',
      [
        [10, text('No.')],
        [20, { type: 'finish', reason: 'content_filter' }],
      ],
      'model_refused',
    ],
    ['talks', 'I cannot do that.', 'model_unreadable'],
    ['is cut short', conclusionAnswer().slice(0, 50), 'model_unreadable'],
    [
      'never ends',
      [
        [10, text('x'.repeat(30_000))],
        [20, 'stall'],
      ],
      'model_unreadable',
    ],
    ['gives a score of its own', conclusionAnswer({ score: 99 }), 'model_unreadable'],
  ])('where the model %s, rules say what they can', async (_name, answer, fallback) => {
    const { events, armed } = await afterCall(call, { agent: scored, answer })
    expect(of(events, 'call.summarized')?.event.data).toEqual({ method: 'rules', fallback, success: null })
    expect(of(events, 'call.evaluated')?.event.data).toMatchObject({ method: 'rules', fallback, score: null })
    expect(of(events, 'cost.computed')).toBeDefined()
    expect(armed).toBe(0)
  })

  test('a call in which the caller said nothing is not shown to the model', async () => {
    const { events, requests } = await afterCall(silent, { agent: scored })
    expect(requests).toEqual([])
    expect(of(events, 'call.summarized')?.event.data).toEqual({
      method: 'rules',
      fallback: 'nothing_said',
      success: false,
    })
    expect(of(events, 'call.evaluated')?.event.data.score).toBe(1)
  })

  test('an agent that wants neither gets neither, and one that wants a score alone gets that', async () => {
    const off = { summary: { enabled: false, instructions: null } }
    expect(types((await afterCall(call, { agent: off })).events)).toEqual(['usage.recorded', 'cost.computed'])
    const { events } = await afterCall(call, { agent: { ...off, ...scored } })
    expect([of(events, 'call.summarized'), of(events, 'call.evaluated')?.event.data.score]).toEqual([undefined, 4])
  })

  test('what costs and has no rate is in the record, without one', async () => {
    const { lines } = of((await afterCall(call)).events, 'cost.computed')!.event.data
    expect(lines.filter(({ rate }) => rate === null).map(({ service }) => service)).toEqual(['platform', 'transport'])
  })
})
