import { expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { processLog } from './process-log.ts'

function opened() {
  const lines: Record<string, unknown>[] = []
  const write = (line: string): void => void lines.push(JSON.parse(line))
  const options = {
    level: 'info',
    clock: new VirtualClock(1_700_000_000_000),
    processId: 'proc_1',
    secrets: ['pepper-of-the-house'],
  } as const
  return { lines, log: processLog(options, { write }) }
}

test('a line is an OBS-00 envelope of the process, with its number and the ids of what it is about', () => {
  const { lines, log } = opened()
  log.log('call.recovered', 'warn', { call_id: 'c_1', turn_id: 'turn_2' })
  log.log('process.started', 'debug')
  log.log('process.stopping', 'info')
  expect(lines).toEqual([
    {
      severity: 'warn',
      ts: '2023-11-14T22:13:20.000Z',
      session_id: 'proc_1',
      seq: 1,
      component: 'control_plane',
      correlation_id: 'turn_2',
      call_id: 'c_1',
      turn_id: 'turn_2',
      pii: { contains_pii: false, fields: [], handling: 'none' },
      data: { call_id: 'c_1', turn_id: 'turn_2' },
      event_type: 'call.recovered',
    },
    expect.objectContaining({ seq: 3, event_type: 'process.stopping', correlation_id: 'proc_1' }),
  ])
})

test('no secret leaves by a line: not by its field, its form, its value, nor in an error', () => {
  const { lines, log } = opened()
  const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'
  log.log('contract.violated', 'error', { apiKey: 'plain', note: `Bearer ${jwt}`, deep: { password: 'hunter22' } })
  const cause = new Error('connect postgresql://app:hunter22@db/voice with pepper-of-the-house')
  log.fault(new Error(`whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ${jwt}`, { cause }), { headers: { authorization: 'x' } })
  const text = JSON.stringify(lines)
  expect(lines.length).toBe(2)
  for (const secret of ['plain', jwt, 'hunter22', 'pepper-of-the-house', 'MfKQ9r8G']) expect(text).not.toContain(secret)
  expect(text).toContain('[redacted]')
})

test('what cannot be written as JSON is no fault of the log', () => {
  const { lines, log } = opened()
  const endless: Record<string, unknown> = {}
  endless.self = endless
  log.log('process.fault', 'error', endless)
  log.fault('no error at all')
  log.fault(undefined)
  expect(lines.length).toBe(3)
})
