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

    const sealed = Buffer.from([0, 1, 254, 255])
    const leave = (from: number, to: number, epoch: number): void => {
      for (const event of sampleEvents(session, from, to)) publisher.publish(event, { sealed, epoch })
    }
    const left = async (after: number, epoch: number, by = 'proc_2'): Promise<number[]> =>
      (await reader.takeOver(session, after, { processId: by, epoch })).map(({ event }) => event.seq)
    /** All that was published is there. */
    const arrived = async (last: number): Promise<void> => {
      const { seqs, stop } = hear()
      await vi.waitFor(() => expect(seqs.at(-1)).toBe(last), { timeout: 5_000 })
      stop()
    }

    test('what an owner left is taken over from behind what is stored, with what is sealed of it', async () => {
      leave(1, 3, 1)
      publisher.publish(sampleEvent(session, 4), { sealed: null, epoch: 1 })
      await arrived(4)
      expect(await reader.takeOver(session, 2, { processId: 'proc_2', epoch: 2 })).toEqual([
        { event: sampleEvent(session, 3), sealed },
        { event: sampleEvent(session, 4), sealed: null },
      ])
      expect(await left(4, 2)).toEqual([])
    })

    test('of a session that left nothing nothing is taken over', async () => {
      expect(await left(0, 2)).toEqual([])
      expect(await reader.lastSeq(session)).toBe(0)
    })

    test('the last number is known without taking anything over', async () => {
      leave(1, 3, 1)
      leave(7, 900, 1)
      await arrived(900)
      expect(await left(0, 2, 'proc_2')).toContain(7)
      expect(await reader.lastSeq(session)).toBe(900)
      expect(await left(3, 3, 'proc_3')).toContain(7)
    })

    test('what a taker did not get to store is for the next one', async () => {
      leave(1, 6, 1)
      await arrived(6)
      expect(await left(0, 2, 'proc_2')).toEqual([1, 2, 3, 4, 5, 6])
      expect(await left(2, 3, 'proc_3')).toEqual([3, 4, 5, 6])
      expect(await left(6, 3, 'proc_3')).toEqual([])
    })

    test('a long rest is taken over whole, in order', async () => {
      leave(1, 1_800, 1)
      await arrived(1_800)
      const taken: number[] = []
      for (let some = await left(0, 2); some.length > 0; some = await left(taken.at(-1)!, 2)) taken.push(...some)
      expect(taken).toEqual(Array.from({ length: 1_800 }, (_, i) => i + 1))
    })

    test('what an owner left whose taker died before it asked is for the next one', async () => {
      leave(1, 3, 1)
      await arrived(3)
      expect(await left(1, 3)).toEqual([2, 3])
    })

    test('what an owner publishes whose call was taken over twice is of nobody', async () => {
      leave(1, 1, 1)
      leave(2, 2, 2)
      await arrived(2)
      expect(await left(0, 3)).toEqual([2])
    })

    test('what is not for others to store is not taken over', async () => {
      publish(1, 2)
      await arrived(2)
      expect(await left(0, 2)).toEqual([])
    })

    test('what is not stored is kept when all before it is', async () => {
      leave(1, 3, 1)
      publisher.stored(session, 2, false)
      await arrived(3)
      expect(await left(2, 2)).toEqual([3])
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
