import { expect, test } from 'vitest'
import { sampleEvent } from '../testing/samples.ts'
import { eventOf } from './stream-entry.ts'

const read = (payload: unknown, id = '2-0', stream = 'events:c_1') =>
  eventOf(stream, [id, ['kind', 'turn.started', 'payload', JSON.stringify(payload)]])

test('an entry holds the event of its number and of its stream', () => {
  expect(read(sampleEvent('c_1', 2))).toEqual(sampleEvent('c_1', 2))
})

test.each([
  ['another number', sampleEvent('c_1', 3)],
  ['another session', sampleEvent('c_2', 2)],
  ['a part of the id', sampleEvent('1', 2)],
  ['no session', { ...sampleEvent('c_1', 2), session_id: undefined }],
  ['no type', { ...sampleEvent('c_1', 2), event_type: null }],
  ['no instant', { ...sampleEvent('c_1', 2), ts: 'yesterday' }],
  ['no object', 'turn.started'],
])('what the database would never take is no event of it: %s', (_what, payload) => {
  expect(read(payload)).toBeNull()
})

test('an entry without a payload, or with half of one, holds none', () => {
  expect(eventOf('events:c_1', ['2-0', ['kind', 'turn.started']])).toBeNull()
  expect(eventOf('events:c_1', ['2-0', ['payload', '{"seq":2,"session_id":"c_1"']])).toBeNull()
})
