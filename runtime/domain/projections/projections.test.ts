import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type CallEvent, checkEvent, eventTypes } from '#generated/events.gen.ts'
import { checkServerMessage } from '#generated/realtime.gen.ts'
import { expectGolden } from '#runtime/core/testing/golden.ts'
import { metricsLine, transcriptLine } from './artifacts.ts'
import { callChange } from './call-row.ts'
import type { LoggedEvent } from './event-text.ts'
import { socketMessage } from './socket.ts'
import { timelineEntry } from './timeline.ts'

const golden = (name: string): URL => new URL(`./golden/${name}`, import.meta.url)
/** As it was written by `runtime/sessions/golden-log.test.ts`. */
const log = readFileSync(golden('call.log.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): LoggedEvent => ({ content: undefined, ...JSON.parse(line) }))
/** What is made from a log that has ended. */
const afterTheCall = ['artifact.stored', 'artifact.erased', 'call.finished']
/** What stands in the tenant's own log. */
const ofTheTenant = (type: string): boolean => /^(webhook|billing)\./.test(type)
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
const withoutWords = log.map(({ event }): LoggedEvent => ({ event, content: undefined }))

test('the log has every type of event, and each fits the contract', () => {
  const besides = (type: string): boolean => ofTheTenant(type) || type.startsWith('livekit.')
  const duringTheCall = eventTypes.filter((type) => !afterTheCall.includes(type) && !besides(type))
  expect(new Set(log.map(({ event }) => event.event_type))).toEqual(new Set(duringTheCall))
  for (const { event, content } of log) {
    expect(checkEvent(content === undefined ? event : ({ ...event, content } as CallEvent))).toBeNull()
  }
})

/** Replaying a log gives the same bytes, always. */
test.each([
  ['timeline.json', () => json(log.map(timelineEntry))],
  ['socket.json', () => json(log.flatMap((logged) => socketMessage(logged) ?? []))],
  ['transcript.jsonl', () => log.map((logged) => transcriptLine(logged) ?? '').join('')],
  ['metrics.ndjson', () => log.map((logged) => metricsLine(logged) ?? '').join('')],
  ['call-row.json', () => json(callChange(log.map(({ event }) => event)))],
])('%s', (name, project) => {
  expectGolden(golden(name), project())
})

test('what is stored of a call shows in its timeline and nowhere else', () => {
  const { event } = log.at(-1)!
  const data = { kind: 'recording', bytes: 44, duration_ms: 0 } as const
  const stored: LoggedEvent = { event: { ...event, event_type: 'artifact.stored', data }, content: undefined }
  expect(timelineEntry(stored)).toMatchObject({ type: 'artifact.stored', artifact: 'recording', bytes: 44 })
  expect([socketMessage(stored), transcriptLine(stored), metricsLine(stored)]).toEqual([null, null, null])
})

test('what happens in a LiveKit room shows in the timeline, and who it is shows nowhere', () => {
  const { event } = log.at(-1)!
  const told = {
    ...event,
    event_type: 'livekit.participant.joined',
    livekit: { room: 'RM_1', participant: 'PA_1' },
    data: { event_id: 'EV_1', participant_kind: 'sip' },
  } as CallEvent
  const logged: LoggedEvent = { event: told, content: { identity: '+919812345678', name: 'Asha' } }
  expect(checkEvent({ ...told, content: logged.content } as CallEvent)).toBeNull()
  expect(timelineEntry(logged)).toEqual({ seq: event.seq, ts: event.ts, type: 'livekit.participant.joined' })
  expect([socketMessage(logged), transcriptLine(logged)]).toEqual([null, null])
  expect(metricsLine(logged) ?? '').not.toMatch(/9812345678|Asha/)
})

test('of a tool the status and the latency of its answer show in the timeline (FR-TC4)', () => {
  const { event } = log.find((logged) => logged.event.event_type === 'action.completed')!
  const data = { ...event.data, http_status: 201 }
  const entry = timelineEntry({ event: { ...event, data, latency_ms: 312 } as CallEvent, content: undefined })
  expect(entry).toMatchObject({ type: 'tool.succeeded', name: 'send_dtmf', httpStatus: 201, latencyMs: 312 })
})

test('what the socket is told fits its contract', () => {
  const messages = log.flatMap((logged) => socketMessage(logged) ?? [])
  for (const message of messages) expect(checkServerMessage({ ...message, seq: 1, prevSeq: 0, ts: 0 })).toBeNull()
})

test('metrics have no words, and a transcript has nothing but them', () => {
  expect(log.map((logged) => metricsLine(logged)).join('')).not.toMatch(/rupees|plans|Namaste/)
  expect(withoutWords.map((logged) => transcriptLine(logged))).toEqual(withoutWords.map(() => null))
})

test('a log whose words were erased still has its timeline, without text', () => {
  for (const entry of withoutWords.map(timelineEntry)) expect(entry).not.toHaveProperty('text')
  for (const logged of withoutWords) expect(() => socketMessage(logged)).not.toThrow()
})

test('batches change the call’s row as the whole log does', () => {
  const events = log.map(({ event }) => event)
  const inBatches = Array.from({ length: events.length }, (_, i) => callChange([events[i]!]))
  expect(Object.assign({}, ...inBatches)).toEqual(callChange(events))
  expect(callChange(events.filter(({ event_type }) => !event_type.startsWith('call.')))).toBeUndefined()
})
