import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import type { CallScript } from './testing/play-call.ts'
import { playCall } from './testing/play-call.ts'
import { type LlmStep, modelFails, text } from './testing/scripted-llm.ts'

const LASTS = 5000
const instant = fc.integer({ min: 0, max: LASTS / 20 }).map((n) => n * 20 + 7)
const often = <T>(value: T) => ({ arbitrary: fc.constant(value), weight: 6 })

const voice = fc.array(fc.tuple(instant, fc.constantFrom(40, 100, 400, 900)), { maxLength: 5 })
const words = fc.array(
  fc.tuple(
    instant,
    fc.oneof(
      fc.constantFrom('', 'okay', 'hold on', 'tell me about prices').map((partial) => ({ partial })),
      fc.constantFrom('', 'sure', 'wait there', 'what about tomorrow').map((final) => ({ final })),
    ),
  ),
  { maxLength: 8 },
)
const called = ([name, args]: readonly [string, string]) =>
  ({ type: 'tool_call', call: { id: 'call_0', name, arguments: args } }) as const
const step: fc.Arbitrary<LlmStep> = fc.tuple(
  fc.integer({ min: 0, max: 1500 }),
  fc.oneof(
    { arbitrary: fc.constantFrom('Certainly. ', 'Prices begin ', 'somewhere low. ').map(text), weight: 8 },
    fc
      .constantFrom(
        ['end_call', '{}'] as const,
        ['send_dtmf', '{"digits":"1#"}'] as const,
        ['send_dtmf', '{}'] as const,
      )
      .map(called),
    fc.constant('stall' as const),
    fc.constant(modelFails()),
    fc.constant({ type: 'finish', reason: 'length' } as const),
  ),
)
const answer = fc.array(step, { maxLength: 6 }).map((steps) => steps.toSorted(([a], [b]) => a - b))

const script: fc.Arbitrary<CallScript> = fc
  .record({
    firstMessage: fc.constantFrom(null, 'Namaste, this is your assistant speaking today'),
    interruptible: fc.boolean(),
    minWords: fc.constantFrom(1, 2, 4),
    endpointing: fc.constantFrom('invorto' as const, 'invorto' as const, 'off' as const),
    consent: fc.constantFrom(null, null, { prompt: 'This call is recorded' }),
    maxDurationSec: fc.constantFrom(2, 4, 100),
    farewell: fc.constantFrom(null, 'Goodbye everybody'),
    voice,
    words,
    finalizeMs: fc.constantFrom(0, 30, 800, null),
    asrFails: fc.oneof(often(undefined), instant),
    ttsFails: fc.array(fc.option(instant), { maxLength: 3 }),
    delayMs: fc.constantFrom(0, 100, 900),
    llm: fc.array(answer, { maxLength: 3 }),
    endsAt: instant,
    storeFails: fc.array(fc.constantFrom('before' as const, 'after' as const), { maxLength: 2 }),
  })
  .map((made) => ({
    agent: {
      firstMessage: made.firstMessage,
      interruptible: made.interruptible,
      endpointing: { ...sampleAgent().endpointing, provider: made.endpointing, minWords: made.minWords },
      consent: made.consent,
      silence: { questionAfterMs: 1500, maxQuestions: 2, question: 'Hello?', hangUpAfterMs: 4000 },
      maxDurationSec: made.maxDurationSec,
      endCall: { phrases: ['somewhere low'], farewell: made.farewell, tool: true },
      dtmf: { tool: true },
    },
    voice: made.voice.map(([from, ms]) => [from, from + ms] as const),
    asr: {
      words: made.words.toSorted(([a], [b]) => a - b),
      finalizeMs: made.finalizeMs,
      ...(made.asrFails !== undefined && { failsAt: made.asrFails }),
    },
    tts: { delayMs: made.delayMs, fails: made.ttsFails },
    llm: made.llm,
    ends: [[made.endsAt, 'caller_hangup'] as const],
    storeFails: made.storeFails,
  }))

test('whatever is said and whatever breaks, whenever: the rules of every call hold', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (written) => {
      const call = await playCall(written)
      // The model is never told of words that the agent was not given.
      for (const { messages } of call.requests) {
        for (const { role, content } of messages) {
          if (role === 'assistant') expect(call.tts.said.join(' ')).toContain(content)
        }
      }
      expect(call.timeline.filter(([, line]) => line.startsWith('call.ended')).length).toBe(1)
    }),
    { numRuns: 120 },
  )
})
