import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Span } from '#runtime/core/span.ts'
import { expectGolden } from '#runtime/core/testing/golden.ts'
import { spanOf, traceOf } from '#runtime/core/trace-context.ts'
import { type OpenSpans, stepSpans } from './call-spans.ts'

const golden = (name: string): URL => new URL(`./golden/${name}`, import.meta.url)
/** As it was written by `runtime/sessions/golden-log.test.ts`. */
const lines = readFileSync(golden('call.log.jsonl'), 'utf8').trim().split('\n')
const log = lines.map((line): CallEvent => JSON.parse(line).event)
const sessionId = log[0]!.session_id

function project(events: readonly CallEvent[]): { spans: Span[]; open: OpenSpans | null } {
  let open: OpenSpans | null = null
  const spans = events.flatMap((event) => {
    const next = stepSpans(open, event)
    open = next.open
    return next.spans
  })
  return { spans, open }
}

const { spans } = project(log)
const named = (name: string): Span[] => spans.filter((span) => span.name === name)
const inTurn = (turnId: string): Span[] => spans.filter(({ parentId }) => parentId === spanOf(sessionId, turnId))
const names = (some: readonly Span[]): string[] => some.map(({ name }) => name).sort()

test('a log gives the same spans, ids among them, always', () => {
  expectGolden(golden('spans.jsonl'), spans.map((span) => `${JSON.stringify(span)}\n`).join(''))
  expect(project(log).spans).toEqual(spans)
})

test('one span is the call, one each turn, and every stage lies in its turn and the turn in the call (SRS 4.5)', () => {
  const [call, ...more] = named('call')
  expect([call?.spanId, call?.parentId, more]).toEqual([spanOf(sessionId), null, []])
  expect(
    named('turn')
      .map(({ attributes }) => attributes['invorto.turn.id'])
      .sort(),
  ).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `turn_${n}`))
  const byId = new Map(spans.map((span) => [span.spanId, span]))
  expect(byId.size).toBe(spans.length)
  for (const span of spans) {
    expect(span.traceId).toBe(traceOf(sessionId))
    expect([span.name, span.startedAt <= span.endedAt]).toEqual([span.name, true])
    const parent = span.parentId === null ? undefined : byId.get(span.parentId)
    expect([span.name, span === call || parent !== undefined]).toEqual([span.name, true])
    if (parent !== undefined) expect([span.name, span.endedAt <= parent.endedAt]).toEqual([span.name, true])
  }
})

test('of a call whose client named its span all spans are in that trace, and the call below that span (W3C Trace Context)', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const joined = log.map(
    (event): CallEvent =>
      event.event_type === 'call.started' || event.event_type === 'call.ended'
        ? ({ ...event, data: { ...event.data, traceparent } } as CallEvent)
        : event,
  )
  const both = [project(joined).spans, project(joined.filter(({ event_type }) => event_type === 'call.ended')).spans]
  expect(both.map((some) => some.length)).toEqual([spans.length, 1])
  for (const some of both) {
    expect(new Set(some.map(({ traceId }) => traceId))).toEqual(new Set([traceparent.slice(3, 35)]))
    expect(some.find(({ name }) => name === 'call')?.parentId).toBe(traceparent.slice(36, 52))
  }
  expect(both[0]!.map(({ spanId }) => spanId)).toEqual(spans.map(({ spanId }) => spanId))
})

test('a spoken turn has its ear, its wait, its model and its voice', () => {
  expect(names(inTurn('turn_3'))).toEqual(['chat gpt-4o-mini', 'endpointing', 'stt nova-3', 'tts aura-2-thalia-en'])
  const turn = spans.find(({ spanId }) => spanId === spanOf(sessionId, 'turn_3'))!
  expect(turn.attributes).toMatchObject({
    'invorto.turn.eou_ms': 220,
    'invorto.turn.response_ms': 520,
    'invorto.turn.spoken_over': true,
  })
})

