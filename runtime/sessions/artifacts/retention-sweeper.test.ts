import { beforeEach, expect, test } from 'vitest'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { tenantSettings } from '#runtime/domain/tenants/settings.ts'
import type { ArtifactKind } from '#runtime/ports/store.ts'
import { CallLog } from '#runtime/sessions/log/call-log.ts'
import { readWhole } from '#runtime/sessions/log/call-reader.ts'
import { memorySpool } from '#runtime/sessions/testing/memory-spool.ts'
import { memoryBlobs, memoryStore } from '#runtime/sessions/testing/memory-store.ts'
import { recordingBus } from '#runtime/sessions/testing/recording-bus.ts'
import { artifactKeys, storeRecording, writeArtifacts } from './call-artifacts.ts'
import { RetentionSweeper } from './retention-sweeper.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
const NOW = Date.parse('2026-02-03T00:00:00.000Z')

function stage() {
  const clock = new VirtualClock(NOW)
  const store = memoryStore([])
  const blobs = memoryBlobs()
  const faults: unknown[] = []
  const erased: object[] = []
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const days = new Map<string, object>([['t_1', {}]])
  Object.assign(store.tenants, {
    list: async ({ before }: { before?: string }) =>
      before === undefined ? [...days.keys()].map((id) => ({ id })) : [],
    settings: async (id: string) => ({ active: true, settings: tenantSettings(id, { retention: days.get(id) ?? {} }) }),
  })
  const ports = {
    ...{ clock, store, blobs, sealer, bus: recordingBus(), checks: everyCheck(), onTrouble: () => {} },
    onFault: (error: unknown) => void faults.push(error),
    onErased: (told: object) => void erased.push(told),
  }
  const write = async (tenantId: string, callId: string) => {
    const logged = await readWhole(ports, tenantId, callId)
    return writeArtifacts(ports, { tenantId, callId, logged })
  }
  /** A call of so many days ago, with its words and everything that it leaves behind. */
  const call = async (callId: string, daysAgo: number, { tenantId = 't_1', finished = true } = {}): Promise<void> => {
    const createdAt = new Date(NOW - daysAgo * DAY).toISOString()
    await store.calls.create(tenantId, { id: callId, externalId: null, createdAt, status: 'ended' } as never)
    const log = new CallLog({ ...ports, events: store.events }, tenantId, callId)
    const data = { transcript_length: 6, language: 'en', confidence: 1 }
    log.append('stt.final', { latencyMs: 1, data, content: { text: 'secret' } })
    await log.flush()
    await write(tenantId, callId)
    await blobs.put(artifactKeys(callId).recording, Buffer.from('sound'), 'audio/wav')
    if (finished) store.finishing.finish(callId)
  }
  const kinds = (callId: string): string[] =>
    Object.entries(artifactKeys(callId)).flatMap(([kind, key]) => (blobs.files.has(key) ? [kind] : []))
  const told = (callId: string, tenantId = 't_1'): unknown[] =>
    store.events
      .stored(tenantId, callId)
      .flatMap(({ event }) => (event.event_type === 'artifact.erased' ? [event.data] : []))
  const words = (callId: string, tenantId = 't_1'): boolean =>
    store.events.stored(tenantId, callId).some(({ sealed }) => sealed !== null)
  return { ...ports, faults, erased, days, write, call, kinds, told, words, sweeper: new RetentionSweeper(ports) }
}

let s: ReturnType<typeof stage>
beforeEach(() => {
  s = stage()
})
/** One sweep, from its start to its end. */
async function sweep(): Promise<void> {
  s.sweeper.start()
  await settled()
  await s.clock.advance(HOUR / 2)
}
const all = ['recording', 'transcript', 'metrics']

