import { expect, test } from 'vitest'
import { eventTypes } from '#generated/events.gen.ts'
import { expectGolden } from '#runtime/core/testing/golden.ts'
import { breakerPolicy } from '#runtime/domain/providers/breaker.ts'
import type { ToolSettings } from '#runtime/domain/tools/tool-faults.ts'
import { Circuit } from '#runtime/pipeline/steady/circuit.ts'
import { newCircuits } from '#runtime/pipeline/steady/steady-providers.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { afterCall } from './testing/after-call.ts'
import { type CallScript, playCall } from './testing/play-call.ts'
import { calls, modelFails, text } from './testing/scripted-llm.ts'

const file = new URL('../domain/projections/golden/call.log.jsonl', import.meta.url)

const bookSlot: ToolSettings = {
  name: 'book_slot',
  description: '',
  kind: 'client',
  method: null,
  url: null,
  headers: {},
  inputSchema: { type: 'object' },
  outputSchema: null,
  timeoutMs: 2000,
  idempotent: false,
}
const commands: CallScript['commands'] = [
  [300, { command: 'say', text: 'Wait.' }],
  [2_100, { command: 'pipeline.debug_toggle', enabled: true }],
  [3_200, { command: 'pipeline.debug_toggle', enabled: false }],
]
/** What is made from a log that has ended. */
const afterTheCall = ['artifact.stored', 'artifact.erased', 'call.finished']

/** One call in which everything happens: it is what the projections are tested on. */
test('a call in which everything happens has the log that it always had', async () => {
  const call = await playCall({
    agent: {
      consent: { prompt: 'This call is recorded.' },
      firstMessage: 'Namaste, this is Invorto.',
      asr: { provider: 'deepgram', model: 'nova-3', confidenceThreshold: 0.65, repeatQuestion: 'Again?' },
      dtmf: { tool: true },
      guardrails: { instructions: [], blockedPhrases: ['guaranteed returns'], blockedReply: 'Ask a colleague.' },
      silence: { questionAfterMs: 3_000, maxQuestions: 1, question: 'Hello?', hangUpAfterMs: 60_000 },
    },
    voice: [
      [1400, 1500],
      [3000, 4000],
      [5200, 6000],
    ],
    asr: {
      words: [
        [3400, { partial: 'what are' }],
        [3900, { final: 'what are your plans' }],
        [5600, { partial: 'no wait' }],
        [5900, { partial: 'no wait tell me the price' }],
        [7800, { final: 'mumble mumble', confidence: 0.3 }],
      ],
    },
    llm: [
      'Sure. Our plans start at 999 rupees a month for the starter plan.',
      'It is 999 rupees.',
      calls(['send_dtmf', '{"digits":"1"}'], ['book_slot', '{"day":"friday"}'], ['drop_table', '{}']),
      'Noted. It has guaranteed returns.',
      [[100, modelFails(150)]],
      [
        [200, text('The starter plan is best. ')],
        [300, new ProviderError('disconnected', 'the model hung up')],
      ],
    ],
    // The transcriber is being tried again; the model is given up soon.
    circuits: (clock) => {
      const asr = new Circuit(clock, { ...breakerPolicy, failures: 1, openMs: 0 })
      asr.failed('timeout')
      return { ...newCircuits(clock), asr, llm: new Circuit(clock, { ...breakerPolicy, failures: 2, windowMs: 1_500 }) }
    },
    acts: [
      [9_500, (session) => session.press('12#', 'rfc2833')],
      [14_500, (session) => session.type('goodbye')],
    ],
    commands,
    tools: [bookSlot],
    client: () => [300, { result: { slot: 'eleven' } }],
    ends: [[20_000, 'caller_hangup']],
  })
  const evaluated = { successEvaluation: { rubric: 'NumericScale', instructions: null } } as const
  const log = [...call.log, ...(await afterCall(call, { agent: evaluated })).events]
  expect(new Set(log.map(({ event }) => event.event_type))).toEqual(
    new Set(eventTypes.filter((type) => !afterTheCall.includes(type) && !/^(webhook|livekit|billing)\./.test(type))),
  )
  expectGolden(file, log.map((logged) => `${JSON.stringify(logged)}\n`).join(''))
})
