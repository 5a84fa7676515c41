import { expect, test } from 'vitest'
import { sampleEvent } from '../testing/samples.ts'
import { eventOf, isBefore, lastIdOf } from './stream-entry.ts'

const read = (payload: unknown, id = '2-0', stream = 'events:c_1') =>
  eventOf(stream, [id, ['kind', 'turn.started', 'payload', JSON.stringify(payload)]])

test('an entry holds the event of its number and of its stream', () => {
  expect(read(sampleEvent('c_1', 2))).toEqual(sampleEvent('c_1', 2))
})

test.each([
  ['another number', sampleEvent('c_1', 3)],
  ['a second one of its number', sampleEvent('c_1', 2), '2-7'],
  ['a number that is none of ours', { ...sampleEvent('c_1', 2), seq: 2 ** 53 }, `${2 ** 53}-0`],
  ['half a number', sampleEvent('c_1', 2.5), '2-0'],
  ['another session', sampleEvent('c_2', 2)],
  ['a part of the id', sampleEvent('1', 2)],
  ['no session', { ...sampleEvent('c_1', 2), session_id: undefined }],
  ['no type', { ...sampleEvent('c_1', 2), event_type: null }],
  ['no instant', { ...sampleEvent('c_1', 2), ts: 'yesterday' }],
  ['no object', 'turn.started'],
])('what the database would never take is no event of it: %s', (_what, payload, id = '2-0') => {
  expect(read(payload, id as string)).toBeNull()
})

test('an entry without a payload, or with half of one, holds none', () => {
  expect(eventOf('events:c_1', ['2-0', ['kind', 'turn.started']])).toBeNull()
  expect(eventOf('events:c_1', ['2-0', ['payload', '{"seq":2,"session_id":"c_1"']])).toBeNull()
})

test('ids are in order up to the last that Redis knows, each after the number that it begins with', () => {
  const last = 18446744073709551615n
  const ids = [
    '0-0',
    '2-0',
    '2-7',
    lastIdOf(2),
    '10-0',
    '9007199254740992-0',
    '9007199254740993-0',
    `${last - 1n}-1`,
    `${last}-${last}`,
  ]
  for (const [i, a] of ids.entries())
    for (const [j, b] of ids.entries()) expect([a, b, isBefore(a, b)]).toEqual([a, b, i < j])
})
