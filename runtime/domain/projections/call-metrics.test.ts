import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import { labelValues, metrics } from '#generated/metrics.gen.ts'
import { expectGolden } from '#runtime/core/testing/golden.ts'
import { callSamples, type Sample, type TurnMarks } from './call-metrics.ts'

const golden = (name: string): URL => new URL(`./golden/${name}`, import.meta.url)
/** As it was written by `runtime/sessions/golden-log.test.ts`. */
const log = readFileSync(golden('call.log.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): CallEvent => JSON.parse(line).event)

function samplesOf(events: readonly CallEvent[]): { seq: number; sample: Sample }[] {
  let marks: TurnMarks | null = null
  return events.flatMap((event) => {
    const next = callSamples(marks, event)
    marks = next.marks
    return next.samples.map((sample) => ({ seq: event.seq, sample }))
  })
}

const nameOf = (sample: Sample): keyof typeof metrics => ('add' in sample ? sample.add : sample.observe)
const only = (name: keyof typeof metrics, events: readonly CallEvent[] = log): number[] =>
  samplesOf(events).flatMap(({ sample }) => (nameOf(sample) === name ? [sample.value] : []))

test('a log gives the same samples, always', () => {
  const lines = samplesOf(log).map(
    ({ seq, sample }) => `${seq} ${nameOf(sample)} ${JSON.stringify(sample.labels)} ${sample.value}\n`,
  )
  expectGolden(golden('call-metrics.txt'), lines.filter((line) => !line.includes('invorto_events_total')).join(''))
})

test('the six metrics of the SRS are in a call that has everything (SRS 4.5)', () => {
  const recorded = new Set(samplesOf(log).map(({ sample }) => nameOf(sample)))
  const named = [
    'asr_first_partial_ms',
    'eou_ms',
    'llm_first_token_ms',
    'tts_first_chunk_ms',
    'bargein_cutoff_ms',
    'cost_per_call_inr',
  ] as const
  expect(named.filter((name) => !recorded.has(name))).toEqual([])
})

test('every event is counted once, by its type', () => {
  expect(only('invorto_events_total')).toEqual(log.map(() => 1))
})

test('labels have the values of the document and no others: no tenant, call, agent or turn', () => {
  for (const { sample } of samplesOf(log)) {
    const kind = metrics[nameOf(sample)]
    expect(Object.keys(sample.labels)).toEqual([...kind.labels])
    for (const [label, value] of Object.entries(sample.labels))
      expect(labelValues[label as keyof typeof labelValues]).toContain(value)
  }
})

test('a spoken turn is answered from its last sound to the first of the answer, once (SRS 4.1)', () => {
  // turn_3 fell silent at 10.000 and was answered at 10.520; turn_4 at 12.000 and 12.600, turn_5 at 13.800 and 14.600.
  expect(only('invorto_turn_response_ms')).toEqual([520, 600, 800])
})

test('what is typed or pressed waits for no voice: it is no end of an utterance', () => {
  const waits = log.flatMap((event) => (event.event_type === 'endpointing.delay_applied' ? [event.data.ms] : []))
  expect(waits).toEqual([220, 220, 700, 0, 0])
  expect(only('eou_ms')).toEqual([220, 220, 700])
})

test('a voice that goes on after a false alarm is no second answer', () => {
  const at = log.findIndex(
    ({ event_type, correlation_id }) => event_type === 'tts.started' && correlation_id === 'turn_3',
  )
  const again = { ...log[at]!, data: { ...log[at]!.data, from_ms: 460 }, latency_ms: undefined } as unknown as CallEvent
  expect(only('invorto_turn_response_ms', [...log.slice(0, at), again])).toEqual([])
  expect(only('invorto_turn_response_ms', [...log.slice(0, at + 1), again])).toEqual([520])
})

test('a clock that was set back makes no negative answer', () => {
  const events = log.map((event) =>
    event.event_type === 'tts.started' ? { ...event, ts: '2020-01-01T00:00:00.000Z' } : event,
  )
  expect(only('invorto_turn_response_ms', events)).toEqual([0, 0, 0])
})

test('a provider that the document does not name is "other"', () => {
  const event = log.find(({ event_type }) => event_type === 'llm.first_token')!
  const by = (name: string): unknown => {
    const named = { ...event, provider: { name } } as CallEvent
    return samplesOf([named]).find(({ sample }) => nameOf(sample) === 'llm_first_token_ms')?.sample.labels
  }
  expect([by('openai'), by('acme'), by('toString')]).toEqual([
    { provider: 'openai' },
    { provider: 'other' },
    { provider: 'other' },
  ])
})

test('a log that begins in the middle is no error', () => {
  for (let from = 0; from < log.length; from += 1) expect(() => samplesOf(log.slice(from))).not.toThrow()
})

test('a tool is counted and timed by how it ended', () => {
  const tools = samplesOf(log).filter(({ sample }) => nameOf(sample).startsWith('invorto_tool_call'))
  expect(tools.map(({ sample }) => [nameOf(sample), sample.labels, sample.value])).toEqual([
    ['invorto_tool_calls_total', { outcome: 'unknown_tool' }, 1],
    ['invorto_tool_call_ms', { outcome: 'unknown_tool' }, 0],
    ['invorto_tool_calls_total', { outcome: 'completed' }, 1],
    ['invorto_tool_call_ms', { outcome: 'completed' }, 0],
    ['invorto_tool_calls_total', { outcome: 'completed' }, 1],
    ['invorto_tool_call_ms', { outcome: 'completed' }, 300],
  ])
})
