import { expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Span } from '#runtime/core/span.ts'
import { fallsInto, traceOf } from '#runtime/core/trace-context.ts'
import { callTracer } from './call-tracer.ts'
import { tracedStep } from './step-tracer.ts'

const ids = Array.from({ length: 400 }, (_, n) => `c_${n}`)
const kept = ids.filter((id) => fallsInto(0.25, traceOf(id)))

function collecting(ratio: number) {
  const spans: Span[] = []
  const record = (span: Span): void => void spans.push(span)
  return { spans, traces: { sampled: (id: string) => fallsInto(ratio, id), record, waiting: 0, close: async () => {} } }
}

const ended = (id: string, traceparent: string): CallEvent =>
  ({
    ...{ session_id: id, event_type: 'call.ended', ts: '2026-01-01T00:00:00.000Z', seq: 1, severity: 'info' },
    data: { reason: 'caller_hangup', duration_ms: 1, traceparent },
  }) as CallEvent

/** Which calls are traced whose clients named a trace with such digits. */
async function tracedOf(digits: string): Promise<{ calls: unknown[]; steps: unknown[]; spans: Span[] }> {
  const { spans, traces } = collecting(0.25)
  const observe = callTracer(traces)
  for (const [n, id] of ids.entries()) {
    const event = ended(id, `00-${`${n + 1}`.padStart(19, '0')}${digits.repeat(13)}-b7ad6b7169203331-01`)
    observe(event)
    const step = { callId: id, attempt: 1, name: 'cost', logged: [{ event }] }
    await tracedStep({ clock: { now: () => 0 }, traces }, step, async () => {})
  }
  const of = (name: string) => spans.filter((span) => span.name === name).map((span) => span.attributes['session.id'])
  return { calls: of('call'), steps: of('after_call cost'), spans }
}

test.each(['0', 'f'])(
  'which calls are traced is drawn by their own ids, though their clients name traces that end in %s',
  async (digit) => {
    const { calls, steps, spans } = await tracedOf(digit)
    expect([calls, steps]).toEqual([kept, kept])
    expect(kept.length).toBeGreaterThan(60)
    expect(kept.length).toBeLessThan(140)
    for (const span of spans.filter(({ name }) => name === 'call'))
      expect(span.traceId.endsWith(digit.repeat(13))).toBe(true)
  },
)
