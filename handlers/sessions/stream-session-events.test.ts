import type { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Deps } from '#handlers/handler.ts'
import { sampleEvent } from '#runtime/adapters/testing/samples.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { streamSessionEvents } from './stream-session-events.ts'

const EVENTS = 20_000
const PAGE = 200

/** The stream of a live call of 20,000 events; `after`: where its reader begins. */
async function stream(after: number) {
  const clock = new VirtualClock()
  const seat = new AbortController()
  const state = { pages: 0, left: false }
  const session = { id: 'c_1', lastSeq: EVENTS, contentVisible: false }
  const sessions = {
    get: async () => ({ session, complete: false }),
    async events(_tenant: string, _id: string, { after: from, limit }: { after: number; limit: number }) {
      state.pages += 1
      const count = Math.min(limit, EVENTS - from)
      return Array.from({ length: count }, (_, i) => ({ event: sampleEvent('c_1', from + 1 + i), sealed: null }))
    },
  }
  const deps = {
    ...{ clock, store: { sessions }, bus: { subscribe: () => ({ stop() {} }) }, onFault: () => {} },
    sealer: aesSealer(Buffer.alloc(32, 1), (length) => Buffer.alloc(length, 2)),
    streams: { enter: () => ({ signal: seat.signal, leave: () => (state.left = true) }) },
  } as unknown as Deps
  const request = { path: { sessionId: 'c_1' }, query: { after }, header: () => undefined, caller: { tenantId: 't_1' } }
  const answer = await streamSessionEvents(request as unknown as Parameters<typeof streamSessionEvents>[0], deps)
  return { clock, seat, state, body: (answer as unknown as { body: Readable }).body }
}

test('for a reader that does not read two pages are read at most, and none when it is gone', async () => {
  const { clock, body, state } = await stream(0)
  body.on('readable', () => {})
  await clock.advance(60_000)
  expect(state.pages).toBeLessThanOrEqual(2)
  expect(body.readableLength).toBeLessThan(2 * PAGE * 1_024)
  body.destroy()
  await settled()
  const { pages } = state
  await clock.advance(60_000)
  expect(state).toEqual({ pages, left: true })
  expect(clock.armed).toBe(0)
})

test('a reader that reads has it all, then a comment every 15 s, and is told why it ends', async () => {
  const { clock, seat, body, state } = await stream(EVENTS - 3 * PAGE)
  let text = ''
  body.on('data', (piece) => {
    text += piece
  })
  await clock.advance(0)
  expect(text.startsWith('retry: 2000\n\nid: ')).toBe(true)
  expect(text.match(/^id: /gm)).toHaveLength(3 * PAGE)
  const comments = (): number => text.split(': still here\n\n').length - 1
  await clock.advance(14_900)
  expect(comments()).toBe(0)
  await clock.advance(200)
  expect(comments()).toBe(1)
  await clock.advance(45_000)
  expect(comments()).toBe(4)
  seat.abort('going_away')
  await clock.advance(1_000)
  expect(text.endsWith('event: stream.end\ndata: {"reason":"going_away"}\n\n')).toBe(true)
  expect([body.readableEnded, state.left, clock.armed]).toEqual([true, true, 0])
})
