import { expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import type { CallerSeat } from '#runtime/sessions/calls/caller-seat.ts'
import { openDesk } from '#runtime/sessions/testing/open-desk.ts'
import { RoomEvents } from './room-events.ts'
import { RoomInbox } from './room-inbox.ts'

const request = { tenantId: 't_1', keyId: 'key_1', call: 'call-1', agent: 'agent-abc' } as const
const start = { locale: undefined, sampleRateHz: 16_000, transport: 'binary', metadata: {}, token: 'first' } as const
const told: number[] = []
const seat: CallerSeat = {
  event: ({ event }) => void told.push(event.seq),
  delta() {},
  audio() {},
  fault() {},
  close() {},
  alive: async () => true,
  resumed() {},
  drained: async () => {},
  replaced() {},
}

/** A call that is live, and the way of events into its log. */
async function room(processId = 'proc_1') {
  const stage = openDesk()
  const { session } = await stage.desk.open(request, start, seat)
  const callId = (await stage.row())!.id
  const inbox = new RoomInbox({ ...stage.ports, processId, desk: stage.desk })
  const counted: string[] = []
  const metrics = { add: (_name: string, labels: object) => void counted.push(...Object.values(labels)) }
  const events = new RoomEvents({ ...stage.ports, metrics, inbox })
  let count = 0
  const tell = (id = `EV_${++count}`, event = 'room_started', name = 'call-1') =>
    events.take('t_1', { event, id, room: { sid: 'RM_1', name } })
  const log = (): CallEvent[] => stage.store.events.stored('t_1', callId).map(({ event }) => event)
  const rooms = () => log().flatMap(({ data, event_type: type }) => (type === 'livekit.room.created' ? [data] : []))
  return { ...stage, session, inbox, counted, tell, log, rooms }
}

test('what comes goes at once to the log of the live call, at its number, and no further than to the seat', async () => {
  const { clock, tell, log, rooms, inbox, store } = await room()
  told.length = 0
  expect([await tell(), await tell()]).toEqual(['logged', 'logged'])
  await clock.advance(100)
  expect(rooms()).toEqual([{ event_id: 'EV_1' }, { event_id: 'EV_2' }])
  expect(log().map(({ seq }) => seq)).toEqual(log().map((_, index) => index + 1))
  const numbers = log().flatMap(({ event_type: type, seq }) => (type.startsWith('livekit.') ? [seq] : []))
  expect(told).toEqual(expect.arrayContaining(numbers))
  expect(store.livekit.waiting).toBe(0)
  await inbox.stop()
})

test('each is taken once, and what became of all is counted', async () => {
  const { tell, counted, inbox, clock, rooms } = await room()
  expect(await tell('EV_a')).toBe('logged')
  expect(await tell('EV_a')).toBe('repeated')
  expect(await tell('EV_b', 'room_finished')).toBe('unknown_kind')
  expect(await tell('EV_c', 'room_started', 'call-2')).toBe('unknown_room')
  expect(await tell('EV_d', 'room_started', 'no call')).toBe('unknown_room')
  expect(counted).toEqual(['logged', 'repeated', 'unknown_kind', 'unknown_room', 'unknown_room'])
  await clock.advance(100)
  expect(rooms()).toEqual([{ event_id: 'EV_a' }])
  await inbox.stop()
})

test('a call has a thousand of them', async () => {
  const { tell, inbox, clock, rooms } = await room()
  for (let n = 0; n < 1_000; n++) await tell()
  expect(await tell()).toBe('too_many')
  await clock.advance(20_000)
  expect(rooms().length).toBe(1_000)
  await inbox.stop()
})

test('one whose lease ran out after it was logged is not logged again', async () => {
  const { tell, inbox, clock, rooms, store } = await room()
  await tell()
  await clock.advance(100)
  store.livekit.expire()
  inbox.wake()
  await clock.advance(100)
  expect([rooms().length, store.livekit.waiting]).toEqual([1, 0])
  await inbox.stop()
})

test('a process that does not own the call leaves it to the one that does', async () => {
  const { tell, inbox, clock, rooms, store, ports, desk } = await room('proc_other')
  await tell()
  await clock.advance(5_000)
  expect([rooms().length, store.livekit.waiting]).toEqual([0, 1])
  const own = new RoomInbox({ ...ports, desk })
  own.wake()
  await clock.advance(100)
  expect([rooms().length, store.livekit.waiting]).toEqual([1, 0])
  await Promise.all([inbox.stop(), own.stop()])
})

test('after the end it waits until the call is finished, and takes the next number', async () => {
  const { tell, inbox, clock, log, rooms, store, session } = await room()
  const finished = store.finishing.isFinished
  store.finishing.isFinished = async () => false
  session.end('caller_hangup')
  await tell()
  await clock.advance(3_000)
  expect([rooms().length, store.livekit.waiting]).toEqual([0, 1])
  store.finishing.isFinished = finished
  await clock.advance(3_000)
  expect(rooms()).toEqual([{ event_id: 'EV_1' }])
  expect(log().map(({ seq }) => seq)).toEqual(log().map((_, index) => index + 1))
  expect(log().at(-1)?.event_type).toBe('livekit.room.created')
  await clock.advance(3_600_000)
  expect(await tell()).toBe('too_late')
  await inbox.stop()
})

test('where somebody else took the number, it takes the next', async () => {
  const { tell, inbox, clock, log, rooms, store, session } = await room()
  session.end('caller_hangup')
  await clock.advance(3_000)
  const last = store.events.lastSeq.bind(store.events)
  let asked = 0
  store.events.lastSeq = async (...of) => (await last(...of)) - (asked++ === 0 ? 1 : 0)
  await tell()
  await clock.advance(5_000)
  expect([rooms().length, store.livekit.waiting, asked]).toEqual([1, 0, 2])
  expect(new Set(log().map(({ seq }) => seq)).size).toBe(log().length)
  await inbox.stop()
})

test('one that cannot be opened is a fault, and keeps no other waiting', async () => {
  const { tell, inbox, clock, rooms, store, faults } = await room()
  const sealed = Buffer.from('of another key')
  const bounds = { now: '', expiresAt: '', most: 10 }
  await store.livekit.take({ tenantId: 't_1', callId: 'c_1', hash: Buffer.alloc(32), sealed }, bounds)
  await tell()
  await clock.advance(100)
  expect([rooms().length, faults.length]).toEqual([1, 1])
  await inbox.stop()
})
