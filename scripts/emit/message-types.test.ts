import { expect, test } from 'vitest'
import { type CallEvent, type EventOf, type EventType, eventTypes } from '#generated/events.gen.ts'
import { eventNames } from '#generated/names.gen.ts'
import { dispatchClientMessage, type RealtimeHandlers, type ServerMessage } from '#generated/realtime.gen.ts'
import { dispatchServerMessage, type RealtimeClientHandlers } from '#sdks/browser/generated/realtime.gen.ts'

const heard: string[] = []
const whole: RealtimeHandlers<string> = {
  start: (message, context) => void heard.push(message.t, context),
  resume: () => {},
  callerAudio: (frame) => void heard.push(String(frame.length)),
  audio: () => {},
  textInput: () => {},
  dtmfSend: () => {},
  playbackMark: () => {},
  interrupt: () => {},
  toolResult: () => {},
  ping: () => {},
  endCall: () => {},
}

const { start: _start, ...withoutStart } = whole
// @ts-expect-error a message of the client without its method
const missing: RealtimeHandlers<string> = withoutStart
// @ts-expect-error a method that takes another message
const wrong: RealtimeHandlers<string> = { ...whole, ping: (message: { t: 'start' }) => void message }
// @ts-expect-error a client that leaves most messages of the server out
const deaf: RealtimeClientHandlers = { connected: () => {} }
// @ts-expect-error a message that the contract does not have
const invented: ServerMessage = { t: 'emotion.guess' }
// @ts-expect-error a message without what it must have
const partial: ServerMessage = { t: 'stt.final' }
// @ts-expect-error an event without its data
const bare: EventOf<'call.ended'>['data'] = {}
// @ts-expect-error a table that leaves events out
const names: Record<EventType, string> = { 'call.started': '' }

test('what does not compile above is what the compiler must refuse', () => {
  expect([missing, wrong, deaf, invented, partial, bare, names]).toHaveLength(7)
})

test('a message goes to its method with the context', () => {
  dispatchClientMessage(whole, { t: 'start' }, 'call 1')
  expect(heard).toEqual(['start', 'call 1'])
})

test('an unknown message goes to `unknown`, where there is one', () => {
  const seen: string[] = []
  const handlers = new Proxy({} as RealtimeClientHandlers, { get: (_, name) => () => void seen.push(String(name)) })
  dispatchServerMessage(handlers, { t: 'pong', timestamp: 1 })
  dispatchServerMessage(handlers, { t: 'emotion.guess', id: 'tk-1' })
  expect(seen).toEqual(['pong', 'unknown'])
})

test('every event has names', () => {
  const types: readonly CallEvent['event_type'][] = eventTypes
  expect(Object.keys(eventNames).sort()).toEqual([...types].sort())
})
