import { describe, expect, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { Fault } from './fault.ts'
import { parseFaults } from './fault.ts'
import { Line } from './line.ts'
import { FaultPlan } from './plan.ts'

function lineWith(fault: Fault) {
  const clock = new VirtualClock()
  const plan = new FaultPlan()
  plan.set(fault)
  const log: [number, string][] = []
  const closed = new AbortController()
  const end = {
    deliver(chunk: string | Buffer): undefined {
      log.push([clock.now(), chunk.toString()])
    },
    error: () => log.push([clock.now(), 'ERROR']),
    disconnect: () => log.push([clock.now(), 'DISCONNECTED']),
    garbage: () => 'GARBAGE',
  }
  return { clock, plan, log, closed, line: new Line(plan, clock, end, closed.signal) }
}

describe('a line', () => {
  test('sends chunks in order, each after its delay, and begins again when told', async () => {
    const { clock, line, log } = lineWith({ firstByteMs: 200, chunkMs: 50 })
    const sent = ['a', 'b'].map((chunk) => line.send(chunk))
    line.begin()
    sent.push(line.send('c'))
    await clock.advance(1000)
    expect(await Promise.all(sent)).toEqual([true, true, true])
    expect(log).toEqual([
      [200, 'a'],
      [250, 'b'],
      [450, 'c'],
    ])
    expect(clock.armed).toBe(0)
  })

  test.each([
    ['stall_midway', ['a', 'b']],
    ['error_midway', ['a', 'b', 'ERROR']],
    ['disconnect_midway', ['a', 'b', 'DISCONNECTED']],
    ['garbage', ['a', 'b', 'GARBAGE', 'c', 'd']],
  ] as const)('%s strikes after the chunks it was told to let pass, once', async (kind, heard) => {
    const { line, log, plan } = lineWith({ failure: { kind, afterChunks: 2 } })
    for (const chunk of ['a', 'b', 'c', 'd']) await line.send(chunk)
    expect(log.map(([, chunk]) => chunk)).toEqual(heard)
    expect(plan.fault.failure).toBeUndefined()
  })

  test('endless repeats itself until the connection is gone', async () => {
    const { clock, line, log, closed } = lineWith({ failure: { kind: 'endless' } })
    await line.send('a')
    const last = line.send('b')
    await clock.advance(100)
    expect(log.slice(0, 3)).toEqual([
      [0, 'a'],
      [0, 'a'],
      [10, 'a'],
    ])
    closed.abort()
    expect(await last).toBe(false)
    expect(clock.armed).toBe(0)
  })

  test('a failure set later strikes a line that is open', async () => {
    const { line, log, plan } = lineWith({})
    await line.send('a')
    plan.set({ failure: { kind: 'disconnect_midway', afterChunks: 0 } })
    await line.send('b')
    expect(log.map(([, chunk]) => chunk)).toEqual(['a', 'DISCONNECTED'])
  })

  test('a chunk that is not wanted any more is left out', async () => {
    const { clock, line, log } = lineWith({ chunkMs: 100 })
    let wanted = true
    const sent = ['a', 'b', 'c'].map((chunk) => line.send(chunk, () => wanted))
    await clock.advance(150)
    wanted = false
    await clock.advance(1000)
    expect(await Promise.all(sent)).toEqual([true, true, false])
    expect(log).toHaveLength(2)
  })

  test('more than a thousand waiting chunks drop the connection', () => {
    const { line, log } = lineWith({ firstByteMs: 1000 })
    for (let chunk = 0; chunk < 1100; chunk++) void line.send('x')
    expect(log).toEqual([[0, 'DISCONNECTED']])
  })
})

describe('a plan', () => {
  test('counts how often its failure strikes', () => {
    const plan = new FaultPlan()
    plan.set({ firstByteMs: 5, failure: { kind: '429', retryAfterMs: 1500, times: 2 } })
    expect(plan.takeMidway()).toBeUndefined()
    expect(plan.takeOpening()?.kind).toBe('429')
    expect(plan.fault).toEqual({ firstByteMs: 5, failure: { kind: '429', retryAfterMs: 1500, times: 1 } })
    expect(plan.takeOpening()?.kind).toBe('429')
    expect(plan.takeOpening()).toBeUndefined()
    plan.set({ failure: { kind: 'stall', times: 'always' } })
    for (let turn = 0; turn < 5; turn++) expect(plan.takeOpening()?.kind).toBe('stall')
    plan.clear()
    expect(plan.fault).toEqual({})
  })

  test.each([
    [[], /the body must be an object/],
    [{ chat: { latency: 3 } }, /chat has no field "latency"; it may have firstByteMs/],
    [{ speak: {} }, /the body has no field "speak"/],
    [{ chat: { firstByteMs: -1 } }, /chat.firstByteMs must be a whole number/],
    [{ chat: { failure: { kind: 'fire' } } }, /chat.failure.kind must be one of/],
    [{ chat: { failure: { kind: '429', times: 'often' } } }, /times must be a whole number/],
  ])('refuses %j with a sentence', (body, sentence) => {
    expect(() => parseFaults(body, ['chat'])).toThrow(sentence)
  })
})
