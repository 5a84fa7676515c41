import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkEvent, type EventType } from '#generated/events.gen.ts'
import { checkWebhook, type WebhookType } from '#generated/webhooks.gen.ts'
import { expectGolden } from '#runtime/core/testing/golden.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { usageUpdated } from '#runtime/domain/billing/usage-updated.ts'
import type { LoggedEvent } from '../event-text.ts'
import { noLinks } from './agent-summary.ts'
import { webhookEventId } from './event-id.ts'
import { readingsFor, webhookPayload } from './payload.ts'

const golden = (name: string): URL => new URL(`./golden/${name}`, import.meta.url)
const log = readFileSync(new URL('../golden/call.log.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): LoggedEvent => ({ content: undefined, ...JSON.parse(line) }))
const tenantId = 't_01jd3w7q8re5a9v6c2k4m0n7xz'
const { asr, llm, tts, endpointing, locale: language } = sampleAgent()
const call = { agentConfigAtCallStart: { asr: { ...asr, language }, llm, tts, endpointing } }
const links = { ...noLinks, transcript: 'https://files.example.com/transcripts/c.jsonl' }

/** As it is read: of the log nothing but what the type asks for. */
function project(type: WebhookType, told: LoggedEvent, whole = log) {
  const asked = new Set<EventType>(readingsFor(type).flatMap(({ types }) => types))
  const read = whole.filter(({ event }) => asked.has(event.event_type))
  return webhookPayload({ tenantId, type, told, log: read, call, links })
}
const first = (type: EventType): LoggedEvent => log.find(({ event }) => event.event_type === type)!

/** The payload fits the contract, and is what it always was: replaying the log gives the same bytes. */
function expectSame(type: WebhookType, event: EventType, name: string): void {
  const payload = project(type, first(event))!
  expect(checkWebhook(payload)).toBeNull()
  expectGolden(golden(`${name}.json`), `${JSON.stringify(payload, null, 2)}\n`)
  expect(JSON.stringify(project(type, structuredClone(first(event))))).toBe(JSON.stringify(payload))
}

test('call.started, byte for byte', () => expectSame('call.started', 'call.started', 'call-started'))
test('asr.final, byte for byte', () => expectSame('asr.final', 'stt.final', 'asr-final'))
test('agent.tool_call of a tool that answered, byte for byte', () =>
  expectSame('agent.tool_call', 'action.completed', 'tool-completed'))
test('agent.tool_call of a tool that failed, byte for byte', () =>
  expectSame('agent.tool_call', 'action.failed', 'tool-failed'))
test('call.ended, byte for byte', () => expectSame('call.ended', 'call.ended', 'call-ended'))

test('billing.usage.updated, byte for byte, and nothing but the event is needed', () => {
  const usage = {
    ...{ periodStart: '2026-02-01', periodEnd: '2026-02-28', through: '2026-02-03', calls: 421, asrMs: 74_070_001 },
    ...{ ttsChars: 812_345, llmTokensIn: 4_500_000, llmTokensOut: 1_200_000, microInr: 8_123_456_789n },
  }
  const event = { ...usageUpdated(tenantId, usage, '2026-02-03T18:40:00.000Z'), seq: 30 }
  expect(readingsFor('billing.usage.updated')).toEqual([])
  const payload = project('billing.usage.updated', { event, content: undefined })!
  expect(checkWebhook(payload)).toBeNull()
  expectGolden(golden('usage-updated.json'), `${JSON.stringify(payload, null, 2)}\n`)
  expect(project('billing.usage.updated', first('call.ended'))).toBeNull()
})

test('the most that can be used fits the contract', () => {
  const most = Number.MAX_SAFE_INTEGER
  const usage = {
    ...{ periodStart: '2026-02-01', periodEnd: '2026-02-28', through: '2026-02-28', calls: most, asrMs: most },
    ...{ ttsChars: most, llmTokensIn: most, llmTokensOut: most, microInr: 9_007_199_254_000_000n },
  }
  const event = usageUpdated(tenantId, usage, '2026-02-28T18:40:00.000Z')
  expect(checkEvent(event)).toBeNull()
  expect(checkWebhook(project('billing.usage.updated', { event, content: undefined })!)).toBeNull()
})

test('agent.summary, byte for byte: everything that the log says of a call', () => {
  const payload = project('agent.summary', first('call.ended'))!
  expect(checkWebhook(payload)).toBeNull()
  expectGolden(golden('agent-summary.json'), `${JSON.stringify(payload, null, 2)}\n`)
  expect(payload).toMatchObject({ artifacts: links, carrier: null, emotion: { enabled: false } })
})

test('of a call of which nothing is known but its end the summary has nulls', () => {
  const end = first('call.ended')
  const payload = project('agent.summary', end, [end])!
  expect(checkWebhook(payload)).toBeNull()
  expect(payload).toMatchObject({
    usage: null,
    summary: null,
    analysis: null,
    toolCalls: [],
    artifact: { messages: [] },
  })
})

test('an event has the same id however often it is told of, and no other has it', () => {
  const ids = [
    webhookEventId('c_1', 1, 'call.ended'),
    webhookEventId('c_1', 11, 'call.ended'),
    webhookEventId('c_11', 1, 'call.ended'),
    webhookEventId('c_1', 1, 'agent.summary'),
  ]
  expect(new Set(ids).size).toBe(4)
  expect(webhookEventId('c_1', 1, 'call.ended')).toBe(ids[0])
  for (const id of ids) expect(id).toMatch(/^evt_[0-9a-z]{26}$/)
})

test('where words were erased, what the caller said is not told, and a tool without its words', () => {
  const erased = log.map(({ event }): LoggedEvent => ({ event, content: undefined }))
  const find = (type: EventType): LoggedEvent => erased.find(({ event }) => event.event_type === type)!
  expect(project('asr.final', find('stt.final'), erased)).toBeNull()
  const used = project('agent.tool_call', find('action.completed'), erased)!
  expect(checkWebhook(used)).toBeNull()
  expect(used).toMatchObject({ ok: true, resultSummary: null })
  expect(used).not.toHaveProperty('args')
})

test('of a call whose owner was lost the end is when it was last heard of', () => {
  const { event, content } = first('call.ended')
  const data = { reason: 'owner_lost', duration_ms: 1_500, last_event_ts: '2026-02-03T04:05:07.000Z' }
  const lost = { event: { ...event, data }, content } as LoggedEvent
  expect(project('call.ended', lost)).toMatchObject({
    ...{ endedAt: data.last_event_ts, reason: 'error', reasonDetail: 'owner_lost', durationSec: 1.5 },
  })
})

test('a summary that is too long for a body leaves out what was said', () => {
  const said = first('stt.final')
  const text = 'word '.repeat(5_000)
  const much = Array.from({ length: 20 }, (_, i): LoggedEvent => {
    const event = { ...said.event, seq: 1_000 + i } as LoggedEvent['event']
    return { event, content: { text } as LoggedEvent['content'] }
  })
  expect(project('agent.summary', first('call.ended'), [...log, ...much])).toMatchObject({ omitted: ['artifact'] })
})
