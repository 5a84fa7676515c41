import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TimelineEntry } from '#generated/openapi.gen.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { midwayFailures, openingFailures } from '#simulators/faults/fault.ts'
import type { Faults, Scenario } from '../scenario.ts'
import { EngineStage } from './engine-stage.ts'

const tool = {
  name: 'get_weather',
  description: 'The weather of a city.',
  inputSchema: { type: 'object', properties: {} },
}
const firstMessage = 'Hello this is your friendly agent from Invorto today.'
const consents = fc.constantFrom(null, null, { prompt: 'This call is recorded and transcribed.' })
const scenarioOf = (consent: { prompt: string } | null): Scenario => ({
  ...{ name: 'any', title: 'Any messages', requirement: ['FR-R3'], steps: [], expect: { end: 'caller_hangup' } },
  agent: { firstMessage, consent, tools: [tool] },
})

/** What a client may do at any time, right or wrong. */
const messages = [
  { t: 'start' },
  { t: 'start', audio: { sampleRateHz: 8000 } },
  { t: 'text.input', text: 'what are your plans' },
  { t: 'text.input', text: 'what is the weather' },
  { t: 'dtmf.send', digits: '12#', method: 'rfc2833' },
  { t: 'dtmf.send', digits: '4', method: 'info' },
  { t: 'interrupt' },
  { t: 'ping' },
  { t: 'playback.mark', utteranceId: 'u_1', playedMs: 300 },
  { t: 'playback.mark', utteranceId: 'u_9', playedMs: 1e9 },
  { t: 'tool.result', id: 'call_1', result: { sky: 'blue' } },
  { t: 'tool.result', id: 'none', error: 'broken' },
  { t: 'resume', token: 'none', lastSeq: 0 },
  { t: 'audio', seq: 1, pcm16: 'AAAA' },
  { t: 'nonsense' },
] as const
/** What a provider may do wrong, from then on. */
const fault = fc
  .record({
    who: fc.constantFrom('listen', 'speak', 'chat'),
    kind: fc.constantFrom(...openingFailures, ...midwayFailures),
    times: fc.constantFrom(1, 2, 'always' as const),
    afterChunks: fc.constantFrom(0, 1, 3),
  })
  .map(({ who, ...failure }) => ({ fault: { [who]: { failure } } }))
const action = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...messages).map((message) => ({ send: message })) },
  { weight: 3, arbitrary: fc.constantFrom('what are your plans', 'no wait', 'okay').map((words) => ({ say: words })) },
  { weight: 2, arbitrary: fault },
  { weight: 1, arbitrary: fc.constantFrom('noise', 'cut and back', 'cut', 'hang up').map((what) => ({ what })) },
)
const moment = fc.record({ act: action, thenMs: fc.integer({ min: 0, max: 2_500 }) })

async function act(stage: EngineStage, { act: it, thenMs }: { act: object; thenMs: number }): Promise<void> {
  if ('send' in it) stage.send(it.send as object)
  if ('fault' in it) stage.fault(it.fault as Faults)
  if ('say' in it) stage.say(it.say as string)
  if ('what' in it && it.what === 'noise') stage.noise(300)
  if ('what' in it && it.what === 'hang up') stage.hangUp()
  if ('what' in it && String(it.what).startsWith('cut')) stage.cut()
  await stage.pass(thenMs)
  if ('what' in it && it.what === 'cut and back') await stage.back()
}

test('any interleaving of what a client and its providers do keeps the rules of the log, and ends', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(consents, fc.array(moment, { minLength: 1, maxLength: 14 }), async (consent, moments) => {
      const stage = await EngineStage.of(scenarioOf(consent))
      for (const one of moments) await act(stage, one)
      stage.hangUp()
      await stage.pass(400_000)
      const timeline = await stage.timeline()
      holds(timeline)
      if (consent !== null) heardAfterConsent(timeline)
      await stage.strike()
      expect(stage.frames.complaints.filter((complaint) => !complaint.startsWith('the client'))).toEqual([])
      expect(stage.faults.filter((error) => !(error instanceof ProviderError))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

const AFTER_THE_END = /^(usage\.recorded|artifact\.|call\.summarized|call\.evaluated|cost\.computed|call\.finished)/

function holds(timeline: readonly TimelineEntry[]): void {
  const types = timeline.map(({ type }) => type)
  expect(types[0]).toBe('call.started')
  expect(types.filter((type) => type === 'call.ended').length).toBe(1)
  const after = types.slice(types.indexOf('call.ended') + 1)
  expect(after.filter((type) => !AFTER_THE_END.test(type))).toEqual([])
  const instants = timeline.map(({ ts }) => ts)
  expect(instants).toEqual(instants.toSorted())
  const voice = timeline.filter(({ type }) => type === 'tts.chunk')
  const begun = new Set(voice.filter(({ mark }) => mark === 'first').map(({ utteranceId }) => utteranceId))
  const ended = voice.filter(({ mark }) => mark === 'last').map(({ utteranceId }) => utteranceId)
  expect(ended).toEqual([...begun])
  expect(ends(types)).toBe(true)
}

/** Nothing of the caller is taken in before the prompt was heard (FR-T6). */
function heardAfterConsent(timeline: readonly TimelineEntry[]): void {
  const types = timeline.map(({ type }) => type)
  const given = types.indexOf('consent.completed')
  const before = given === -1 ? types : types.slice(0, given)
  expect(before.filter((type) => /^(stt|text|dtmf|llm|tool)\./.test(type))).toEqual([])
}

/** Every tool that was asked for has answered or failed. */
const ends = (types: readonly string[]): boolean =>
  types.filter((type) => type === 'tool.requested').length ===
  types.filter((type) => type === 'tool.succeeded' || type === 'tool.failed').length
