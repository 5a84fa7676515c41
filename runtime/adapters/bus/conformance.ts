import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import { ids, sampleEvent, sampleEvents } from '../testing/samples.ts'

/** Two doors to one bus: the same object where it lives in one process. */
export interface BusPair {
  readonly publisher: Bus
  readonly reader: Bus
}

/** What every `Bus` does. */
export function describeBus(name: string, make: () => Promise<BusPair>): void {
  describe(name, () => {
    let publisher: Bus
    let reader: Bus
    let session: string
    beforeEach(async () => {
      ;({ publisher, reader } = await make())
      session = ids.next('call')
      await vi.waitFor(async () => expect([await publisher.ready(), await reader.ready()]).toEqual([true, true]))
    })
    afterEach(async () => {
      await Promise.all([publisher.close(), reader.close()])
    })
    const publish = (from: number, to: number, at = session): void => {
      for (const event of sampleEvents(at, from, to)) publisher.publish(event)
    }
    const hear = (after = 0, from = session) => {
      const seqs: number[] = []
      const subscription = reader.subscribe(from, after, ({ seq }) => seqs.push(seq))
      return { seqs, stop: () => subscription.stop() }
    }
    const until = (seqs: number[], ...expected: number[]): Promise<void> =>
      vi.waitFor(() => expect(seqs).toEqual(expected), { timeout: 5_000 })

    test('an event arrives as it was', async () => {
      const heard: CallEvent[] = []
      reader.subscribe(session, 0, (event) => heard.push(event))
      publisher.publish(sampleEvent(session, 1))
      await vi.waitFor(() => expect(heard).toEqual([sampleEvent(session, 1)]))
    })

    test('what is kept comes first, then what is new, in order', async () => {
      publish(1, 3)
      const { seqs } = hear()
      await until(seqs, 1, 2, 3)
      publish(4, 5)
      await until(seqs, 1, 2, 3, 4, 5)
    })

    test('a subscriber is told only what is after its place', async () => {
      publish(1, 4)
      const { seqs } = hear(2)
      await until(seqs, 3, 4)
    })

    test('a subscriber may wait for what is yet to come', async () => {
      const { seqs } = hear(2)
      publish(1, 3)
      await until(seqs, 3)
    })

    test('subscribers of one session each have their own place', async () => {
      publish(1, 2)
      const live = hear(2)
      publish(3, 3)
      await until(live.seqs, 3)
      const late = hear(0)
      await until(late.seqs, 1, 2, 3)
      expect(live.seqs).toEqual([3])
    })

    test('sessions do not hear each other', async () => {
      const other = ids.next('call')
      const heard = hear()
      const heardOther = hear(0, other)
      publish(1, 2)
      publish(1, 1, other)
      await until(heard.seqs, 1, 2)
      await until(heardOther.seqs, 1)
    })

    test('an event published again is heard once', async () => {
      const { seqs } = hear()
      publish(1, 2)
      publish(1, 3)
      await until(seqs, 1, 2, 3)
    })

    test('nothing comes after stop', async () => {
      const stopped = hear()
      const other = hear()
      publish(1, 1)
      await until(stopped.seqs, 1)
      stopped.stop()
      publish(2, 2)
      await until(other.seqs, 1, 2)
      expect(stopped.seqs).toEqual([1])
    })

    test('a listener that throws harms neither the publisher nor the others', async () => {
      reader.subscribe(session, 0, () => {
        throw new Error('a bad listener')
      })
      const { seqs } = hear()
      publish(1, 2)
      await until(seqs, 1, 2)
    })

    test('publishing returns before anybody is told', async () => {
      const { seqs } = hear()
      publish(1, 1)
      expect(seqs).toEqual([])
      await until(seqs, 1)
    })

    test('a burst arrives whole and in order', async () => {
      const { seqs } = hear()
      publish(1, 2_000)
      await until(seqs, ...Array.from({ length: 2_000 }, (_, i) => i + 1))
    })

    test('after close it is not ready, takes events in silence, and closes again', async () => {
      await publisher.close()
      publish(1, 1)
      expect(await publisher.ready()).toBe(false)
      await publisher.close()
    })
  })
}
