import { expect, test } from 'vitest'
import { oneWay } from './one-way.ts'

const message = (channel: string, key: string) => ({ $ref: `#/channels/${channel}/messages/${key}` })

test('each operation has the channel to itself, with the messages that it names', () => {
  const document = {
    asyncapi: '3.0.0',
    channels: { voice: { address: '/v1', messages: { start: { name: 'start' }, end: { name: 'end' } } } },
    operations: {
      hear: { action: 'receive', channel: { $ref: '#/channels/voice' }, messages: [message('voice', 'start')] },
      say: { action: 'send', channel: { $ref: '#/channels/voice' }, messages: [message('voice', 'end')] },
    },
  }
  expect(oneWay(document)).toMatchObject({
    channels: {
      'voice.receive': { address: '/v1', messages: { start: { name: 'start' } } },
      'voice.send': { address: '/v1', messages: { end: { name: 'end' } } },
    },
    operations: {
      hear: { channel: { $ref: '#/channels/voice.receive' }, messages: [message('voice.receive', 'start')] },
      say: { channel: { $ref: '#/channels/voice.send' }, messages: [message('voice.send', 'end')] },
    },
  })
})

test('another kind of document stays as it is', () => {
  const document = { openapi: '3.1.0', paths: {} }
  expect(oneWay(document)).toBe(document)
})
