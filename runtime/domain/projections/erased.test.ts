import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EventType } from '#generated/events.gen.ts'
import { checkWebhook, type WebhookType, webhookEvents } from '#generated/webhooks.gen.ts'
import { expectGolden } from '#runtime/core/testing/golden.ts'
import { metricsLine, transcriptLine } from './artifacts.ts'
import { callConclusion } from './call-conclusion.ts'
import type { LoggedEvent } from './event-text.ts'
import { callMessages } from './messages.ts'
import { socketMessage } from './socket.ts'
import { timelineEntry } from './timeline.ts'
import { noLinks } from './webhooks/agent-summary.ts'
import { readingsFor, webhookPayload } from './webhooks/payload.ts'

const golden = (name: string): URL => new URL(`./golden/${name}`, import.meta.url)
const whole = readFileSync(golden('call.log.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): LoggedEvent => ({ content: undefined, ...JSON.parse(line) }))
/** As it is read when the days of its words are over (SRS 4.6). */
const erased = whole.map(({ event }): LoggedEvent => ({ event, content: undefined }))
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** The texts of what was sealed; shorter ones stand in ids and numbers by chance. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 4 ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}
const sealed = [...new Set(whole.flatMap(({ content }) => texts(content)))]

const tenantId = 't_01jd3w7q8re5a9v6c2k4m0n7xz'
function payloads(log: readonly LoggedEvent[]) {
  return (Object.keys(webhookEvents) as WebhookType[]).flatMap((type) => {
    const asked = new Set<EventType>(readingsFor(type).flatMap(({ types }) => types))
    const read = log.filter(({ event }) => asked.has(event.event_type))
    return log.flatMap((told) => {
      if (type === 'agent.summary' && told.event.event_type !== 'call.ended') return []
      return webhookPayload({ tenantId, type, told, log: read, call: null, links: noLinks }) ?? []
    })
  })
}

const projections = {
  'timeline-erased.json': (log: readonly LoggedEvent[]) => json(log.map(timelineEntry)),
  'transcript-erased.jsonl': (log: readonly LoggedEvent[]) => log.map((one) => transcriptLine(one) ?? '').join(''),
  'metrics-erased.ndjson': (log: readonly LoggedEvent[]) => log.map((one) => metricsLine(one) ?? '').join(''),
  'socket-erased.json': (log: readonly LoggedEvent[]) => json(log.flatMap((one) => socketMessage(one) ?? [])),
  'conclusion-erased.json': (log: readonly LoggedEvent[]) =>
    json({ ...callConclusion(log), messages: callMessages(log, log[0]!.event.ts) }),
  'webhooks-erased.json': (log: readonly LoggedEvent[]) => json(payloads(log)),
}

test.each(Object.entries(projections))('%s has nothing of what was said, and the rest as it was', (name, project) => {
  const made = project(erased)
  expectGolden(golden(name), made)
  expect(sealed.filter((text) => made.includes(JSON.stringify(text).slice(1, -1)))).toEqual([])
})

test('what was said is in them before, so that its absence means something', () => {
  const made = Object.values(projections)
    .map((project) => project(whole))
    .join('\n')
  expect(sealed.length).toBeGreaterThan(10)
  expect(sealed.filter((text) => made.includes(JSON.stringify(text).slice(1, -1))).length).toBeGreaterThan(10)
})

test('a webhook of a call without words keeps the contract', () => {
  for (const payload of payloads(erased)) expect([payload.type, checkWebhook(payload)]).toEqual([payload.type, null])
})
