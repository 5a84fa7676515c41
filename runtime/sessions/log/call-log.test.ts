import { expect, test } from 'vitest'
import { everyCheck, sampledChecks } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { MemoryEvents } from '#runtime/sessions/testing/memory-events.ts'
import { recordingBus } from '#runtime/sessions/testing/recording-bus.ts'
import { CallLog, contentPlace } from './call-log.ts'
import { LogBacklog } from './log-backlog.ts'

const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
const turn = (n: number) => ({ correlationId: `turn_${n}`, data: { initiator: 'caller' } as const })

function logOf(checks = everyCheck()) {
  const clock = new VirtualClock(1_700_000_000_000)
  const bus = recordingBus()
  const events = new MemoryEvents()
  const troubles: [number, unknown][] = []
  const onTrouble = (error: unknown) => void troubles.push([clock.now() - 1_700_000_000_000, error])
  const backlog = new LogBacklog(10_000)
  const log = new CallLog({ clock, bus, events, sealer, checks, backlog, onTrouble }, 't_1', 'c_1')
  const seqs = () => events.stored('t_1', 'c_1').map(({ event }) => event.seq)
  return { clock, bus, events, troubles, log, seqs, backlog }
}

test('an event is published at once and stored with those of the next 50 ms', async () => {
  const { clock, bus, events, log } = logOf()
  log.append('turn.started', turn(1))
  await clock.advance(30)
  log.append('turn.started', turn(2))
  expect(bus.published.map(({ seq }) => seq)).toEqual([1, 2])
  expect(events.batches).toEqual([])
  await clock.advance(20)
  expect(events.batches.map((batch) => batch.events.length)).toEqual([2])
  expect(clock.armed).toBe(0)
})

test('a long tail goes out in batches of 500', async () => {
  const { log, events, seqs } = logOf()
  for (let n = 1; n <= 1200; n++) log.append('turn.started', turn(n))
  await log.flush()
  expect(events.batches.map((batch) => batch.events.length)).toEqual([500, 500, 200])
  expect(seqs()).toEqual(Array.from({ length: 1200 }, (_, i) => i + 1))
})

test('a database that is away is asked again, ever more slowly, and loses and doubles nothing', async () => {
  const { clock, log, events, seqs, troubles } = logOf()
  events.break('before', 'after', 'before', 'before', 'before', 'before', 'before', 'before', 'before')
  log.append('turn.started', turn(1))
  await clock.advance(200)
  log.append('turn.started', turn(2))
  await clock.advance(60_000)
  expect(troubles.map(([at]) => at)).toEqual([50, 150, 350, 750, 1550, 3150, 6350, 11_350, 16_350])
  expect(seqs()).toEqual([1, 2])
  expect(clock.armed).toBe(0)
})

test('flush waits for all that was appended before it, also behind a write that is under way', async () => {
  const { clock, log, events, seqs } = logOf()
  events.break('before')
  log.append('turn.started', turn(1))
  await clock.advance(50)
  log.append('turn.started', turn(2))
  const flushed = Promise.all([log.flush(), log.flush()])
  await clock.advance(100)
  await flushed
  expect(seqs()).toEqual([1, 2])
  expect(clock.armed).toBe(0)
})

test('words are sealed to their place; neither the bus nor the envelope has them', async () => {
  const { log, bus, events } = logOf()
  const logged = log.append('stt.partial', {
    correlationId: 'turn_1',
    data: { transcript_length: 9 },
    content: { text: 'my secret' },
  })
  await log.flush()
  expect(JSON.stringify(bus.published)).not.toContain('secret')
  const [stored] = events.stored('t_1', 'c_1')
  expect(JSON.stringify(stored?.event)).not.toContain('secret')
  expect(stored?.sealed?.includes('secret')).toBe(false)
  expect(sealer.open(stored!.sealed!, contentPlace('c_1', 1))).toEqual({ text: 'my secret' })
  expect(logged.event.pii).toEqual({ contains_pii: false, fields: [], handling: 'none' })
})

test('the event that changes the row of the call travels with its change', async () => {
  const { log, events } = logOf()
  log.append('call.ended', { data: { reason: 'caller_hangup', duration_ms: 1500 } })
  await log.flush()
  expect(events.batches[0]?.call).toMatchObject({ status: 'ended', endReason: 'caller_hangup', durationSec: 1.5 })
})

test('an event that breaks its schema is refused and takes no number', () => {
  const { log, bus } = logOf()
  expect(() => log.append('turn.started', { data: { initiator: 'nobody' as 'caller' } })).toThrow('turn.started breaks')
  expect(log.append('turn.started', turn(1)).event.seq).toBe(1)
  expect(bus.published.length).toBe(1)
})

test('where a sample is checked, an event that breaks its schema is told of and goes out', () => {
  const breaches: unknown[] = []
  const { log, bus } = logOf(sampledChecks(2, (breach) => breaches.push(breach)))
  for (let n = 1; n <= 2; n++) log.append('turn.started', { data: { initiator: 'nobody' as 'caller' } })
  expect(bus.published.length).toBe(2)
  expect(breaches).toEqual([{ surface: 'event', name: 'turn.started', pointer: '/data/initiator', keyword: 'enum' }])
})

test('what is not stored yet is known, and for how long', async () => {
  const { clock, log, events, backlog } = logOf()
  events.break('before', 'before')
  expect(backlog.look(clock.now())).toEqual({ events: 0, oldestMs: 0 })
  log.append('turn.started', turn(1))
  log.append('turn.started', turn(2))
  await clock.advance(60)
  expect(backlog.look(clock.now())).toEqual({ events: 2, oldestMs: 60 })
  await clock.advance(1_000)
  expect(backlog.look(clock.now())).toEqual({ events: 0, oldestMs: 0 })
  log.append('turn.started', turn(3))
  log.lose()
  expect(backlog.look(clock.now()).events).toBe(0)
})

test('what is not stored is counted until it is stored, or is somebody else’s affair', async () => {
  const { clock, log, events, backlog } = logOf()
  const over: string[] = []
  backlog.onOver((tenantId) => over.push(tenantId))
  events.break(...Array.from({ length: 5 }, () => 'before' as const))
  for (let n = 1; n <= 7; n++) log.append('turn.started', turn(n))
  expect([backlog.bytes, backlog.takesCallsOf('t_1')]).toEqual([4_900, true])
  log.append('stt.final', {
    data: { transcript_length: 1_000, language: 'en', confidence: 1 },
    latencyMs: 1,
    content: { text: 'x'.repeat(1_000) },
  })
  expect(backlog.bytes).toBeGreaterThan(6_600)
  expect(backlog.takesCallsOf('t_1')).toBe(false)
  for (let n = 8; n <= 20; n++) log.append('turn.started', turn(n))
  expect(over).toEqual([])
  await clock.advance(0)
  expect(over).toEqual(['t_1'])
  expect(log.waiting).toBe(21)
  await clock.advance(60_000)
  expect([backlog.bytes, backlog.takesCallsOf('t_1'), events.stored('t_1', 'c_1').length]).toEqual([0, true, 21])
  events.break('before')
  for (let n = 21; n <= 40; n++) log.append('turn.started', turn(n))
  await clock.advance(0)
  expect(over).toEqual(['t_1', 't_1'])
  log.lose()
  expect(backlog.bytes).toBe(0)
})
