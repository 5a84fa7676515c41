import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { HearingScript, SpokenWord, StreamFault } from './testing/hearing-asr.ts'
import { type PlayedCall, playCall } from './testing/play-call.ts'

/** A word every 200 ms from `from` on, each 160 ms long. */
const sentence = (from: number, text: string): SpokenWord[] =>
  text.split(' ').map((word, i) => [from + i * 200, from + i * 200 + 160, word])
const voiceOf = (words: readonly SpokenWord[]) => words.map(([from, to]) => [from, to + 40] as const)
const twice = [
  ...sentence(1000, 'one two three four five six seven eight nine ten'),
  ...sentence(8000, 'uno due tre quattro cinque sei sette otto nove dieci'),
]
const play = (streams: readonly StreamFault[], says = twice, more: Partial<HearingScript> = {}) =>
  playCall({
    voice: voiceOf(says),
    hearing: { says, streams, ...more },
    llm: ['Sure.', 'Indeed.', 'Right.', 'Fine.'],
    ends: [[20_000, 'caller_hangup']],
  })
const finalsOf = (call: PlayedCall) =>
  call.log.flatMap(({ event, content }) =>
    event.event_type === 'stt.final' && content ? [(content as { text: string }).text] : [],
  )
const told = (call: PlayedCall) =>
  call.requests.flatMap(({ messages }) => messages.filter(({ role }) => role === 'user').at(-1)?.content ?? [])
const linesOf = (call: PlayedCall, pattern: RegExp) => call.timeline.filter(([, line]) => pattern.test(line))
const wordsOf = (words: readonly SpokenWord[]) => words.map(([, , word]) => word).join(' ')

test('a loss in the middle of an utterance: every word is heard once, and the answer only waits', async () => {
  const call = await play([{ failsMs: 2000 }])
  expect(told(call)).toEqual([wordsOf(twice.slice(0, 10)), wordsOf(twice.slice(10))])
  expect(finalsOf(call).join(' ')).toBe(wordsOf(twice))
  expect(linesOf(call, /^provider/)).toEqual([
    [2020, 'provider.request_failed asr disconnected'],
    [2020, 'provider.retry_scheduled asr 2 200'],
    [4270, 'provider.recovered asr after 2250'],
  ])
  const recovered = call.log.find(({ event }) => event.event_type === 'provider.recovered')?.event
  expect(recovered).toMatchObject({ latency_ms: 2250, attempt: 2 })
  expect(linesOf(call, /^llm.request/).length).toBe(2)
})

test.each([
  ['none', [], [30, 30]],
  ['a loss while the caller speaks', [{ failsMs: 2000 }], [1_170, 30]],
  ['a loss before the last word', [{ failsMs: 2900 }], [2_070, 30]],
  ['a line that says nothing more', [{ stallsMs: 9500 }], [30, 3_290]],
])('the latency of final words is what the caller waited for them: %s', async (_loss, streams, latencies) => {
  const call = await play(streams)
  const start = Date.parse(call.log[0]!.event.ts)
  const finals = call.log.flatMap(({ event }) => (event.event_type === 'stt.final' ? [event] : []))
  expect(finals.map(({ latency_ms }) => latency_ms)).toEqual(latencies)
  // The voice ends at 3 s and at 10 s, and is held to be silent 100 ms later.
  expect(finals.map(({ ts, latency_ms = 0 }) => Date.parse(ts) - start - latency_ms)).toEqual([3_100, 10_100])
})

test('without a loss nothing of it is seen, and live audio goes straight through', async () => {
  const call = await play([])
  expect(linesOf(call, /^provider/)).toEqual([])
  expect(call.hearing?.frames).toEqual([1000])
})

test('a loss in silence replays silence alone', async () => {
  const call = await play([{ failsMs: 6000 }])
  expect(told(call)).toEqual([wordsOf(twice.slice(0, 10)), wordsOf(twice.slice(10))])
})

test.each<[string, StreamFault[], string]>([
  ['refused at the start', [{ refused: new ProviderError('unreachable', 'refused') }], 'unreachable'],
  [
    'that opens too late',
    [{ opensMs: 5000, refused: new ProviderError('unreachable', 'no handshake') }],
    'unreachable',
  ],
  [
    'that is too busy',
    [{ refused: new ProviderError('rate_limited', 'busy', { retryAfterMs: 1000 }) }],
    'rate_limited',
  ],
  ['that talks garbage', [{ failsMs: 1500, failure: new ProviderError('malformed', 'garbage') }], 'malformed'],
  ['that stalls', [{ failsMs: 4000, failure: new ProviderError('timeout', 'silent') }], 'timeout'],
])('a transcriber %s is opened again, and nothing is lost', async (_what, streams, failure) => {
  const call = await play(streams)
  expect(finalsOf(call).join(' ')).toBe(wordsOf(twice))
  expect(linesOf(call, /request_failed/)[0]?.[1]).toBe(`provider.request_failed asr ${failure}`)
  expect(call.timeline.at(-1)).toEqual([20_000, 'call.ended caller_hangup'])
})

test.each([
  ['soon after the first words', 1300, 6_350],
  ['in the middle', 2100, 6_350],
  ['a word before the end', 2700, 6_350],
])(
  'a transcriber that falls silent %s: half of the words are not taken for all',
  async (_when, stallsMs, answeredBy) => {
    const call = await play([{ stallsMs }])
    expect(told(call)).toEqual([wordsOf(twice.slice(0, 10)), wordsOf(twice.slice(10))])
    expect(finalsOf(call).join(' ')).toBe(wordsOf(twice))
    expect(linesOf(call, /^llm.request/)[0]?.[0]).toBe(answeredBy)
  },
)

test('a voice without words does not make a sound transcriber a lost one', async () => {
  const call = await playCall({
    voice: [...voiceOf(twice), [12_000, 16_000]],
    hearing: { says: twice },
    llm: ['Sure.', 'Indeed.'],
    ends: [[20_000, 'caller_hangup']],
  })
  expect(linesOf(call, /^provider/)).toEqual([])
})

test('a transcriber that cannot be had is given up: an apology, then the end', async () => {
  const refused = new ProviderError('unreachable', 'refused')
  const call = await play(Array.from({ length: 20 }, () => ({ refused })))
  expect(linesOf(call, /retry_scheduled/).map(([, line]) => line.split(' ').at(-1))).toEqual([
    '200',
    '400',
    '800',
    '1600',
    '2000',
  ])
  expect(call.timeline.slice(-5).map(([, line]) => line)).toEqual([
    'ux.recoverable_error_message',
    'tts.started u_1',
    'tts.stopped u_1 completed 800/800 "Sorry, please call again"',
    'session.state_changed ended',
    'call.ended provider_unavailable',
  ])
})

test('a credential that is refused is not tried again', async () => {
  const call = await play([{ refused: new ProviderError('unauthorized', 'no', { status: 401 }) }])
  expect(call.hearing?.opened.length).toBe(1)
  expect(call.timeline.at(-1)?.[1]).toBe('call.ended provider_unavailable')
})

test('whenever the stream is lost, and however often: no word is lost, none is doubled, and order stays', async () => {
  const moment = fc.record({ opensMs: fc.integer({ min: 0, max: 400 }), failsMs: fc.integer({ min: 20, max: 6000 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 3 }), async (streams) => {
      const call = await play(streams)
      expect(finalsOf(call).join(' ')).toBe(wordsOf(twice))
      expect(told(call).join(' ')).toBe(wordsOf(twice))
    }),
    { numRuns: 60 },
  )
})
