import { expect, test } from 'vitest'
import { withoutPact } from './pacts.ts'

const documents = {
  openapi: {
    paths: {
      '/a': { get: { operationId: 'getA' }, parameters: [] },
      '/healthz': { get: { operationId: 'getHealth', security: [] } },
    },
    webhooks: { 'a.happened': {} },
  },
  realtime: {
    operations: {
      send: {
        action: 'send',
        messages: [{ $ref: '#/channels/v/messages/said' }, { $ref: '#/channels/v/messages/audio' }],
      },
      receive: { action: 'receive', messages: [{ $ref: '#/channels/v/messages/heard' }] },
    },
    components: { messages: { said: {}, audio: { 'x-ws-frame': 'binary' }, heard: {} } },
  },
}

test('what clients get and no pact has is named', () => {
  expect(withoutPact(documents, new Set())).toEqual(['getA', 'said', 'a.happened'])
  expect(withoutPact(documents, new Set(['getA', 'said', 'a.happened']))).toEqual([])
})
