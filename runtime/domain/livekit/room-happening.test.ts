import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { callOfRoom, livekitTypes, roomHappening } from './room-happening.ts'

const recording = JSON.parse(
  readFileSync(new URL('../../../simulators/livekit/recording.json', import.meta.url), 'utf8'),
) as { hooks: { event: string; body: string }[] }

const room = { sid: 'RM_1', name: 'call-1' }
const participant = { sid: 'PA_1', identity: '+919812345678', name: 'Asha' }
const of = (event: string, more: object = {}) => roomHappening({ event, id: 'EV_1', room, participant, ...more })

test('what a real server posted becomes the events of OBS-00 3.2, and no other', () => {
  const types = recording.hooks.map(({ body }) => roomHappening(JSON.parse(body))?.type)
  expect(types).toEqual([
    'livekit.room.created',
    'livekit.participant.joined',
    'livekit.track.published',
    'livekit.track.published',
    'livekit.track.unpublished',
    'livekit.track.unpublished',
    'livekit.participant.left',
    undefined,
    'livekit.participant.left',
  ])
  expect(new Set(types.filter((type) => type !== undefined))).toEqual(new Set(livekitTypes))
  const aborted = roomHappening(JSON.parse(recording.hooks[8]!.body))
  expect(aborted).toMatchObject({ data: { reason: 'connection_aborted' } })
})

describe('a participant', () => {
  test('is named by an id that says nothing of it; who it is stands in what is sealed', () => {
    expect(of('participant_joined')).toEqual({
      type: 'livekit.participant.joined',
      livekit: { room: 'RM_1', participant: 'PA_1' },
      data: { event_id: 'EV_1', participant_kind: 'standard' },
      content: { identity: '+919812345678', name: 'Asha' },
    })
    expect(of('participant_joined', { participant: { sid: 'PA_1' } })).toMatchObject({ content: { identity: '' } })
  })

  test.each([
    ['SIP', { participant_kind: 'sip' }],
    ['AGENT', { participant_kind: 'agent' }],
    ['CONNECTOR', {}],
    ['constructor', {}],
  ])('of the kind %s', (kind, data) => {
    const joined = of('participant_joined', { participant: { ...participant, kind } })
    expect(joined?.data).toEqual({ event_id: 'EV_1', ...data })
  })

  test.each([
    ['CLIENT_INITIATED', { reason: 'client_initiated' }],
    ['Asha hung up: +91 98', {}],
    [undefined, {}],
  ])('goes for the reason %s', (disconnectReason, data) => {
    const left = of('participant_left', { participant: { ...participant, disconnectReason } })
    expect(left?.data).toEqual({ event_id: 'EV_1', ...data })
  })
})

describe('a track', () => {
  test.each([
    [{}, { kind: 'audio' }],
    [
      { type: 'VIDEO', source: 'CAMERA' },
      { kind: 'video', source: 'camera' },
    ],
    [{ source: 'MICROPHONE' }, { kind: 'audio', source: 'microphone' }],
    [{ type: 'DATA', source: 'UNKNOWN' }, { kind: 'data' }],
    [{ source: 'SCREEN_SHARE_AUDIO' }, { kind: 'audio', source: 'other' }],
    [{ source: 'toString' }, { kind: 'audio' }],
  ])('%o', (more, data) => {
    const published = of('track_published', { track: { sid: 'TR_1', name: 'of Asha', ...more } })
    expect(published).toEqual({
      type: 'livekit.track.published',
      livekit: { room: 'RM_1', participant: 'PA_1', track: 'TR_1' },
      data: { event_id: 'EV_1', ...data },
    })
  })

  test('of a kind that nobody knows, or without an id, is none', () => {
    expect(of('track_published', { track: { sid: 'TR_1', type: 'SMELL' } })).toBeNull()
    expect(of('track_unpublished', { track: {} })).toBeNull()
    expect(of('track_unpublished')).toBeNull()
  })
})

test.each(['room_finished', 'egress_started', 'ingress_ended', 'constructor', ''])('%j goes no further', (event) => {
  expect(of(event)).toBeNull()
})

test.each([
  ['its name', { name: 'call-1' }, 'call-1'],
  ['session_id of its metadata', { name: 'Asha', metadata: '{"session_id":"call-2"}' }, 'call-2'],
  ['its name, where the metadata are none of ours', { name: 'call-1', metadata: '{"customer":7}' }, 'call-1'],
  ['its name, where the metadata are no JSON', { name: 'call-1', metadata: '{"session_id"' }, 'call-1'],
  ['its name, where the metadata are no object', { name: 'call-1', metadata: '["session_id"]' }, 'call-1'],
  ['its name, where session_id is no text', { name: 'call-1', metadata: '{"session_id":7}' }, 'call-1'],
  [
    'its name, where the metadata are too long',
    { name: 'call-1', metadata: `{"session_id":"c","x":"${'x'.repeat(5000)}"}` },
    'call-1',
  ],
  ['nothing, where the name is no call', { name: 'a b' }, null],
  ['nothing, where session_id is no call', { name: 'call-1', metadata: '{"session_id":"../x"}' }, null],
  ['nothing, without a name', {}, null],
])('a room is of the call of %s', (_what, named, call) => {
  expect(callOfRoom({ event: 'room_started', id: 'EV_1', room: named })).toBe(call)
})

test('an event without a room is of no call', () => {
  expect(callOfRoom({ event: 'egress_started', id: 'EV_1' })).toBeNull()
  expect(roomHappening({ event: 'room_started', id: 'EV_1' })).toBeNull()
})
