import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CallEvent } from '#generated/events.gen.ts'
import { sampleEvents } from '#runtime/adapters/testing/samples.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { EventFilter, SessionStore } from '#runtime/ports/session-store.ts'
import { sessionFeed } from './session-feed.ts'

/** A session's log as the database has it, and who follows it. `heard` has an array a batch. */
function session() {
  const clock = new VirtualClock()
  const listeners = new Set<(event: CallEvent) => void>()
  const subscribe: Bus['subscribe'] = (_session, _after, listener) => {
    listeners.add(listener)
    return { stop: () => listeners.delete(listener) }
  }
  const bus = { subscribe } as Bus
  const log: CallEvent[] = []
  const state = { complete: false, asked: 0, known: true }
  const sessions = {
    async get() {
      state.asked += 1
      return state.known ? { session: { lastSeq: log.at(-1)?.seq ?? 0 }, complete: state.complete } : null
    },
    async events(_tenant: string, _id: string, { after, limit, types }: EventFilter) {
      const fits = ({ seq, event_type }: CallEvent): boolean => seq > after && (types?.includes(event_type) ?? true)
      return log
        .filter(fits)
        .slice(0, limit)
        .map((event) => ({ event, sealed: null }))
    },
  } as unknown as SessionStore
  const sealer = aesSealer(Buffer.alloc(32, 1), (length) => Buffer.alloc(length, 2))
  const ending = new AbortController()
  const heard: number[][] = []
  const follow = async (query: { after?: number; types?: CallEvent['event_type'][] } = {}): Promise<string> => {
    const asked = { tenantId: 't_1', sessionId: 'c_1', after: 0, content: false, ...query }
    const feed = sessionFeed({ store: { sessions }, bus, sealer, clock }, asked, ending.signal)
    for await (const events of feed) heard.push(events.map(({ seq }) => seq))
    return 'over'
  }
  const store = (from: number, to: number): void => void log.push(...sampleEvents('c_1', from, to))
  const publish = (from: number, to: number): void => {
    for (const event of sampleEvents('c_1', from, to)) for (const listener of listeners) listener(event)
  }
  return { clock, listeners, state, ending, heard, follow, store, publish }
}

let of: ReturnType<typeof session>
let over: Promise<string> | null
beforeEach(() => {
  of = session()
  over = null
})
afterEach(async () => {
  of.ending.abort('the test is over')
  await of.clock.advance(5_000)
  expect(await over).toBe('over')
  expect([of.clock.armed, of.listeners.size]).toEqual([0, 0])
})

test('what is stored comes first, page by page, then what the bus tells of as soon as it is stored', async () => {
  of.store(1, 450)
  over = of.follow()
  await settled()
  await of.clock.advance(0)
  expect(of.heard.map((page) => [page[0], page.at(-1)])).toEqual([
    [1, 200],
    [201, 400],
    [401, 450],
  ])
  of.publish(451, 452)
  await of.clock.advance(30)
  expect(of.heard).toHaveLength(3)
  of.store(451, 452)
  await of.clock.advance(40)
  expect(of.heard.at(-1)).toEqual([451, 452])
})

test('what the bus tells of and nobody ever stores is not shown', async () => {
  of.store(1, 1)
  over = of.follow()
  await of.clock.advance(0)
  of.publish(2, 3)
  await of.clock.advance(10_000)
  expect(of.heard).toEqual([[1]])
})

test('what the bus lost is shown within two seconds', async () => {
  over = of.follow()
  await of.clock.advance(100)
  of.store(1, 2)
  await of.clock.advance(2_000)
  expect(of.heard).toEqual([[1, 2]])
})

test('a session in which nothing happens is told of with an empty batch every 15 s, and asked for no oftener than every two', async () => {
  over = of.follow()
  await of.clock.advance(60_000)
  expect(of.heard).toEqual([[], [], [], []])
  expect(of.state.asked).toBeLessThanOrEqual(36)
})

test('events that the filter keeps back hold the place, and do not keep the notice back', async () => {
  of.store(1, 5)
  over = of.follow({ types: ['call.ended'] })
  await of.clock.advance(16_000)
  expect(of.heard).toEqual([[]])
})

test('who resumes begins behind its place, also one that is yet to come', async () => {
  of.store(1, 5)
  over = of.follow({ after: 7 })
  await of.clock.advance(3_000)
  expect(of.heard).toEqual([])
  of.store(6, 9)
  await of.clock.advance(3_000)
  expect(of.heard).toEqual([[8, 9]])
})

test('it ends with its log, after the last event', async () => {
  of.store(1, 3)
  of.state.complete = true
  over = of.follow()
  await of.clock.advance(0)
  expect([await over, of.heard]).toEqual(['over', [[1, 2, 3]]])
})

test('it ends when its session is erased', async () => {
  over = of.follow()
  await of.clock.advance(100)
  of.state.known = false
  await of.clock.advance(2_000)
  expect(await over).toBe('over')
})
