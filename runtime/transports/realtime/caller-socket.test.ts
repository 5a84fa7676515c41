import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkServerMessage, type ServerMessage } from '#generated/realtime.gen.ts'
import { type Breach, everyCheck, sampledChecks } from '#runtime/core/contract-checks.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { CallerSocket } from './caller-socket.ts'
import { FakeSocket } from './testing/fake-socket.ts'

function socketOf(checks = everyCheck()) {
  const socket = new FakeSocket()
  const faults: unknown[] = []
  return {
    socket,
    faults,
    out: new CallerSocket(socket.asWebSocket, {
      clock: new VirtualClock(),
      checks,
      onFault: (error) => faults.push(error),
    }),
  }
}

test('what is of the log has its number, the number that was sent before it, and the seconds since the answer', () => {
  const { socket, out, faults } = socketOf()
  const log = readFileSync(new URL('../../domain/projections/golden/call.log.jsonl', import.meta.url), 'utf8')
  for (const line of log.trim().split('\n')) out.event({ content: undefined, ...JSON.parse(line) } as LoggedEvent)
  const places = socket.messages.map((message) => {
    const { seq = 0, prevSeq = 0 } = message as { seq?: number; prevSeq?: number }
    return [seq, prevSeq]
  })
  expect(places.map(([, prevSeq]) => prevSeq)).toEqual([0, ...places.slice(0, -1).map(([seq]) => seq)])
  const told = socket.messages.filter(({ t }) => t !== 'usage.updated')
  expect(told[0]).toMatchObject({ t: 'turn.started', ts: 0 })
  expect(told.at(-1)).toMatchObject({ t: 'end', ts: 17.1 })
  expect(socket.messages.map((message) => checkServerMessage(message))).toEqual(places.map(() => null))
  expect(faults).toEqual([])
})

test('a message that breaks the contract is our fault and is not sent', () => {
  const { socket, out, faults } = socketOf()
  out.send({ t: 'pong', timestamp: -1 } as ServerMessage)
  expect(socket.messages).toEqual([])
  expect(String(faults[0])).toContain('the message pong breaks the contract')
})

test('where a sample is checked, a message that breaks the contract is sent, told of and counted', () => {
  const breaches: Breach[] = []
  const checks = sampledChecks(1, (breach) => breaches.push(breach))
  const { socket, out, faults } = socketOf(checks)
  out.send({ t: 'pong', timestamp: -1 } as ServerMessage)
  expect(socket.messages).toEqual([{ t: 'pong', timestamp: -1 }])
  expect(breaches).toEqual([{ surface: 'message', name: 'pong', pointer: '/timestamp', keyword: 'minimum' }])
  expect([checks.violations, faults]).toEqual([1, []])
})

test('a refusal says why, then closes with the code’s close code', () => {
  const { socket, out } = socketOf()
  out.refuse('conflict', 'x'.repeat(5000), '/callId')
  expect(socket.messages).toEqual([
    { t: 'error', code: 'conflict', message: 'x'.repeat(1024), fatal: true, field: '/callId' },
  ])
  expect(socket.ended).toBe('4409 conflict')
})

test('a client that does not read is dropped', () => {
  const { socket, out } = socketOf()
  socket.bufferedAmount = 1024 * 1024
  out.audio(Buffer.alloc(640))
  expect(socket.ended).toBeNull()
  socket.bufferedAmount += 1
  out.audio(Buffer.alloc(640))
  expect([socket.ended, socket.audio.length]).toEqual(['terminated', 1])
})

test('to a client that has left nothing is sent', () => {
  const { socket, out } = socketOf()
  socket.leave(1001)
  out.audio(Buffer.alloc(640))
  out.send({ t: 'pong', timestamp: 1 })
  expect([socket.audio, socket.messages]).toEqual([[], []])
})
