import { expect, test } from 'vitest'
import { settled } from '#runtime/core/testing/virtual-clock.ts'
import type { CallerSeat } from '#runtime/sessions/calls/caller-seat.ts'
import { openDesk } from '#runtime/sessions/testing/open-desk.ts'

const request = { tenantId: 't_1', keyId: 'key_1', call: 'call-1', agent: 'agent-abc' } as const
const start = { locale: undefined, sampleRateHz: 16_000, transport: 'binary', metadata: {}, token: 'first' } as const
const deaf: CallerSeat = {
  event() {},
  delta() {},
  audio() {},
  fault() {},
  close() {},
  alive: async () => true,
  resumed() {},
  drained: async () => {},
  replaced() {},
}

/** A call of a second, and blobs that take no recording until `opens`. */
async function call(stage: ReturnType<typeof openDesk>, opens: () => boolean): Promise<string> {
  const put = stage.blobs.put
  stage.blobs.put = async (key, body, type) => {
    if (key.startsWith('recordings/') && !opens()) throw new Error('the bucket is away')
    return put(key, body, type)
  }
  const { session } = await stage.desk.open(request, start, deaf)
  await stage.clock.advance(1000)
  session.end('caller_hangup')
  await stage.clock.advance(200)
  return (await stage.row())!.id
}
/** What follows the call is tried again, as its bundle waits for the recording. */
async function takeUp({ desk, clock, store }: ReturnType<typeof openDesk>): Promise<void> {
  store.finishing.lapse()
  desk.start()
  await clock.advance(120_000)
  await desk.drain(0)
}
const told = ({ store }: ReturnType<typeof openDesk>, callId: string): string[] =>
  store.events
    .stored('t_1', callId)
    .flatMap(({ event }) => (event.event_type === 'artifact.stored' ? [event.data.kind] : []))

test('what a call leaves behind is told after its end, once, and nothing stays in the spool', async () => {
  const stage = openDesk()
  const callId = await call(stage, () => true)
  expect(told(stage, callId).sort()).toEqual(['bundle', 'metrics', 'recording', 'transcript'])
  const recorded = stage.store.events.stored('t_1', callId).map(({ event }) => event)
  expect(recorded.find(({ data }) => 'kind' in data && data.kind === 'recording')?.data).toEqual({
    kind: 'recording',
    bytes: 64_000,
    duration_ms: 1000,
  })
  expect([stage.spool.kept.size, stage.clock.armed, stage.faults]).toEqual([0, 0, []])
})

test('an upload is tried again until it works; the rest of the call does not wait for it', async () => {
  const stage = openDesk()
  let opens = false
  const callId = await call(stage, () => opens)
  expect(told(stage, callId).sort()).toEqual(['metrics', 'transcript'])
  expect(stage.spool.kept.size).toBe(1)
  await stage.clock.advance(600_000)
  expect(stage.spool.kept.size).toBe(1)
  opens = true
  await takeUp(stage)
  expect(told(stage, callId)).toHaveLength(4)
  const seqs = stage.store.events.stored('t_1', callId).map(({ event }) => event.seq)
  expect(seqs).toEqual(seqs.map((_, i) => i + 1))
  expect([stage.spool.kept.size, stage.clock.armed]).toEqual([0, 0])
})

test('a drain does not wait for a bucket that is away, and the recording stays', async () => {
  const stage = openDesk()
  await call(stage, () => false)
  await stage.desk.drain(0)
  expect([stage.spool.kept.size, stage.clock.armed]).toEqual([1, 0])
})

test('what a process left behind is stored at the next start, told once, and removed, also of a call that was told as finished', async () => {
  const stage = openDesk()
  const callId = await call(stage, () => false)
  stage.artifacts.close()
  await stage.clock.advance(120_000)
  const finished = stage.store.events.stored('t_1', callId).map(({ event }) => event)
  const without = { complete: false, missing: ['recording', 'bundle'] }
  expect(finished.find(({ event_type }) => event_type === 'call.finished')?.data).toEqual(without)
  const later = openDesk({}, stage.store)
  later.spool.leave({ tenantId: 't_1', callId, sampleRateHz: 16_000 })
  const done = later.artifacts.finishLeftovers()
  await later.clock.advance(10)
  await takeUp(later)
  await done
  const early = `Error: the recording of ${callId} is stored; its call is not finished yet`
  expect(later.faults.splice(0).map(String)).toEqual([early])
  expect(later.blobs.files.has(`recordings/${callId}.wav`)).toBe(true)
  expect(told(later, callId)).toHaveLength(4)
  later.spool.leave({ tenantId: 't_1', callId, sampleRateHz: 16_000 })
  await later.artifacts.finishLeftovers()
  expect(told(later, callId)).toHaveLength(4)
  expect([later.spool.kept.size, later.faults]).toEqual([0, []])
})

test.each([
  ['finished long ago, without a cost', 0],
  ['finished later', 90_000],
])('a leftover of a call that is %s leaves the spool', async (_what, finishedAfterMs) => {
  const stage = openDesk()
  const ended = { id: 'c_9', externalId: null, status: 'ended', createdAt: new Date(0).toISOString() }
  await stage.store.calls.create('t_1', ended as never)
  stage.clock.wakeAt(stage.clock.now() + finishedAfterMs, () => stage.store.finishing.finish('c_9'))
  stage.spool.leave({ tenantId: 't_1', callId: 'c_9', sampleRateHz: 8000 })
  const done = stage.artifacts.finishLeftovers()
  await stage.clock.advance(finishedAfterMs + 60_000)
  await done
  expect([told(stage, 'c_9'), stage.spool.kept.size, stage.clock.armed]).toEqual([['recording'], 0, 0])
})

test('a leftover whose days are over leaves the spool and becomes no blob', async () => {
  const stage = openDesk()
  const callId = await call(stage, () => false)
  stage.artifacts.close()
  await stage.clock.advance(120_000)
  const later = openDesk({}, stage.store)
  const seq = (await later.store.events.lastSeq('t_1', callId)) + 1
  const event = { event_type: 'artifact.erased', seq, data: { kind: 'recording', retention_days: 180 } }
  await later.store.events.append('t_1', { sessionId: callId, events: [event as never], content: [] })
  later.spool.leave({ tenantId: 't_1', callId, sampleRateHz: 16_000 })
  await later.artifacts.finishLeftovers()
  expect([later.spool.kept.size, later.blobs.files.size, told(later, callId).includes('recording')]).toEqual([
    0,
    0,
    false,
  ])
})

test('a recording of a call that this database does not have is left alone, and said', async () => {
  const stage = openDesk()
  stage.spool.leave({ tenantId: 't_1', callId: 'c_unknown', sampleRateHz: 8000 })
  await stage.artifacts.finishLeftovers()
  await settled()
  expect([stage.spool.kept.size, stage.blobs.files.size, stage.faults.map(String)]).toEqual([
    1,
    0,
    [expect.stringContaining('there is no such call')],
  ])
})
