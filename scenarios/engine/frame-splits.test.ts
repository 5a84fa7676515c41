import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Scenario } from '../scenario.ts'
import { type Cut, EngineStage } from './engine-stage.ts'

const SAID = 'please tell me what your plans are and how much they cost'
const scenario: Scenario = {
  ...{ name: 'splits', title: 'Any split', requirement: ['FR-T4'], steps: [], expect: { end: 'caller_hangup' } },
  agent: { silence: { maxQuestions: 0 } },
}

/** The final words of a caller whose audio comes in such pieces. */
async function heard(cut?: Cut): Promise<string[]> {
  const stage = await EngineStage.of(scenario, cut)
  await stage.pass(200)
  stage.say(SAID)
  await stage.pass(6_500)
  stage.hangUp()
  await stage.pass(100)
  const timeline = await stage.timeline()
  await stage.strike()
  return timeline.filter(({ type }) => type === 'stt.final').map(({ text }) => text ?? '')
}

test("any split of the caller's audio into frames gives the same transcript (FR-T4)", async () => {
  const whole = await heard()
  expect(whole).toEqual([SAID])
  // Messages of fewer samples are more of them than a socket may send.
  const sizes = fc.array(fc.integer({ min: 8, max: 4_000 }), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(sizes, async (pieces) => {
      let count = 0
      expect(await heard(() => pieces[count++ % pieces.length]!)).toEqual(whole)
    }),
    { numRuns: 12 },
  )
})
