import type { JsonObject } from '../../bundle/json.ts'

const tagged = (tag: string, properties: JsonObject = {}, required: string[] = []): JsonObject => ({
  type: 'object',
  required: ['t', ...required],
  properties: { t: { const: tag, type: 'string' }, ...properties },
})

const message = (name: string, schema: string): JsonObject => ({
  name,
  summary: `${schema}.`,
  payload: { $ref: `#/components/schemas/${schema}` },
})

const at = (key: string): JsonObject => ({ $ref: `#/components/messages/${key}` })

/** A small socket, for tests: `ask` and `voice` come in, `answer` goes out. */
export const smallSocket: JsonObject = {
  asyncapi: '3.0.0',
  'x-discriminator': 't',
  channels: {
    voice: { address: '/voice', 'x-roles': ['admin'], 'x-close-codes': { 1000: ['normal'], 4400: ['bad_request'] } },
  },
  operations: {
    receiveFromCaller: { action: 'receive', messages: [at('ask'), at('voice')] },
    sendToCaller: { action: 'send', messages: [at('answer')] },
  },
  components: {
    messages: {
      ask: message('ask', 'Ask'),
      voice: { ...message('voice', 'Voice'), 'x-ws-frame': 'binary' },
      answer: message('an.swer', 'Answer'),
    },
    schemas: {
      Words: { type: 'string', 'x-pii': 'transcript' },
      Ask: tagged('ask', { words: { $ref: '#/components/schemas/Words' } }),
      Voice: { type: 'string', format: 'binary' },
      Answer: tagged('an.swer', { words: { $ref: '#/components/schemas/Words' } }, ['words']),
    },
  },
}

const envelope: JsonObject = { component: { enum: ['control_plane', 'voice_pipeline'] } }

const event = (type: string, data: string, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  required: ['event_type', 'data'],
  properties: {
    ...envelope,
    event_type: { const: type, type: 'string' },
    data: { $ref: `#/components/schemas/${data}` },
    ...more,
  },
})

/** A small log, for tests: `call.began`, and `words.heard` with sealed content. */
export const smallLog: JsonObject = {
  asyncapi: '3.0.0',
  'x-discriminator': 'event_type',
  channels: { session: { address: 'events:{id}' } },
  operations: { publishEvent: { action: 'send', messages: [at('callBegan'), at('wordsHeard')] } },
  components: {
    messages: { callBegan: message('call.began', 'CallBegan'), wordsHeard: message('words.heard', 'WordsHeard') },
    schemas: {
      EndReason: { type: 'string', enum: ['hangup', 'internal'] },
      Envelope: { type: 'object', properties: envelope },
      Spoken: { type: 'object', properties: { text: { type: 'string', 'x-pii': 'transcript' } } },
      Began: { type: 'object', properties: { from: { type: 'string', 'x-pii': 'phone_number' } } },
      Heard: { type: 'object', properties: { length: { type: 'integer' } } },
      CallBegan: event('call.began', 'Began'),
      WordsHeard: event('words.heard', 'Heard', { content: { $ref: '#/components/schemas/Spoken' } }),
    },
  },
}
