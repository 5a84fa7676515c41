import { expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { sampleEvent, sampleEvents } from '../testing/samples.ts'
import { describeBus } from './conformance.ts'
import { InProcessBus } from './in-process.ts'

describeBus('the in-process bus', async () => {
  const bus = new InProcessBus(new VirtualClock())
  return { publisher: bus, reader: bus }
})

const heardBy = async (bus: InProcessBus, session: string, after = 0): Promise<number[]> => {
  const seqs: number[] = []
  bus.subscribe(session, after, ({ seq }) => seqs.push(seq))
  await Promise.resolve()
  return seqs
}

test('a session keeps at least its last 10,000 events and at most twice as many', async () => {
  const bus = new InProcessBus(new VirtualClock())
  for (const event of sampleEvents('c_1', 1, 25_000)) bus.publish(event)
  const kept = await heardBy(bus, 'c_1')
  expect(kept.length).toBeGreaterThanOrEqual(10_000)
  expect(kept.length).toBeLessThanOrEqual(20_000)
  expect(kept.at(-1)).toBe(25_000)
})

test('a session is forgotten five seconds after its last event', async () => {
  const clock = new VirtualClock()
  const bus = new InProcessBus(clock)
  bus.publish(sampleEvent('c_1', 1))
  await clock.advance(4_999)
  bus.publish(sampleEvent('c_2', 1))
  expect(await heardBy(bus, 'c_1')).toEqual([1])
  await clock.advance(1)
  bus.publish(sampleEvent('c_2', 2))
  expect(await heardBy(bus, 'c_1')).toEqual([])
  expect(await heardBy(bus, 'c_2')).toEqual([1, 2])
})

test('a session that goes on is kept, and forgotten when it has gone on for long and ended', async () => {
  const clock = new VirtualClock()
  const bus = new InProcessBus(clock)
  for (let seq = 1; seq <= 20; seq++) {
    bus.publish(sampleEvent('c_1', seq))
    await clock.advance(1_000)
  }
  expect(await heardBy(bus, 'c_1', 18)).toEqual([19, 20])
  await clock.advance(9_000)
  bus.publish(sampleEvent('c_2', 1))
  expect(await heardBy(bus, 'c_1')).toEqual([])
})

test('of a thousand calls, one after the other, only the last seconds are held', async () => {
  const clock = new VirtualClock()
  const bus = new InProcessBus(clock)
  for (let call = 1; call <= 1_000; call++) {
    const events = sampleEvents(`c_${call}`, 1, 40)
    for (const event of events) bus.publish(event)
    await clock.advance(1_000)
  }
  bus.publish(sampleEvent('c_last', 1))
  expect(bus.kept).toBe(4 * 40 + 1)
})