test('what is over goes, each kind by its own days, and the log says so; the rest stays', async () => {
  s.days.set('t_1', { recordingDays: 10, transcriptDays: 20, metricsDays: 30 })
  for (const [id, ago] of Object.entries({ c_1: 31, c_2: 21, c_3: 11, c_4: 9 })) await s.call(id, ago)
  await sweep()
  expect(['c_1', 'c_2', 'c_3', 'c_4'].map(s.kinds)).toEqual([[], ['metrics'], ['transcript', 'metrics'], all])
  expect(['c_1', 'c_2', 'c_3', 'c_4'].map((id) => s.words(id))).toEqual([false, false, true, true])
  expect(s.told('c_2')).toEqual([
    { kind: 'recording', retention_days: 10 },
    { kind: 'transcript', retention_days: 20 },
  ])
  expect(s.store.events.stored('t_1', 'c_1').map(({ event }) => event.seq)).toEqual([1, 2, 3, 4])
  expect(s.erased).toEqual([
    { tenantId: 't_1', kind: 'recording', calls: 3 },
    { tenantId: 't_1', kind: 'transcript', calls: 2 },
    { tenantId: 't_1', kind: 'metrics', calls: 1 },
  ])
  expect(s.faults).toEqual([])
})

test('by default recordings are kept for 180 days, words and metrics for 365', async () => {
  await s.call('c_1', 365.5)
  await s.call('c_2', 180.5)
  await s.call('c_3', 179.5)
  await sweep()
  expect(['c_1', 'c_2', 'c_3'].map(s.kinds)).toEqual([[], ['transcript', 'metrics'], all])
})

test('days of one tenant are no other’s', async () => {
  s.days.set('t_2', { recordingDays: 1 })
  await s.call('c_1', 2)
  await s.call('c_2', 2, { tenantId: 't_2' })
  await sweep()
  expect([s.kinds('c_1'), s.kinds('c_2')]).toEqual([all, ['transcript', 'metrics']])
})

test('it sweeps every hour, does nothing twice, and follows a tenant that wants fewer days', async () => {
  await s.call('c_1', 100)
  await s.call('c_2', 50)
  await sweep()
  expect(s.erased).toEqual([])
  s.days.set('t_1', { recordingDays: 60 })
  s.store.retention.forget()
  await s.clock.advance(HOUR)
  expect([s.kinds('c_1'), s.kinds('c_2')]).toEqual([['transcript', 'metrics'], all])
  s.store.retention.forget()
  await s.clock.advance(HOUR)
  expect([s.told('c_1').length, s.erased.length]).toEqual([1, 1])
  await s.clock.advance(11 * DAY)
  await s.sweeper.stop()
  expect(s.clock.armed).toBe(0)
})

test('what another process has is left to it', async () => {
  await s.call('c_1', 400)
  await s.store.retention.claim('t_1')
  await sweep()
  expect(s.kinds('c_1')).toEqual(all)
})

test('more calls than a batch are all done', async () => {
  for (let i = 100; i < 350; i++) await s.call(`c_${i}`, 400)
  await sweep()
  expect(s.erased).toEqual(all.map((kind) => ({ tenantId: 't_1', kind, calls: 250 })))
  expect(s.blobs.files.size).toBe(0)
})

test('one that fails is in nobody’s way, and is done by a later sweep', async () => {
  for (const id of ['c_1', 'c_2', 'c_3']) await s.call(id, 200)
  const remove = s.blobs.remove
  s.blobs.remove = async (key) => {
    if (key === artifactKeys('c_2').recording) throw new Error('the bucket says no')
    return remove(key)
  }
  await sweep()
  expect([s.kinds('c_1'), s.kinds('c_2'), s.kinds('c_3')]).toEqual([all.slice(1), all, all.slice(1)])
  expect(s.faults.map(String)).toEqual(['Error: the bucket says no'])
  s.blobs.remove = remove
  s.store.retention.forget()
  await s.clock.advance(HOUR)
  expect([s.kinds('c_2'), s.told('c_2').length, s.store.retention.upTo.get('t_1/recording')]).toEqual([
    all.slice(1),
    1,
    'c_3',
  ])
})

test('a bucket that is away is given up after a few tries', async () => {
  for (let i = 100; i < 150; i++) await s.call(`c_${i}`, 200)
  s.blobs.remove = () => Promise.reject(new Error('away'))
  await sweep()
  expect(s.faults).toHaveLength(10)
})

