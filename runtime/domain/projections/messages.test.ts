import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EventType } from '#generated/events.gen.ts'
import { callConclusion } from './call-conclusion.ts'
import type { LoggedEvent } from './event-text.ts'
import { callMessages, typesOfMessages } from './messages.ts'

const log = readFileSync(new URL('./golden/call.log.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): LoggedEvent => ({ content: undefined, ...JSON.parse(line) }))
const answeredAt = log.find(({ event }) => event.event_type === 'call.answered')!.event.ts
/** Seconds from the answer to the first event of the type. */
const since = (type: EventType): number =>
  (Date.parse(log.find(({ event }) => event.event_type === type)!.event.ts) - Date.parse(answeredAt)) / 1000

test('who said what, in order, each from its beginning to its end', () => {
  const messages = callMessages(log, answeredAt)
  expect(new Set(messages.map(({ role }) => role))).toEqual(new Set(['user', 'assistant']))
  for (const { role, time, endTime, duration, secondsFromStart, ...more } of messages) {
    expect([secondsFromStart, Math.round((endTime - time) * 1000) / 1000]).toEqual([time, duration])
    expect(duration).toBeGreaterThanOrEqual(0)
    expect('isFiltered' in more).toBe(role === 'user')
  }
  const [said] = messages.filter(({ role }) => role === 'assistant')
  expect([said?.time, said?.endTime]).toEqual([since('tts.started'), since('tts.stopped')])
  const ends = messages.map(({ endTime }) => endTime)
  expect(ends).toEqual(ends.toSorted((a, b) => a - b))
  const read: readonly string[] = typesOfMessages
  expect(
    callMessages(
      log.filter(({ event }) => read.includes(event.event_type)),
      answeredAt,
    ),
  ).toEqual(messages)
})

test('without words nothing is echoed, and only the score is left of a conclusion', () => {
  const erased = log.map(({ event }): LoggedEvent => ({ event, content: undefined }))
  expect(callMessages(erased, answeredAt)).toEqual([])
  const { summary, disposition, analysis } = callConclusion(erased)
  expect([summary, disposition]).toEqual([null, null])
  expect(analysis?.successEvaluation).toEqual({ rubric: 'NumericScale', score: 4, method: 'model' })
  expect(callConclusion(log).analysis?.summary).toBe('The caller asked for plans.')
  expect(callConclusion([])).toEqual({ summary: null, disposition: null, analysis: null })
})