test('the model is told of by the GenAI conventions', () => {
  const [chat] = inTurn('turn_3').filter(({ name }) => name.startsWith('chat'))
  expect([chat?.kind, chat!.endedAt - chat!.startedAt]).toEqual(['client', 460])
  expect(chat?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'scripted',
    'gen_ai.request.model': 'gpt-4o-mini',
    'gen_ai.conversation.id': sessionId,
    'gen_ai.usage.input_tokens': 20,
    'gen_ai.usage.output_tokens': 13,
    'gen_ai.response.finish_reasons': ['stop'],
    'session.id': sessionId,
    'invorto.llm.first_token_ms': 200,
    'langfuse.observation.completion_start_time': '2026-02-03T04:05:10.420Z',
  })
})

test('a tool is a span of the turn, with an id that its request can name beforehand', () => {
  const [asked] = log.filter((event) => event.event_type === 'action.requested' && event.data.name === 'book_slot')
  const { tool_call_id: id } = asked!.data as { tool_call_id: string }
  const tool = spans.find(({ spanId }) => spanId === spanOf(sessionId, id))!
  expect([tool.name, tool.error, tool.endedAt - tool.startedAt]).toEqual(['execute_tool book_slot', null, 300])
  expect(tool.attributes).toMatchObject({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'book_slot',
    'gen_ai.tool.call.id': id,
  })
  expect(named('execute_tool drop_table')[0]?.error).toBe('unknown_tool')
})

test('a model that failed for good is an error, one that recovered remembers its failure', () => {
  const [chat] = inTurn('turn_8').filter(({ name }) => name.startsWith('chat'))
  expect([chat?.error, chat?.attributes['invorto.provider.failure']]).toEqual(['disconnected', 'disconnected'])
  expect(named('call')[0]?.error).toBe('provider_unavailable')
})

test('no words are in them, whatever was said', () => {
  const words = lines
    .flatMap((line) => Object.values((JSON.parse(line).content ?? {}) as Record<string, unknown>))
    .filter((word) => typeof word === 'string' && word.length > 6)
  expect(words.length).toBeGreaterThan(10)
  const told = JSON.stringify(spans)
  for (const word of words) expect(told).not.toContain(word)
})

test('what is under way when the call ends is closed with it; nothing stays open', () => {
  const until = log.findIndex(({ event_type }) => event_type === 'llm.first_token')
  const end = log.find(({ event_type }) => event_type === 'call.ended')!
  const cut = project([...log.slice(0, until + 1), { ...end, ts: log[until]!.ts }])
  expect(cut.open).toBeNull()
  expect(names(cut.spans)).toEqual(expect.arrayContaining(['call', 'turn', 'chat gpt-4o-mini']))
  expect(cut.spans.find(({ name }) => name.startsWith('chat'))?.attributes['invorto.unfinished']).toBe(true)
})

test('words that come after their turn was answered open nothing', () => {
  const at = log.findIndex(({ event_type }) => event_type === 'endpointing.delay_applied')
  const late = log.slice(0, at).findLast(({ event_type }) => event_type === 'stt.final')!
  const { open } = project([...log.slice(0, at + 1), late])
  expect([...open!.stages.values()].filter(({ stage }) => stage === 'stt')).toEqual([])
})

test('of a call that another process began only its end is told', () => {
  const end = log.find((event) => event.event_type === 'call.ended')!
  const { spans } = project([log[30]!, end, log.at(-1)!])
  expect(spans.map(({ name, startedAt, endedAt }) => [name, endedAt - startedAt])).toEqual([['call', 17_100]])
})

test('a call of endless turns keeps little', () => {
  const [first, ...rest] = log.filter(({ event_type }) => !event_type.startsWith('call.e'))
  let open: OpenSpans | null = stepSpans(null, first!).open
  for (let round = 0; round < 200; round += 1)
    for (const event of rest)
      open = stepSpans(open, {
        ...event,
        correlation_id: event.correlation_id.replace('turn_', `turn_${round}`),
      } as CallEvent).open
  expect(open!.turns.size).toBeLessThan(10)
  expect(open!.stages.size).toBeLessThan(10)
})