test('a tenant that cannot be read does not keep the others', async () => {
  const { settings } = s.store.tenants
  s.days.set('t_2', { recordingDays: 1 })
  s.store.tenants.settings = (id) => (id === 't_1' ? Promise.reject(new Error('no')) : settings(id))
  await s.call('c_2', 2, { tenantId: 't_2' })
  await sweep()
  expect([s.kinds('c_2'), s.faults.map(String)]).toEqual([['transcript', 'metrics'], ['Error: no']])
})

test('a call that is not finished is waited for, a week at the most, and is finished then', async () => {
  s.days.set('t_1', { recordingDays: 1, transcriptDays: 1, metricsDays: 1 })
  await s.call('c_1', 7.98, { finished: false })
  await sweep()
  expect(s.kinds('c_1')).toEqual(all)
  s.store.retention.forget()
  await s.clock.advance(HOUR)
  expect([s.kinds('c_1'), s.words('c_1'), s.store.finishing.finishedCalls]).toEqual([[], false, ['c_1']])
})

const again: [ArtifactKind, () => Promise<unknown>][] = [
  ['transcript', () => s.write('t_1', 'c_1')],
  ['metrics', () => s.write('t_1', 'c_1')],
  [
    'recording',
    async () => {
      const spool = memorySpool()
      spool.leave({ tenantId: 't_1', callId: 'c_1', sampleRateHz: 8000 })
      return storeRecording(s, (await spool.leftovers())[0]!)
    },
  ],
]

test.each(again)('a %s that is stored late does not come back', async (kind, store) => {
  await s.call('c_1', 400)
  await sweep()
  await store()
  expect(s.kinds('c_1')).toEqual([])
  expect(s.told('c_1')).toContainEqual(expect.objectContaining({ kind }))
})

test.each(again)('nor does a %s that is being stored while it is erased', async (kind, store) => {
  await s.call('c_1', 400)
  const put = s.blobs.put
  s.blobs.put = async (key, body, type) => {
    s.blobs.put = put
    await sweep()
    await put(key, body, type)
  }
  await store()
  expect(s.kinds('c_1')).toEqual([])
  expect(s.told('c_1')).toContainEqual(expect.objectContaining({ kind }))
})

test.each(['recording', 'transcript', 'metrics'] as const)(
  'the bundle goes with the first of what is in it, which the log has told before (%s)',
  async (kind) => {
    const none = { recordingDays: 30, transcriptDays: 30, metricsDays: 30 }
    s.days.set('t_1', { ...none, [`${kind}Days`]: 10 })
    await s.call('c_1', 11)
    const { bundle } = artifactKeys('c_1')
    await s.blobs.put(bundle, Buffer.from('zip'), 'application/zip')
    let toldBefore = false
    const remove = s.blobs.remove.bind(s.blobs)
    Object.assign(s.blobs, {
      remove: async (key: string) => {
        if (key === bundle) toldBefore = s.told('c_1').length > 0
        await remove(key)
      },
    })
    await sweep()
    expect([s.blobs.files.has(bundle), toldBefore, s.told('c_1')]).toEqual([
      false,
      true,
      [{ kind, retention_days: 10 }],
    ])
    expect(s.kinds('c_1')).toEqual(all.filter((one) => one !== kind))
  },
)

test('what LiveKit servers told long ago is forgotten, though nothing more comes', async () => {
  const expiresAt = new Date(NOW - HOUR).toISOString()
  const event = { tenantId: 't_1', callId: 'c_1', sealed: Buffer.from('words') }
  for (let n = 0; n < 1_001; n += 1) {
    const hash = Buffer.from(String(n).padStart(32, '0'))
    await s.store.livekit.take({ ...event, hash }, { most: 2_000, expiresAt })
  }
  const fresh = { ...event, hash: Buffer.alloc(32, 1) }
  await s.store.livekit.take(fresh, { most: 2_000, expiresAt: new Date(NOW + HOUR).toISOString() })
  await sweep()
  expect([s.store.livekit.waiting, s.faults]).toEqual([1, []])
})
