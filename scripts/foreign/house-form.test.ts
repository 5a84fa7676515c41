import { expect, test } from 'vitest'
import { messageDocument } from '../emit/message-document.ts'
import { houseForm, type Overlay } from './house-form.ts'
import { foreignDocument } from './source.ts'

const byKind: Overlay = { discriminator: 'type' }

/** A document that sends these messages of `components.messages`. */
function sending(messages: string): string {
  const keys = new Set([...messages.matchAll(/^ {4}(\S+):/gm)].map(([, key]) => key!))
  const listed = [...keys].map((key) => `${key}: { $ref: '#/components/messages/${key.replaceAll('/', '~1')}' }`)
  return `asyncapi: 3.0.0
info: { title: Other, version: 1.0.0 }
channels: { all: { address: /, messages: { ${listed.join(', ')} } } }
operations: { tell: { action: send, channel: { $ref: '#/channels/all' } } }
components:
  messages:
${messages}`
}

const hello = '    hello: { payload: { type: object, properties: { type: { type: string, enum: [hello] } } } }\n'
const told = (text: string, overlay: Overlay = byKind) => messageDocument(houseForm(foreignDocument(text), overlay))

test('a constant of one value is the kind, and must be there; the payload is named by its message', () => {
  const { messages, schemas } = told(sending(hello))
  expect(messages).toMatchObject([{ key: 'hello', tag: 'hello', direction: 'send', schema: 'HelloPayload' }])
  expect(schemas.HelloPayload).toMatchObject({ required: ['type'], properties: { type: { const: 'hello' } } })
})

test('a payload is named by its title, and a name that means something else gets another', () => {
  const text = sending(hello.replace('type: object,', 'title: Server message, type: object,'))
  expect(told(text).messages[0]!.schema).toBe('ServerMessageSchema')
})

test('what has no kind inside is wrapped in an object that has one', () => {
  const { messages, schemas, discriminator } = told(sending('    turn/on: { payload: { type: object } }\n'), {
    wrapped: true,
  })
  expect([discriminator, messages[0]]).toMatchObject(['kind', { key: 'turnOn', tag: 'turn/on', schema: 'TurnOn' }])
  expect(schemas.TurnOn).toMatchObject({ required: ['kind', 'data'], properties: { kind: { const: 'turn/on' } } })
})

test('a reply goes the other way', () => {
  const text = sending(hello).replace(
    'action: send,',
    "action: receive, reply: { channel: { $ref: '#/channels/all' } },",
  )
  expect(
    told(text)
      .messages.map(({ direction }) => direction)
      .sort(),
  ).toEqual(['receive', 'send'])
})

test('a property that is called like a keyword is a property', () => {
  const text = sending(
    hello.replace('properties: {', 'properties: { example: { type: string }, x-y: { type: string }, '),
  )
  expect(Object.keys(told(text).schemas.HelloPayload!.properties!)).toEqual(['example', 'x-y', 'type'])
})

const other = hello.replace('hello:', 'bye:')
const avro =
  '    hello: { payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { type: record } } }\n'

test.each<[string, string, Overlay, string]>([
  ['nothing', '', byKind, 'at line 1: the file is empty. Give'],
  ['a list', '- a\n', byKind, 'at line 1: this holds no object. Give'],
  ['no YAML', 'asyncapi: 3.0.0\ninfo: }\n', byKind, 'at line 2: this is neither YAML nor JSON.'],
  ['another kind of document', 'openapi: 3.1.0\n', byKind, 'at #: there is no `asyncapi`. Give'],
  [
    'an older version',
    'asyncapi: 2.6.0\n',
    byKind,
    'at #/asyncapi: this is AsyncAPI 2.6.0, and 3.0 is needed. Convert it',
  ],
  [
    'a reference to nothing',
    sending("    hello: { payload: { $ref: '#/components/schemas/Gone' } }\n"),
    byKind,
    'at #/components/messages/hello/payload/$ref: "#/components/schemas/Gone" leads nowhere. Name',
  ],
  [
    'a reference to another file',
    sending('    hello: { payload: { $ref: ./hello.yaml } }\n'),
    byKind,
    'at #/components/messages/hello/payload/$ref: "./hello.yaml" is another file. Put everything into one',
  ],
  ['no discriminator', sending(hello), {}, 'at #: nothing says which property names the kind of a message. Give it'],
  ['a discriminator of no name', sending(hello), { discriminator: 'a b' }, 'at #: "a b" cannot name the kind'],
  [
    'a property that no payload has',
    sending(hello),
    { discriminator: 'event' },
    'at #/components/messages/hello/payload: its "event" is not one constant. Name the property',
  ],
  [
    'a payload of another dialect',
    sending(avro),
    byKind,
    'at #/components/messages/hello/payload/schemaFormat: "application/vnd.apache.avro;version=1.9.0" is not read here. Write',
  ],
  [
    'a schema of an old dialect',
    sending(hello.replace('type: object', "$schema: 'http://json-schema.org/draft-04/schema#', type: object")),
    byKind,
    'at #/components/messages/hello/payload/$schema: "http://json-schema.org/draft-04/schema#" is not read here.',
  ],
  [
    'bytes that are not marked',
    sending('    voice: { contentType: audio/pcm, payload: { type: string, format: binary } }\n'),
    byKind,
    'at #/components/messages/voice: this is no JSON (format binary). Mark the message with `x-ws-frame: binary`',
  ],
  [
    'no payload',
    sending('    hello: { summary: Hello. }\n'),
    byKind,
    'at #/components/messages/hello: there is no payload.',
  ],
  [
    'two messages of one kind',
    sending(hello + other),
    byKind,
    'at #/components/messages/bye: it says the same kind as #/components/messages/hello (send hello), and a reader cannot tell',
  ],
  [
    'two messages of one key',
    sending(hello + hello),
    byKind,
    'at line 8: this is neither YAML nor JSON. Map keys must be unique.',
  ],
  [
    'an operation that does neither',
    sending(hello).replace('action: send', 'action: publish'),
    byKind,
    'at #/operations/tell/action: "publish" is no action. Set it to send or receive.',
  ],
  ['nothing to say', 'asyncapi: 3.0.0\n', byKind, 'at #/operations: nothing is sent or received. List'],
])('%s is refused with its place and what to do', (_, text, overlay, sentence) => {
  expect(() => told(text, overlay)).toThrow(sentence)
})

test('bytes that are marked are a message, and two of one kind can be put right from outside', () => {
  const binary = '    voice: { x-ws-frame: binary, contentType: audio/pcm }\n'
  expect(told(sending(binary)).messages).toMatchObject([{ key: 'voice', tag: null }])
  const corrected = told(sending(hello + other), { ...byKind, kinds: { bye: 'bye' } })
  expect(corrected.messages.map(({ tag }) => tag)).toEqual(['hello', 'bye'])
  const joined = told(sending(hello + other), { ...byKind, joined: { greeting: ['hello', 'bye'] } })
  expect(joined.messages).toMatchObject([{ key: 'greeting', tag: 'hello', schema: 'Greeting' }])
})
