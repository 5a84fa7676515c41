import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressOf } from './address.ts'
import { apiKeyOf, echoed } from './credentials.ts'

const ID = 'c_01jd3w7q8re5a9v6c2k4m0n7xz'

test.each([
  [`/v1/realtime/${ID}`, { call: ID, agent: undefined }],
  ['/v1/realtime/call-1?agentId=agent-abc', { call: 'call-1', agent: 'agent-abc' }],
  ['/v1/realtime/call%2D1', { call: 'call-1', agent: undefined }],
  ['/realtime/voice?callId=call-1&agentId=a', { call: 'call-1', agent: 'a' }],
  ['/v1/realtime/', 'callId'],
  ['/v1/realtime/%E0%A4%A', 'callId'],
  ['/v1/realtime/..%2Fsecret', 'callId'],
  [`/v1/realtime/${'x'.repeat(65)}`, 'callId'],
  ['/realtime/voice', 'callId'],
  ['/v1/realtime/call-1?agentId=', 'agentId'],
  ['/v1/realtime/call-1?agentId=a%20b', 'agentId'],
  ['/v1/realtime/call-1/more', null],
  ['/v2/realtime/call-1', null],
  ['/', null],
  ['//[', null],
])('%s', (target, expected) => {
  expect(addressOf(target)).toEqual(expected)
})

test.each([
  [{ authorization: 'Bearer abc' }, 'abc'],
  [{ authorization: 'bearer abc' }, 'abc'],
  [{ 'sec-websocket-protocol': 'invorto.v1, key.abc' }, 'abc'],
  [{ authorization: 'Bearer one', 'sec-websocket-protocol': 'invorto.v1, key.two' }, 'one'],
  [{ authorization: 'Basic abc', 'sec-websocket-protocol': 'key.two' }, 'two'],
  [{ 'sec-websocket-protocol': 'invorto.v1' }, undefined],
  [{}, undefined],
])('%j gives the key %s', (headers, key) => {
  expect(apiKeyOf({ headers } as IncomingMessage)).toBe(key)
})

test('what carries a secret is never echoed', () => {
  expect(echoed(new Set(['key.abc', 'invorto.v1']))).toBe('invorto.v1')
  expect(echoed(new Set(['key.abc']))).toBe(false)
})
