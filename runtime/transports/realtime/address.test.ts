import { expect, test } from 'vitest'
import { addressOf } from './address.ts'

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
