import { expect, test } from 'vitest'
import { emitClientMessages } from './client.ts'
import { emitEvents } from './events.ts'
import { messageDocument, mirrored } from './message-document.ts'
import { emitServerMessages } from './messages.ts'
import { emitNames } from './names.ts'
import { smallLog, smallSocket } from './testing/small-documents.ts'

const socket = messageDocument(smallSocket)
const client = messageDocument(mirrored(smallSocket))
const log = messageDocument(smallLog)

test('the server handles what comes in by the names of the messages, binary frames as buffers', () => {
  const text = emitServerMessages(socket, 'a.yaml')
  expect(text).toContain('export type ClientMessage =\n  | Ask\n')
  expect(text).toContain('export type ServerMessage =\n  | Answer\n')
  expect(text).toContain('  readonly ask: (message: Ask, context: Context) => void | Promise<void>\n')
  expect(text).toContain('  readonly voice: (frame: Buffer, context: Context) => void | Promise<void>\n')
  expect(text).toContain("    case 'ask':\n      return handlers.ask(message, context)\n")
  expect(text).not.toContain('interface Voice')
})

test('the client is the mirror: it handles answers, sends questions and imports nothing', () => {
  const text = emitClientMessages(client, 'a.yaml')
  expect(text).toContain('  readonly answer: (message: Answer) => void\n')
  expect(text).toContain(
    "  ask(fields: Omit<Ask, 't'> = {}): void {\n    const message: Ask = { t: 'ask', ...fields }\n",
  )
  expect(text).toContain('  voice(frame: Uint8Array): void {\n    this.#socket.send(frame)\n  }\n')
  expect(text).not.toMatch(/\bimport\b|Buffer/)
})

test('events know their data, their content and which of it is personal', () => {
  const text = emitEvents(log, 'b.yaml')
  expect(text).toContain("  readonly 'call.began': Began\n  readonly 'words.heard': Heard\n")
  expect(text).toContain("export interface EventContent {\n  readonly 'words.heard': Spoken\n}")
  expect(text).toContain("  'call.began': ['phone_number'],\n  'words.heard': [],\n")
  expect(text).toContain("  'call.began': [],\n  'words.heard': ['transcript'],\n")
})

test('the same document gives the same text', () => {
  const again = structuredClone(smallSocket)
  expect(emitServerMessages(messageDocument(again), 'a.yaml')).toBe(emitServerMessages(socket, 'a.yaml'))
  expect(emitClientMessages(messageDocument(mirrored(again)), 'a.yaml')).toBe(emitClientMessages(client, 'a.yaml'))
  expect(emitEvents(messageDocument(structuredClone(smallLog)), 'b.yaml')).toBe(emitEvents(log, 'b.yaml'))
})

test('a message whose name and constant differ, or that has no constant, is named', () => {
  const renamed = structuredClone(smallSocket)
  const { messages, schemas } = renamed.components as Record<
    'messages' | 'schemas',
    Record<string, { [key: string]: never }>
  >
  messages.ask!.name = 'question' as never
  expect(() => messageDocument(renamed)).toThrow('"ask" is named "question", and its "t" is "ask"')
  schemas.Ask!.properties = {} as never
  expect(() => messageDocument(renamed)).toThrow('Ask of the message "ask" needs a constant "t"')
})

const names = {
  events: {
    'call.began': { component: 'control_plane', timeline: 'call.began' },
    'words.heard': { component: 'voice_pipeline', socket: 'an.swer', timeline: 'words', mark: 'first' },
  },
  endReasons: { hangup: 'hangup', internal: 'error' },
}

test('every event has its names, and every end reason its word', () => {
  expect(emitNames(names, log, socket)).toContain(
    "  'call.began': { component: 'control_plane', timeline: 'call.began' },\n",
  )
  const { 'call.began': _, ...fewer } = names.events
  expect(() => emitNames({ ...names, events: fewer }, log, socket)).toThrow('names.yaml lacks call.began of the events')
  const more = { ...names.events, 'call.lost': names.events['call.began'] }
  expect(() => emitNames({ ...names, events: more }, log, socket)).toThrow('has call.lost, unknown to the events')
  expect(() => emitNames({ ...names, endReasons: { hangup: 'hangup' } }, log, socket)).toThrow(
    'lacks internal of EndReason',
  )
  const odd = { ...names.events, 'call.began': { component: 'control_plane', socket: 'nothing' } }
  expect(() => emitNames({ ...names, events: odd }, log, socket)).toThrow('socket is "nothing"')
})
