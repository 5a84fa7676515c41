import { expect, expectTypeOf, test } from 'vitest'
import type { InvortoClient, KnownSessionEvent, NewerSessionEvent, SessionEvent } from './generated/index.gen.ts'

const envelope = {
  ts: '2026-02-03T00:00:00.000Z',
  session_id: 'c_1',
  seq: 1,
  component: 'voice_pipeline',
  severity: 'info',
  correlation_id: 'c_1',
  pii: { contains_pii: false, fields: [], handling: 'none' },
} as const
const data = { reason: 'caller_hangup', duration_ms: 1_000 } as const
const known: SessionEvent = { ...envelope, event_type: 'call.ended', data }
const newer = { ...envelope, event_type: 'of.tomorrow', data: { what: 1 } } as unknown as SessionEvent

/** As somebody reads a log. */
function read(event: SessionEvent): unknown {
  switch (event.event_type) {
    case 'call.ended':
      expectTypeOf(event.data.duration_ms).toEqualTypeOf<number>()
      // @ts-expect-error a field that it has not
      event.data.durationMs
      return event.data.duration_ms
    case 'turn.started':
      expectTypeOf(event.event_type).toEqualTypeOf<'turn.started'>()
      return event.data
    // @ts-expect-error there is no such type
    case 'call.endedd':
      return null
    default:
      expectTypeOf<NewerSessionEvent>().toExtend<typeof event>()
      return `${event.event_type.toUpperCase()} ${JSON.stringify(event.data)}`
  }
}

test('an event is narrowed by its type; one that is newer than this package stays readable', () => {
  expect(read(known)).toBe(1_000)
  expect(read(newer)).toBe('OF.TOMORROW {"what":1}')
})

test('a type that is misspelt does not compile, wherever events come from', () => {
  expectTypeOf<Parameters<typeof read>>().toEqualTypeOf<[KnownSessionEvent | NewerSessionEvent]>()
  const follow = async (client: InvortoClient): Promise<void> => {
    for await (const event of client.sessions.events.stream('c_1')) {
      if (event.event_type === 'call.started') expectTypeOf(event.data.agent_version).toEqualTypeOf<number>()
      // @ts-expect-error there is no such type
      if (event.event_type === 'call.endedd') return
    }
    for await (const event of client.sessions.events.list('c_1')) {
      // @ts-expect-error there is no such type
      if (event.event_type === 'call.endedd') return
    }
    const { data } = await client.sessions.events.list('c_1')
    expectTypeOf(data[0]!).toEqualTypeOf<SessionEvent>()
    const page = await client.listSessionEvents('c_1')
    expectTypeOf(page.body.data[0]!).toEqualTypeOf<SessionEvent>()
  }
  expect(follow).toBeTypeOf('function')
})
