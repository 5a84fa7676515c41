import { expect, test } from 'vitest'
import { eventTypes } from '#generated/events.gen.ts'
import { expectGolden } from '#runtime/core/testing/golden.ts'
import { afterCall } from './testing/after-call.ts'
import { playCall } from './testing/play-call.ts'
import { modelFails } from './testing/scripted-llm.ts'

const file = new URL('../domain/projections/golden/call.log.jsonl', import.meta.url)

/** One call in which everything happens: it is what the projections are tested on. */
test('a call in which everything happens has the log that it always had', async () => {
  const call = await playCall({
    agent: { firstMessage: 'Namaste, this is Invorto.' },
    voice: [
      [400, 500],
      [2000, 3000],
      [4200, 5000],
    ],
    asr: {
      words: [
        [2400, { partial: 'what are' }],
        [2900, { final: 'what are your plans' }],
        [4600, { partial: 'no wait' }],
        [4900, { partial: 'no wait tell me the price' }],
      ],
    },
    llm: ['Sure. Our plans start at 999 rupees a month for the starter plan.', [[100, modelFails()]]],
  })
  const evaluated = { successEvaluation: { rubric: 'NumericScale', instructions: null } } as const
  const log = [...call.log, ...(await afterCall(call, { agent: evaluated })).events]
  expect(new Set(log.map(({ event }) => event.event_type))).toEqual(new Set(eventTypes))
  expectGolden(file, log.map((logged) => `${JSON.stringify(logged)}\n`).join(''))
})
